#!/bin/sh
# Everything a change has to pass: the whole suite as developers build it, and again under the
# address and undefined behaviour sanitizers and under the thread sanitizer. DATAKUBO_SANITIZERS=0
# leaves the sanitizers out, "asan" or "tsan" names one. The first preset that fails ends it.
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

# run_preset name [configure options…]
run_preset()
{
    preset=$1
    shift
    phase "$preset: configure" cmake --preset "$preset" "$@"
    set -- "$preset"
    phase "$1: build" cmake --build --preset "$1" -j "$jobs"
    phase "$1: test" ctest --preset "$1" -j "$jobs"
}

phase "packages" sh installer/linux/packages.sh tests
run_preset dev
for sanitizer in ${DATAKUBO_SANITIZERS:-asan tsan}; do
    case $sanitizer in
        asan) run_preset asan ;;
        tsan) run_preset tsan ;;
        0) ;;
        *) echo "DATAKUBO_SANITIZERS knows asan, tsan and 0, not $sanitizer" >&2; exit 2 ;;
    esac
done

echo
printf '%s' "$times"
printf '%6d s  all together: everything passed\n' "$(($(date +%s) - started))"
