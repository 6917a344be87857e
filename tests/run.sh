#!/bin/sh
# Everything a change has to pass: the whole suite as developers build it, under the address and
# undefined behaviour sanitizers, and the backend under the thread sanitizer.
# DATAKUBO_SANITIZERS=0 leaves the two sanitizer builds out. The first preset that fails ends it.
set -eu

cd "$(dirname "$0")/.."
started=$(date +%s)
jobs=$(nproc 2>/dev/null || echo 2)
times=

# phase "name" command…: runs the command, remembers how long it took.
phase()
{
    name=$1
    shift
    echo
    echo "== $name"
    begun=$(date +%s)
    if ! "$@"; then
        echo "== $name: failed after $(($(date +%s) - begun)) s" >&2
        exit 1
    fi
    took=$(($(date +%s) - begun))
    echo "== $name: $took s"
    times="$times$(printf '%6d s  %s' "$took" "$name")
"
}

run_preset()
{
    phase "$1: configure" cmake --preset "$1"
    phase "$1: build" cmake --build --preset "$1" -j "$jobs"
    phase "$1: test" ctest --preset "$1" -j "$jobs"
}

phase "packages" sh installer/linux/packages.sh tests
run_preset dev
if [ "${DATAKUBO_SANITIZERS:-1}" != 0 ]; then
    run_preset asan
    run_preset tsan
fi

echo
printf '%s' "$times"
printf '%6d s  all together: everything passed\n' "$(($(date +%s) - started))"
