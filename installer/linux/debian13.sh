#!/bin/sh
# Builds and tests on Debian 13 (Qt 6.8) inside a folder of this machine, run by hand and as root:
#     sh installer/linux/debian13.sh DIR [arguments of ctest…]
# The first run fills DIR (about 3 GB); a later one with the same DIR copies the sources again and
# builds what changed. Nothing stays mounted. DEBIAN_MIRROR names another mirror than apt uses here.
set -eu

if [ $# -lt 1 ] || [ "$(id -u)" -ne 0 ]; then
    echo "usage, as root: $0 DIR [arguments of ctest…]" >&2
    exit 2
fi
mkdir -p "$1"
dir=$(cd "$1" && pwd)
shift
root=$(cd "$(dirname "$0")/../.." && pwd)
if [ "$dir" = / ]; then
    echo "DIR must be a folder for the other system, not this one." >&2
    exit 2
fi

if [ ! -e "$dir/etc/debian13-is-complete" ]; then
    command -v debootstrap >/dev/null || env DEBIAN_FRONTEND=noninteractive apt-get -q -y install debootstrap
    # shellcheck disable=SC2016 # apt-get fills these in
    mirror=${DEBIAN_MIRROR:-$(apt-get indextargets --format '$(LABEL) $(COMPONENT) $(REPO_URI)' \
        'Created-By: Packages' | awk '$1 == "Debian" && $2 == "main" { print $3; exit }')}
    if [ -z "$mirror" ]; then
        echo "apt knows no Debian mirror here. Run apt-get update, or set DEBIAN_MIRROR." >&2
        exit 1
    fi
    echo "Filling $dir with Debian 13; this takes a few minutes."
    debootstrap --variant=minbase trixie "$dir" "$mirror"
    touch "$dir/etc/debian13-is-complete"
fi
cp /etc/resolv.conf "$dir/etc/resolv.conf"

# What was deleted here must not live on there; the build folder stays.
mkdir -p "$dir/src/datakubo"
find "$dir/src/datakubo" -mindepth 1 -maxdepth 1 ! -name build -exec rm -rf {} +
tar -C "$root" --exclude=./build --exclude=./.git -cf - . | tar -C "$dir/src/datakubo" -xf - --no-same-owner

cat >"$dir/src/inside.sh" <<'INSIDE'
set -eu
cd /src/datakubo
sh installer/linux/packages.sh tests
# What a later Qt deprecates is worth reading, but the program also builds with 6.4.
cmake --preset dev -DCMAKE_CXX_FLAGS='-Werror -Wno-error=deprecated-declarations'
cmake --build --preset dev -j "$(nproc)" -- -k 0
exec ctest --preset dev "$@"
INSIDE

# Mounts are made in a name space of their own and vanish with it.
# shellcheck disable=SC2016 # expanded by the inner shell
exec unshare --mount --pid --fork --propagation private sh -ec '
    dir=$1
    shift
    # A mount point as its root, so that tests inside can make name spaces of their own.
    mount --bind "$dir" "$dir"
    mount -t proc proc "$dir/proc"
    mount --rbind /dev "$dir/dev"
    exec chroot "$dir" /usr/bin/env -i HOME=/root LANG=C.UTF-8 TERM="${TERM:-dumb}" \
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        http_proxy="${http_proxy:-}" https_proxy="${https_proxy:-}" sh /src/inside.sh "$@"
' sh "$dir" "$@"
