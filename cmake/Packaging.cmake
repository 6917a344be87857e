# What is installed where, and the two packages `cpack` makes of it: datakubo-server and datakubo.
include(GNUInstallDirs)
set(package_files ${PROJECT_SOURCE_DIR}/installer/linux/package)
set(package_build ${PROJECT_BINARY_DIR}/package)

set(CPACK_PACKAGE_CONTACT "DataKubo maintainers <maintainers@datakubo.invalid>"
    CACHE STRING "Who is named as maintainer of the packages")

# Packaging takes what is built, and says so when something is not.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)

# compressed(result file name): `file` as Debian wants it, <package_build>/<name>.gz.
function(compressed result file name)
    set(output ${package_build}/${name}.gz)
    add_custom_command(OUTPUT ${output} DEPENDS ${file}
        COMMAND gzip -9nc ${file} > ${output} VERBATIM)
    set(${result} ${output} PARENT_SCOPE)
endfunction()

configure_file(${package_files}/changelog.in ${package_build}/changelog @ONLY)
compressed(changelog ${package_build}/changelog changelog)
compressed(news ${PROJECT_SOURCE_DIR}/CHANGELOG.md NEWS)
set(compressed_files ${changelog} ${news})

# install_program(target component): the program with its manual and its papers.
function(install_program target component)
    compressed(manual ${package_files}/${target}.1 ${target}.1)
    set(compressed_files ${compressed_files} ${manual} PARENT_SCOPE)
    install(TARGETS ${target} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT ${component})
    install(FILES ${manual} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT ${component})
    install(FILES ${package_files}/copyright ${changelog} ${news}
        DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${target} COMPONENT ${component})
endfunction()

install_program(datakubo-server server)
# systemd and sysusers read these folders whatever the prefix of the library folder is.
install(FILES ${package_files}/datakubo-server.service
    DESTINATION lib/systemd/system COMPONENT server)
install(FILES ${package_files}/datakubo-server.sysusers
    DESTINATION lib/sysusers.d RENAME datakubo-server.conf COMPONENT server)
# The password of a database may stand in it.
install(FILES ${package_files}/datakubo-server.default
    DESTINATION /etc/default RENAME datakubo-server COMPONENT server
    PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ)

if(DATAKUBO_BUILD_DESKTOP)
    install_program(datakubo desktop)
    set(metainfo io.github.datakubo.Desktop.metainfo.xml)
    configure_file(${package_files}/${metainfo}.in ${package_build}/${metainfo} @ONLY)
    install(FILES ${package_build}/${metainfo}
        DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo COMPONENT desktop)
    install(FILES ${package_files}/datakubo.desktop
        DESTINATION ${CMAKE_INSTALL_DATADIR}/applications COMPONENT desktop)
    set(icons ${PROJECT_SOURCE_DIR}/resources/icons/app)
    set(hicolor ${CMAKE_INSTALL_DATADIR}/icons/hicolor)
    install(FILES ${icons}/datakubo.svg DESTINATION ${hicolor}/scalable/apps COMPONENT desktop)
    foreach(size 16 22 24 32 48 64 128 256)
        install(FILES ${icons}/datakubo-${size}.png RENAME datakubo.png
            DESTINATION ${hicolor}/${size}x${size}/apps COMPONENT desktop)
    endforeach()
endif()
add_custom_target(package_papers ALL DEPENDS ${compressed_files})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME datakubo)
# The first line of each description below is its summary.
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_BINARY_DIR}/packages)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_COMPONENTS_ALL server)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

# What dpkg-shlibdeps cannot see: plugins, which are loaded by name, and files.
set(plugins "libqt6sql6-sqlite, libqt6sql6-psql, tzdata")

set(CPACK_DEBIAN_SERVER_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_SERVER_PACKAGE_NAME datakubo-server)
set(CPACK_DEBIAN_SERVER_PACKAGE_SECTION net)
set(CPACK_DEBIAN_SERVER_PACKAGE_DEPENDS
    "${plugins}, systemd | systemd-standalone-sysusers | systemd-sysusers")
set(CPACK_DEBIAN_SERVER_PACKAGE_SUGGESTS postgresql)
set(CPACK_DEBIAN_SERVER_DESCRIPTION "readings of LoRaWAN water meters, as a service
Takes in the webhooks of ChirpStack and The Things Stack, keeps every reading
in SQLite or PostgreSQL, and answers a REST API: meters, residents, billing.
It runs as a service with a user of its own. Only the computer itself reaches
it until /etc/default/datakubo-server says otherwise.")
set(CPACK_DEBIAN_SERVER_PACKAGE_CONTROL_EXTRA
    ${package_files}/postinst ${package_files}/prerm ${package_files}/postrm
    ${package_files}/conffiles)

if(DATAKUBO_BUILD_DESKTOP)
    list(APPEND CPACK_COMPONENTS_ALL desktop)
    set(CPACK_DEBIAN_DESKTOP_FILE_NAME DEB-DEFAULT)
    set(CPACK_DEBIAN_DESKTOP_PACKAGE_NAME datakubo)
    set(CPACK_DEBIAN_DESKTOP_PACKAGE_SECTION utils)
    # The SVG plugin has a package of its own since Qt 6.6.
    set(CPACK_DEBIAN_DESKTOP_PACKAGE_DEPENDS
        "${plugins}, qt6-svg-plugins | libqt6svg6 (<< 6.6) | libqt6svg6t64 (<< 6.6)")
    set(CPACK_DEBIAN_DESKTOP_PACKAGE_RECOMMENDS qt6-wayland)
    set(CPACK_DEBIAN_DESKTOP_PACKAGE_SUGGESTS datakubo-server)
    set(CPACK_DEBIAN_DESKTOP_DESCRIPTION "readings of LoRaWAN water meters, in a window
Takes in the readings of LoRaWAN water meters, shows who used how much, and
adds up what it costs. ChirpStack and The Things Stack push every reading to
it; the whole program runs on one computer.")
endif()
include(CPack)
