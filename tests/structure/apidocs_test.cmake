# cmake -DSOURCE=… -DFOLDER=… -P apidocs_test.cmake: what the build does when npm is missing, fails,
# or gives something else than what is pinned.
cmake_minimum_required(VERSION 3.22)

file(REMOVE_RECURSE ${FOLDER})
file(MAKE_DIRECTORY ${FOLDER}/bin)
include(${SOURCE}/cmake/ApiDocs.cmake)
set(DATAKUBO_DOCS_FOLDER ${FOLDER}/apidocs)
file(WRITE ${FOLDER}/package/LICENSE "of the package")
file(ARCHIVE_CREATE OUTPUT ${FOLDER}/package.tgz PATHS ${FOLDER}/package FORMAT gnutar COMPRESSION GZip)

# expect(what condition…)
macro(expect what)
    if(${ARGN})
        message(STATUS "as expected: ${what}")
    else()
        message(FATAL_ERROR "not as expected: ${what}")
    endif()
endmacro()

# An npm that does what its one line says.
function(npm_that line)
    file(WRITE ${FOLDER}/bin/npm "#!/bin/sh\n${line}\n")
    file(CHMOD ${FOLDER}/bin/npm PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
endfunction()

set(NPM NPM-NOTFOUND)
set(CMAKE_FIND_USE_SYSTEM_ENVIRONMENT_PATH OFF)
set(CMAKE_FIND_USE_CMAKE_SYSTEM_PATH OFF)
datakubo_npm_package(thing 1.0.0 0 outcome)
expect("without npm there is no package" NOT outcome)

set(NPM ${FOLDER}/bin/npm)
npm_that("echo no network >&2; exit 1")
datakubo_npm_package(thing 1.0.0 0 outcome)
expect("without a network there is no package" NOT outcome)

npm_that("cp ${FOLDER}/package.tgz thing-1.0.0.tgz")
if(WITH_WRONG_CONTENT)
    datakubo_npm_package(thing 1.0.0 0 outcome)
    return()
endif()
file(SHA512 ${FOLDER}/package.tgz pinned)
datakubo_npm_package(thing 1.0.0 ${pinned} outcome)
expect("what is pinned is fetched and unpacked" outcome)

npm_that("exit 1")
datakubo_npm_package(thing 1.0.0 ${pinned} outcome)
expect("it is fetched once" outcome)
