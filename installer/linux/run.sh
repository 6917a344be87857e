#!/bin/sh
# From a fresh checkout to the running program: installs what is missing, builds, starts.
# Arguments go to the program, e.g.: sh installer/linux/run.sh --demo
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
build=$root/build/release

if [ -x "$build/bin/datakubo-server" ]; then
    echo "Bringing the program up to date; without changes this takes a few seconds."
else
    echo "Installing what is needed and building the program."
    echo "The first time this takes 5 to 10 minutes; afterwards it takes seconds."
fi
sh "$root/installer/linux/packages.sh" build

# A build folder that came along with a copied or moved checkout cannot be used again.
if [ -f "$build/CMakeCache.txt" ] \
    && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$build/CMakeCache.txt"; then
    rm -rf "$build"
fi

# The build works from its own folder, the program from the caller's: paths among the arguments
# are the caller's.
(
    cd "$root"
    log=$root/build/configure.log
    mkdir -p build
    if ! cmake --preset release >"$log" 2>&1; then
        cat "$log" >&2
        echo "Configuring failed; the text above says why." >&2
        exit 1
    fi
    cmake --build --preset release --target datakubo datakubo-server
)

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    echo "Starting DataKubo."
    exec "$build/bin/datakubo" "$@"
fi
echo "There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set): starting the server"
echo "without a window. Stop it with Ctrl+C."
exec "$build/bin/datakubo-server" "$@"
