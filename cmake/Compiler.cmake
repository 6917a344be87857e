# What every target of the project is compiled with, and the one way to add a library.
find_program(CCACHE ccache)
if(CCACHE)
    # Depend mode: a miss is compiled at once instead of being preprocessed first.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
        CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_DEPEND=1 ${CCACHE})
endif()

add_library(datakubo_compiler INTERFACE)
target_compile_options(datakubo_compiler INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual)
target_compile_definitions(datakubo_compiler INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING QT_NO_CAST_FROM_BYTEARRAY
    QT_NO_FOREACH QT_NO_KEYWORDS QT_STRICT_ITERATORS QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
    QT_DISABLE_DEPRECATED_BEFORE=0x060400)
target_include_directories(datakubo_compiler INTERFACE ${PROJECT_SOURCE_DIR})
if(DATAKUBO_SANITIZE)
    target_compile_options(datakubo_compiler INTERFACE -fsanitize=${DATAKUBO_SANITIZE} -fno-omit-frame-pointer)
    target_link_options(datakubo_compiler INTERFACE -fsanitize=${DATAKUBO_SANITIZE})
endif()

# Precompiled headers are made twice, by datakubo_domain (backend_pch.h) and datakubo_ui
# (ui_pch.h); everything else reuses one of the two.
# datakubo_library(name SOURCES … PUBLIC … PRIVATE … [PCH file | REUSE target])
function(datakubo_library name)
    cmake_parse_arguments(ARG "" "PCH;REUSE" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
    add_library(${name} STATIC ${ARG_SOURCES})
    target_link_libraries(${name} PUBLIC datakubo_compiler ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE})
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
    if(ARG_PCH)
        target_precompile_headers(${name} PRIVATE ${ARG_PCH})
    elseif(ARG_REUSE)
        target_precompile_headers(${name} REUSE_FROM ${ARG_REUSE})
    else()
        target_precompile_headers(${name} REUSE_FROM datakubo_domain)
    endif()
endfunction()
