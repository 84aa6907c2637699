# The kernels of the network engine, src/nn/kernels/*.cpp: compiled once for each instruction set into objects of their
# own, so that no function of a newer set is ever shared with the rest of the program.
file(GLOB SEGLAB_KERNELS CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/nn/kernels/*.cpp)
# -O3 in every configuration: without it a debug build is a hundred times slower. Fused multiply-adds are the point here.
set_source_files_properties(${SEGLAB_KERNELS} PROPERTIES
    COMPILE_OPTIONS "-O3;-ffp-contract=fast;-fno-math-errno;-fno-trapping-math")

# seglab_kernel_set(SET TABLE NAME flags...)
function(seglab_kernel_set set table name)
    add_library(seglab-kernels-${set} OBJECT ${SEGLAB_KERNELS})
    target_include_directories(seglab-kernels-${set} PRIVATE ${PROJECT_SOURCE_DIR}/src)
    target_compile_definitions(seglab-kernels-${set} PRIVATE
        SEGLAB_KERNEL_SET=${set} SEGLAB_KERNEL_TABLE=${table} SEGLAB_KERNEL_NAME="${name}")
    target_compile_options(seglab-kernels-${set} PRIVATE ${ARGN})
    target_link_libraries(seglab-kernels-${set} PRIVATE seglab-options)
    target_sources(seglab-nn PRIVATE $<TARGET_OBJECTS:seglab-kernels-${set}>)
endfunction()

if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64)$")
    seglab_kernel_set(portable kPortable "x86-64" -march=x86-64)
    seglab_kernel_set(v3 kV3 "x86-64-v3" -march=x86-64-v3)
    seglab_kernel_set(v4 kV4 "x86-64-v4" -march=x86-64-v4 -mprefer-vector-width=512)
    target_compile_definitions(seglab-nn PRIVATE SEGLAB_KERNELS_X86)
else()
    seglab_kernel_set(portable kPortable "portable")
endif()
