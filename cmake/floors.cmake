# One target per floor. A floor links only the floors below it; tests/architecture holds the includes to the same rule.

# seglab_floor(NAME links...): the static library seglab-NAME from src/NAME.
function(seglab_floor name)
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${name}/*.cpp)
    list(FILTER sources EXCLUDE REGEX "/src/nn/kernels/")  # cmake/kernels.cmake
    if(NOT sources)
        set(sources ${PROJECT_BINARY_DIR}/generated/empty_${name}.cpp)
        file(WRITE ${sources} "")
    endif()
    add_library(seglab-${name} STATIC ${sources})
    target_include_directories(seglab-${name} PUBLIC ${PROJECT_SOURCE_DIR}/src)
    target_link_libraries(seglab-${name} PUBLIC ${ARGN} PRIVATE seglab-options)
endfunction()

# Warnings and sanitizers, for our own code only.
add_library(seglab-options INTERFACE)
# -ffp-contract=off: a fused multiply-add rounds once where two operations round twice; with it the same lab would
# show different last digits on different machines.
target_compile_options(seglab-options INTERFACE -Wall -Wextra -Wshadow -Wpedantic -ffp-contract=off)
if(SEGLAB_WERROR)
    target_compile_options(seglab-options INTERFACE -Werror)
endif()
if(SEGLAB_SANITIZE)
    target_compile_options(seglab-options INTERFACE -fsanitize=${SEGLAB_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(seglab-options INTERFACE -fsanitize=${SEGLAB_SANITIZE})
    # g++ 12 warns falsely inside <regex> under the address sanitizer (gcc.gnu.org/bugzilla, 105562); warnings that it
    # draws from instrumented code are said, but are no errors here. The other presets hold them.
    # Four checks of UBSan double the time g++ takes; the other compiler's build (preset fuzz) makes them.
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        if(SEGLAB_SANITIZE MATCHES undefined)
            target_compile_options(seglab-options INTERFACE -fno-sanitize=null,alignment,object-size,vptr)
        endif()
        target_compile_options(seglab-options INTERFACE -Wno-maybe-uninitialized -Wno-error=array-bounds
            -Wno-error=stringop-overflow -Wno-error=stringop-overread -Wno-error=restrict -Wno-error=nonnull)
    endif()
endif()

seglab_floor(core Eigen3::Eigen fmt::fmt)
seglab_floor(figure seglab-core seglab-stb ZLIB::ZLIB PNG::PNG)
seglab_floor(nn seglab-core seglab-zip nlohmann_json::nlohmann_json)
seglab_floor(data seglab-core PNG::PNG JPEG::JPEG seglab-stb)
seglab_floor(lab seglab-figure seglab-nn seglab-data seglab-core nlohmann_json::nlohmann_json)
if(SEGLAB_GUI)
    seglab_floor(render seglab-figure seglab-core OpenGL::OpenGL OpenGL::EGL PNG::PNG seglab-gif seglab-stb)
    seglab_floor(ui seglab-render seglab-lab seglab-figure seglab-core seglab-imgui)
endif()

seglab_embed_fonts(seglab-figure)
seglab_embed_weights(seglab-nn)
seglab_embed_curves(seglab-lab)
if(SEGLAB_GUI)
    seglab_embed_shaders(seglab-render)
endif()
