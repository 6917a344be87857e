#!/bin/sh
# papers.sh FOLDER BUILT: the unit, the desktop file and the AppStream text as their own tools see
# them. A tool that is not installed is named; with none of them the test is skipped (77).
set -eu

folder=$1
built=$2
ran=
have()
{
    if command -v "$1" >/dev/null; then
        ran=yes
    else
        echo "not checked, $1 is not installed"
        return 1
    fi
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

if have desktop-file-validate; then
    desktop-file-validate "$folder/datakubo.desktop"
fi
metainfo=$built/io.github.datakubo.Desktop.metainfo.xml
if have appstreamcli && [ -e "$metainfo" ]; then
    # There is no home page to name, of which only later releases of the tool warn or know.
    appstreamcli validate --no-net "$metainfo" >/dev/null ||
        appstreamcli validate --no-net --override=url-homepage-missing=info "$metainfo"
fi
if have systemd-analyze; then
    # The program is not where the unit says on the computer that builds it.
    sed 's,^ExecStart=/usr/bin/datakubo-server,ExecStart=/bin/true,' \
        "$folder/datakubo-server.service" >"$scratch/datakubo-server.service"
    said=$(systemd-analyze verify --man=no "$scratch/datakubo-server.service" 2>&1)
    if echo "$said" | grep 'datakubo-server\.service'; then
        echo "systemd-analyze verify is not content" >&2
        exit 1
    fi
    # 10 is an open door; threshold in tenths.
    systemd-analyze security --no-pager --offline=true --threshold=15 \
        "$folder/datakubo-server.service" | tail -n 1
fi
if have mandoc; then
    for page in "$folder"/*.1; do
        mandoc -T lint -W warning "$page"
    done
fi
[ -n "$ran" ] || exit 77
