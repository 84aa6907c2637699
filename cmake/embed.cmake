# Files that travel inside the binary: fonts (for layout, so that a figure is the same on every machine) and shaders.

# seglab_embed(TARGET NAMESPACE HEADER name=path...): std::string_view NAME() in the namespace, bytes through .incbin.
function(seglab_embed target header namespace)
    set(assembly "    .section .rodata\n")
    set(declarations "")
    foreach(pair ${ARGN})
        string(REPLACE "=" ";" pair ${pair})
        list(GET pair 0 name)
        list(GET pair 1 path)
        if(NOT EXISTS ${path})
            message(FATAL_ERROR "cannot embed ${path}: the file is missing (./dev installs the fonts)")
        endif()
        string(APPEND assembly "    .global seglab_embedded_${name}\n    .global seglab_embedded_${name}_end\n    .balign 16\n"
            "seglab_embedded_${name}:\n    .incbin \"${path}\"\nseglab_embedded_${name}_end:\n    .byte 0\n")
        string(APPEND declarations "extern \"C\" const char seglab_embedded_${name}[];\nextern \"C\" const char seglab_embedded_${name}_end[];\n"
            "namespace ${namespace} {\ninline std::string_view ${name}() {\n"
            "    return {seglab_embedded_${name}, std::size_t(seglab_embedded_${name}_end - seglab_embedded_${name})};\n}\n}\n")
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${path})
        list(APPEND paths ${path})
    endforeach()
    string(APPEND assembly "    .section .note.GNU-stack,\"\",@progbits\n")
    set(directory ${PROJECT_BINARY_DIR}/generated)
    get_filename_component(stem ${header} NAME_WE)
    set(source ${directory}/${stem}.S)
    file(GENERATE OUTPUT ${source} CONTENT "${assembly}")
    file(GENERATE OUTPUT ${directory}/${header} CONTENT "#pragma once\n#include <cstddef>\n#include <string_view>\n${declarations}")
    set_source_files_properties(${source} PROPERTIES GENERATED TRUE LANGUAGE ASM OBJECT_DEPENDS "${paths}")
    target_sources(${target} PRIVATE ${source})
    target_include_directories(${target} PUBLIC ${directory})
endfunction()

function(seglab_embed_fonts target)
    seglab_embed(${target} embedded/fonts.h seglab::figure::fonts
        interRegular=${SEGLAB_FONT_INTER_REGULAR} interSemiBold=${SEGLAB_FONT_INTER_SEMIBOLD}
        monoRegular=${SEGLAB_FONT_MONO_REGULAR} monoBold=${SEGLAB_FONT_MONO_BOLD}
        dejaVu=${SEGLAB_FONT_DEJAVU})
endfunction()

# shaders/shape.vert becomes seglab::render::shaders::shape_vert().
function(seglab_embed_shaders target)
    file(GLOB files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/shaders/*.vert ${PROJECT_SOURCE_DIR}/shaders/*.frag)
    foreach(file ${files})
        get_filename_component(name ${file} NAME)
        string(REPLACE "." "_" name ${name})
        list(APPEND pairs ${name}=${file})
    endforeach()
    seglab_embed(${target} embedded/shaders.h seglab::render::shaders ${pairs})
endfunction()

# assets/weights/unet-cells.safetensors becomes the row "unet-cells" of seglab::nn::kEmbeddedWeights.
function(seglab_embed_weights target)
    file(GLOB files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/assets/weights/*.safetensors)
    set(rows "")
    foreach(file ${files})
        get_filename_component(name ${file} NAME_WE)
        string(MAKE_C_IDENTIFIER ${name} identifier)
        list(APPEND pairs ${identifier}=${file})
        string(APPEND rows "    {\"${name}\", weights::${identifier}},\n")
    endforeach()
    seglab_embed(${target} embedded/weights.h seglab::nn::weights ${pairs})
    file(GENERATE OUTPUT ${PROJECT_BINARY_DIR}/generated/embedded/weights_table.h CONTENT
        "#pragma once\n#include \"embedded/weights.h\"\nnamespace seglab::nn {\nstruct EmbeddedWeights {\n    std::string_view name;\n    std::string_view (*bytes)();\n};\ninline constexpr EmbeddedWeights kEmbeddedWeights[] = {\n${rows}};\n}\n")
endfunction()

# assets/curves/skips-cells.csv becomes seglab::lab::curves::skips_cells().
function(seglab_embed_curves target)
    file(GLOB files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/assets/curves/*.csv)
    foreach(file ${files})
        get_filename_component(name ${file} NAME_WE)
        string(MAKE_C_IDENTIFIER ${name} identifier)
        list(APPEND pairs ${identifier}=${file})
    endforeach()
    seglab_embed(${target} embedded/curves.h seglab::lab::curves ${pairs})
endfunction()
