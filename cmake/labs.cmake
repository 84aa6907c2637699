# One .cpp in labs/ gives one lab: a card in seglab, an executable of its own, a row in every contract test.
# Labs are OBJECT libraries: from a static library the linker would drop their registration.
file(GLOB lab_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/labs/[0-9][0-9]_*.cpp)
file(GLOB app_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/app/*.cpp)
list(REMOVE_ITEM app_sources ${PROJECT_SOURCE_DIR}/src/app/main.cpp)
# Everything that needs pixels is built one way or the other.
if(SEGLAB_GUI)
    list(REMOVE_ITEM app_sources ${PROJECT_SOURCE_DIR}/src/app/no_graphics.cpp)
else()
    list(FILTER app_sources EXCLUDE REGEX "/(graphics|window)[a-z_]*\\.cpp$")
endif()

# The app floor: everything of the programs but main() and the labs.
add_library(seglab-app STATIC ${app_sources})
target_link_libraries(seglab-app PUBLIC seglab-lab CLI11::CLI11 PRIVATE seglab-options)
target_compile_definitions(seglab-app PRIVATE SEGLAB_VERSION="${PROJECT_VERSION}")
if(SEGLAB_GUI)
    target_link_libraries(seglab-app PUBLIC seglab-ui seglab-render)
endif()

add_executable(seglab src/app/main.cpp)
target_link_libraries(seglab PRIVATE seglab-app seglab-options)
install(TARGETS seglab)

set(SEGLAB_LAB_OBJECTS "")
foreach(source ${lab_sources})
    get_filename_component(stem ${source} NAME_WE)
    string(REGEX REPLACE "^[0-9]+_" "" slug ${stem})
    string(REPLACE "_" "-" slug ${slug})
    add_library(lab-${slug} OBJECT ${source})
    target_compile_definitions(lab-${slug} PRIVATE SEGLAB_LAB_STEM="${stem}")
    target_link_libraries(lab-${slug} PUBLIC seglab-lab PRIVATE seglab-options)
    target_sources(seglab PRIVATE $<TARGET_OBJECTS:lab-${slug}>)
    list(APPEND SEGLAB_LAB_OBJECTS $<TARGET_OBJECTS:lab-${slug}>)

    add_executable(seglab-${slug} src/app/main.cpp $<TARGET_OBJECTS:lab-${slug}>)
    target_compile_definitions(seglab-${slug} PRIVATE SEGLAB_ONLY_LAB="${slug}")
    target_link_libraries(seglab-${slug} PRIVATE seglab-app seglab-options)
    install(TARGETS seglab-${slug})
endforeach()
