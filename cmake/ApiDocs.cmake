# The pages of /docs and /redoc. Swagger UI and Redoc come by `npm pack`, at exact versions whose
# content is pinned here, into the build folder, once. Without npm or a network the build goes on:
# the program then shows a plain page that says so. A content that is not the pinned one is an error.
set(DATAKUBO_DOCS_FOLDER ${CMAKE_BINARY_DIR}/apidocs)

# datakubo_npm_package(package version sha512 outcome): where it was unpacked, or NOTFOUND.
function(datakubo_npm_package package version sha512 outcome)
    set(archive ${DATAKUBO_DOCS_FOLDER}/${package}-${version}.tgz)
    set(unpacked ${DATAKUBO_DOCS_FOLDER}/${package}-${version})
    set(${outcome} NOTFOUND PARENT_SCOPE)
    if(NOT EXISTS ${archive})
        find_program(NPM npm)
        if(NOT NPM)
            message(STATUS "No npm: /docs and /redoc will be plain pages")
            return()
        endif()
        file(MAKE_DIRECTORY ${DATAKUBO_DOCS_FOLDER}/download)
        execute_process(
            COMMAND ${NPM} pack --silent --ignore-scripts --fetch-retries=1
                --fetch-retry-mintimeout=1000 --fetch-timeout=30000 ${package}@${version}
            WORKING_DIRECTORY ${DATAKUBO_DOCS_FOLDER}/download
            TIMEOUT 120 RESULT_VARIABLE result OUTPUT_QUIET ERROR_VARIABLE problem)
        set(downloaded ${DATAKUBO_DOCS_FOLDER}/download/${package}-${version}.tgz)
        if(NOT result EQUAL 0 OR NOT EXISTS ${downloaded})
            string(STRIP "${problem}" problem)
            message(STATUS "npm could not fetch ${package}: its page will be a plain one (${result}) ${problem}")
            return()
        endif()
        file(RENAME ${downloaded} ${archive})
    endif()
    file(SHA512 ${archive} found)
    if(NOT found STREQUAL sha512)
        message(FATAL_ERROR "${archive} is not what was pinned (SHA-512 ${found}). "
            "Delete it to fetch it again; if it stays so, somebody changed a published package.")
    endif()
    if(NOT EXISTS ${unpacked}/package)
        file(ARCHIVE_EXTRACT INPUT ${archive} DESTINATION ${unpacked})
    endif()
    set(${outcome} ${unpacked}/package PARENT_SCOPE)
endfunction()

# datakubo_api_docs(target): puts the pages, and what they need as far as it is there, into target.
function(datakubo_api_docs target)
    set(own ${PROJECT_SOURCE_DIR}/resources/apidocs)
    qt_add_resources(${target} apidocs PREFIX /datakubo/apidocs BASE ${own}
        FILES ${own}/pages.css ${own}/plain.html ${own}/redoc.html ${own}/swagger.html ${own}/swagger-start.js)

    datakubo_npm_package(swagger-ui-dist 5.35.0
        534eaba4cb56f55dd73c638179a993512af4674f63317e0826e00da44fc465b021c341bc0a0c2bcd4e18997927fe1d3008336c5dd19aad334d1c2dec53cc9551
        swagger)
    if(swagger)
        datakubo_docs_files(${target} swagger_ui ${swagger}
            swagger-ui-bundle.js=swagger-ui-bundle.js swagger-ui.css=swagger-ui.css
            LICENSE=swagger-ui.LICENSE.txt NOTICE=swagger-ui.NOTICE.txt
            swagger-ui-bundle.js.LICENSE.txt=swagger-ui-bundle.js.LICENSE.txt)
    endif()
    datakubo_npm_package(redoc 2.5.4
        33a8d6846d6aa019c7e93166cc99ecb72099f3b1e6398fd4cc39bbf261e262284476557f61c4bda203a8d4d94496724c78bb32c4715edb215ce2c3631d3ac005
        redoc)
    if(redoc)
        datakubo_docs_files(${target} redoc ${redoc}
            bundles/redoc.standalone.js=redoc.standalone.js LICENSE=redoc.LICENSE.txt
            bundles/redoc.standalone.js.LICENSE.txt=redoc.standalone.js.LICENSE.txt)
    endif()
endfunction()

# datakubo_docs_files(target name folder file=name…)
function(datakubo_docs_files target name folder)
    set(files)
    foreach(pair ${ARGN})
        string(REPLACE "=" ";" pair ${pair})
        list(GET pair 0 file)
        list(GET pair 1 alias)
        set_source_files_properties(${folder}/${file} PROPERTIES QT_RESOURCE_ALIAS ${alias})
        list(APPEND files ${folder}/${file})
    endforeach()
    qt_add_resources(${target} ${name} PREFIX /datakubo/apidocs FILES ${files})
endfunction()
