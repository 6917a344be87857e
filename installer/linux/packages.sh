#!/bin/sh
# Installs the packages of the distribution that are missing: "build" (the default) is what
# building and running needs, "tests" adds what the tests and the measurements use.
# Debian 12 and 13, Ubuntu 24.04. With nothing missing it neither asks for rights nor for a network.
set -eu

# One entry a line: name, or names of different releases as a|b; a ? at the end marks what only
# some releases have as a package of its own.
build_needs='
cmake
ninja-build
g++
ccache
pkg-config|pkgconf
qt6-base-dev
qt6-httpserver-dev
qt6-charts-dev|libqt6charts6-dev
libqt6opengl6-dev?
libgl-dev
libopengl-dev
qt6-tools-dev
qt6-l10n-tools
qt6-websockets-dev|libqt6websockets6-dev
qt6-svg-dev|libqt6svg6-dev
libqt6svg6|libqt6svg6t64
qt6-svg-plugins?
qt6-wayland?
libqt6sql6-sqlite
libqt6sql6-psql
libsodium-dev
libzstd-dev
libjwt-dev
libxlsxwriter-dev
'
test_needs='
postgresql
xvfb
xauth
xdotool
imagemagick
fonts-dejavu-core
sqlite3
curl
jq
openssl
wrk
debootstrap
dpkg-dev
file
libminizip-dev
desktop-file-utils
appstream
mandoc
libvalijson-dev
chromium?
chromium-driver?
'

case ${1:-build} in
build) needs=$build_needs ;;
tests)
    needs=$build_needs$test_needs
    # Node.js from elsewhere brings npm along and does not get on with the package of that name.
    command -v npm >/dev/null || needs="$needs npm?"
    ;;
*)
    echo "usage: $0 [build|tests]" >&2
    exit 2
    ;;
esac

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    echo "This script installs packages with apt-get, which this system does not have." >&2
    echo "Install what README.md lists under building, then configure with: cmake --preset release" >&2
    exit 1
fi

installed()
{
    dpkg-query -W -f='${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed
}

available()
{
    apt-cache policy "$1" 2>/dev/null | grep -q '^ *Candidate: [^(]'
}

# Sets $missing (names to install) and $unknown (entries for which apt knows no package).
look()
{
    missing=
    unknown=
    for entry in $needs; do
        names=$(echo "${entry%\?}" | tr '|' ' ')
        found=
        for name in $names; do
            if installed "$name"; then
                found=yes
                break
            fi
        done
        [ -z "$found" ] || continue
        for name in $names; do
            if available "$name"; then
                missing="$missing $name"
                found=yes
                break
            fi
        done
        case $entry in
        *\?) ;;
        *) [ -n "$found" ] || unknown="$unknown $entry" ;;
        esac
    done
}

look
[ -n "$missing$unknown" ] || exit 0

sudo=
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "These packages are missing:$missing$unknown" >&2
        echo "Install them as root, or run this script as root." >&2
        exit 1
    fi
    echo "Installing packages needs administrator rights; sudo may ask for your password."
    sudo=sudo
fi

apt()
{
    $sudo env DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=l \
        apt-get -q -y -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 "$@"
}

install()
{
    apt install --no-install-recommends "$@"
}

# The package of the database server would create a cluster and start it on the usual port. The
# tests start servers of their own in temporary folders, so no cluster is made by this installation.
clusters=/etc/postgresql-common/createcluster.conf
quiet_line='create_main_cluster = false # while the packages for the tests of DataKubo are installed'
forget_quiet_line()
{
    [ ! -e "$clusters" ] || $sudo sed -i '/while the packages for the tests of DataKubo/d' "$clusters"
}

install_all()
{
    case " $missing " in
    *" postgresql "*)
        install postgresql-common || return 1
        trap forget_quiet_line EXIT
        echo "$quiet_line" | $sudo tee -a "$clusters" >/dev/null
        ;;
    esac
    # shellcheck disable=SC2086 # a list of names
    install $missing
}

updated=
if [ -n "$unknown" ]; then
    echo "Reading the package lists."
    apt update
    updated=yes
    look
    if [ -n "$unknown" ]; then
        echo "This release does not offer:$unknown" >&2
        echo "DataKubo builds on Debian 12 or later and on Ubuntu 24.04 or later." >&2
        exit 1
    fi
fi
echo "Installing:$missing"
install_all && exit 0
if [ -z "$updated" ] && apt update; then
    echo "The package lists were out of date; trying again."
    look
    install_all && exit 0
fi
needs=$(echo "$needs" | grep -v '?$')
look
[ -z "$missing$unknown" ] || exit 1
echo "Going on without a package that only some systems need."
