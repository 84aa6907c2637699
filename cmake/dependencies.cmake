# Debian's packages first; where one is missing, the same version from its source (needs a network at configure time).
include(FetchContent)
find_package(PkgConfig QUIET)

FetchContent_Declare(Eigen3 URL https://gitlab.com/libeigen/eigen/-/archive/3.4.0/eigen-3.4.0.tar.gz FIND_PACKAGE_ARGS 3.4)
FetchContent_Declare(fmt URL https://github.com/fmtlib/fmt/archive/refs/tags/9.1.0.tar.gz FIND_PACKAGE_ARGS 9)
FetchContent_Declare(nlohmann_json URL https://github.com/nlohmann/json/archive/refs/tags/v3.11.2.tar.gz FIND_PACKAGE_ARGS 3.11)
FetchContent_Declare(CLI11 URL https://github.com/CLIUtils/CLI11/archive/refs/tags/v2.1.2.tar.gz FIND_PACKAGE_ARGS 2.1)
FetchContent_MakeAvailable(Eigen3 fmt nlohmann_json CLI11)
find_package(ZLIB REQUIRED)
find_package(PNG REQUIRED)
find_package(JPEG REQUIRED)

# stb: single headers (stb_truetype, stb_image, stb_image_write). Our own implementation units, never Debian's libstb.so.
find_path(SEGLAB_STB_INCLUDE stb_truetype.h PATH_SUFFIXES stb)
if(NOT SEGLAB_STB_INCLUDE)
    FetchContent_Declare(stb URL https://github.com/nothings/stb/archive/af1a5bc352164740c1cc1354942b1c6b72eacb8a.tar.gz)
    FetchContent_MakeAvailable(stb)
    set(SEGLAB_STB_INCLUDE ${stb_SOURCE_DIR})
endif()
add_library(seglab-stb INTERFACE)
target_include_directories(seglab-stb SYSTEM INTERFACE ${SEGLAB_STB_INCLUDE})

if(SEGLAB_GUI)
    set(OpenGL_GL_PREFERENCE GLVND)
    find_package(OpenGL REQUIRED COMPONENTS OpenGL EGL)
    FetchContent_Declare(glfw3 URL https://github.com/glfw/glfw/archive/refs/tags/3.3.8.tar.gz FIND_PACKAGE_ARGS 3.3)
    FetchContent_MakeAvailable(glfw3)

    find_library(SEGLAB_GIF_LIBRARY gif REQUIRED)
    find_path(SEGLAB_GIF_INCLUDE gif_lib.h REQUIRED)
    add_library(seglab-gif INTERFACE)
    target_link_libraries(seglab-gif INTERFACE ${SEGLAB_GIF_LIBRARY})
    target_include_directories(seglab-gif SYSTEM INTERFACE ${SEGLAB_GIF_INCLUDE})

    # Debian's libimgui.a already holds the GLFW, OpenGL 3 and FreeType parts.
    if(PKG_CONFIG_FOUND)
        pkg_check_modules(IMGUI QUIET IMPORTED_TARGET imgui)
    endif()
    find_package(Freetype REQUIRED)
    add_library(seglab-imgui INTERFACE)
    if(IMGUI_FOUND)
        find_path(SEGLAB_IMGUI_BACKENDS imgui_impl_opengl3.h PATH_SUFFIXES imgui/backends REQUIRED)
        target_link_libraries(seglab-imgui INTERFACE PkgConfig::IMGUI Freetype::Freetype)
        target_include_directories(seglab-imgui SYSTEM INTERFACE ${SEGLAB_IMGUI_BACKENDS})
    else()
        FetchContent_Declare(imgui URL https://github.com/ocornut/imgui/archive/refs/tags/v1.86.tar.gz)
        FetchContent_MakeAvailable(imgui)
        add_library(imgui-built STATIC ${imgui_SOURCE_DIR}/imgui.cpp ${imgui_SOURCE_DIR}/imgui_draw.cpp
            ${imgui_SOURCE_DIR}/imgui_tables.cpp ${imgui_SOURCE_DIR}/imgui_widgets.cpp
            ${imgui_SOURCE_DIR}/misc/freetype/imgui_freetype.cpp
            ${imgui_SOURCE_DIR}/backends/imgui_impl_glfw.cpp ${imgui_SOURCE_DIR}/backends/imgui_impl_opengl3.cpp)
        target_include_directories(imgui-built SYSTEM PUBLIC ${imgui_SOURCE_DIR} ${imgui_SOURCE_DIR}/backends ${imgui_SOURCE_DIR}/misc/freetype)
        target_compile_definitions(imgui-built PUBLIC IMGUI_ENABLE_FREETYPE)
        target_link_libraries(imgui-built PUBLIC Freetype::Freetype glfw)
        target_link_libraries(seglab-imgui INTERFACE imgui-built)
    endif()
    target_link_libraries(seglab-imgui INTERFACE glfw)
endif()

if(SEGLAB_TESTS)
    find_package(Catch2 2.13 QUIET)
    if(NOT Catch2_FOUND)
        FetchContent_Declare(Catch2 URL https://github.com/catchorg/Catch2/archive/refs/tags/v2.13.10.tar.gz)
        FetchContent_MakeAvailable(Catch2)
    endif()
endif()

# Fonts: Debian's fonts-inter, fonts-jetbrains-mono, fonts-dejavu-core; other systems set these paths.
set(SEGLAB_FONT_INTER_REGULAR /usr/share/fonts/opentype/inter/Inter-Regular.otf CACHE FILEPATH "Inter, regular")
set(SEGLAB_FONT_INTER_SEMIBOLD /usr/share/fonts/opentype/inter/Inter-SemiBold.otf CACHE FILEPATH "Inter, semi-bold")
set(SEGLAB_FONT_MONO_REGULAR /usr/share/fonts/truetype/jetbrains-mono/JetBrainsMono-Regular.ttf CACHE FILEPATH "JetBrains Mono, regular")
set(SEGLAB_FONT_MONO_BOLD /usr/share/fonts/truetype/jetbrains-mono/JetBrainsMono-Bold.ttf CACHE FILEPATH "JetBrains Mono, bold")
set(SEGLAB_FONT_DEJAVU /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf CACHE FILEPATH "DejaVu Sans, for the glyphs that Inter lacks")
