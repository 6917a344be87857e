#!/bin/sh
# clean_debian.sh BUILD PAYLOADS: makes both packages of the build folder BUILD, installs them with apt in
# a Debian that has nothing else, runs what the unit of the service runs, signs up, posts a webhook
# of ChirpStack and looks whether it is stored; starts the window without a screen; removes and purges.
# The bare Debian of the first run is kept in BUILD/debian. 77: this computer cannot do it.
# shellcheck disable=SC2016 # the inner shell and dpkg-query fill these in
set -eu

build=$1
payloads=$2

skip()
{
    echo "skipped: $*"
    exit 77
}
fail()
{
    echo "FAILED: $*" >&2
    exit 1
}
begun=$(date +%s)
step()
{
    echo "$(($(date +%s) - begun)) s: $*"
}

[ "$(id -u)" -eq 0 ] || skip "needs root for chroot"
for tool in debootstrap dpkg-shlibdeps unshare setpriv curl jq apt-get; do
    command -v "$tool" >/dev/null || skip "$tool is not installed"
done
# shellcheck disable=SC1091
. /etc/os-release
[ "$ID" = debian ] || skip "the bare system is made for Debian, this is $ID"
# shellcheck disable=SC2016 # apt-get fills these in
mirror=${DEBIAN_MIRROR:-$(apt-get indextargets --format '$(LABEL) $(COMPONENT) $(REPO_URI)' \
    'Created-By: Packages' | awk '$1 == "Debian" && $2 == "main" { print $3; exit }')}
[ -n "$mirror" ] || skip "apt knows no Debian mirror; apt-get update, or set DEBIAN_MIRROR"

# Mounts are made in a name space of their own and vanish with it, as do the processes.
if [ -z "${DATAKUBO_CLEAN_DEBIAN_INSIDE:-}" ]; then
    unshare --mount --pid --fork --propagation private true 2>/dev/null ||
        skip "name spaces cannot be made here"
    export DATAKUBO_CLEAN_DEBIAN_INSIDE=yes
    exec unshare --mount --pid --fork --kill-child --propagation private sh "$0" "$@"
fi

work=$build/debian
body=$work/webhook.json
root=$work/root
base=$work/$VERSION_CODENAME.tar
mkdir -p "$work/archives/partial"

inside()
{
    chroot "$root" /usr/bin/env -i HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        http_proxy="${http_proxy:-}" https_proxy="${https_proxy:-}" "$@"
}
apt()
{
    inside apt-get -q -y -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-unsafe-io -o Acquire::Retries=3 \
        -o Dir::Cache::archives=/var/cache/kept "$@" >"$work/apt.log" 2>&1 ||
        { tail -n 40 "$work/apt.log" >&2; fail "apt-get $*"; }
}
# The service as its unit starts it: its command, its user, its settings.
unit=$root/usr/lib/systemd/system/datakubo-server.service
of_unit()
{
    sed -n "s/^$1=//p" "$unit"
}
as_service()
{
    inside sh -ec 'set -a; [ ! -e /etc/default/datakubo-server ] || . /etc/default/datakubo-server
        set +a; user=$1; shift; exec setpriv --reuid="$user" --regid="$user" --clear-groups "$@"' \
        sh "$(of_unit User)" "$@"
}
# start NAME COMMAND…: runs the command until it says where it listens, which becomes $url.
start()
{
    log=$work/$1.log
    shift
    rm -f "$work/ready"
    mkfifo "$work/ready"
    "$@" >"$work/ready" 2>"$log" &
    started=$!
    exec 9<"$work/ready"
    read -r ready <&9 || ready=
    url=${ready#listening on }
    [ "$url" != "$ready" ] || fail "no ready line but '$ready'; $(cat "$log")"
}
# stop FOLDER: ends the program that works on FOLDER, orderly.
stop()
{
    kill -TERM "$(jq .pid "$root$1/runtime.json")"
    wait "$started" || fail "it ended with $?; $(cat "$log")"
    exec 9<&-
    [ ! -s "$log" ] || sed "s/^/said: /" "$log"
}

step "packing"
(cd "$build" && rm -rf packages && cpack >"$work/cpack.log" 2>&1) || {
    cat "$work/cpack.log" >&2
    fail "cpack"
}
ls "$build"/packages/datakubo-server_*.deb "$build"/packages/datakubo_*.deb

if [ ! -e "$base" ]; then
    step "bare Debian $VERSION_CODENAME from $mirror"
    rm -rf "$root"
    debootstrap --variant=minbase "$VERSION_CODENAME" "$root" "$mirror" >"$work/debootstrap.log" 2>&1 ||
        { tail -n 20 "$work/debootstrap.log" >&2; fail "debootstrap"; }
    rm -f "$root"/var/cache/apt/archives/*.deb
    tar -C "$root" -cf "$base.part" .
    mv "$base.part" "$base"
else
    step "bare Debian $VERSION_CODENAME as kept"
    rm -rf "$root"
    mkdir -p "$root"
    tar -C "$root" -xpf "$base"
fi
mount -t proc proc "$root/proc"
mkdir -p "$root/var/cache/kept"
mount --bind "$work/archives" "$root/var/cache/kept"
cp /etc/resolv.conf "$root/etc/resolv.conf"
cp "$build"/packages/*.deb "$root/tmp"
chmod 644 "$root"/tmp/*.deb
apt update

step "installing datakubo-server"
apt install --no-install-recommends \
    "/tmp/$(cd "$root/tmp" && ls datakubo-server_*.deb)"
inside getent passwd datakubo >/dev/null || fail "no user datakubo"
[ "$(inside stat -c '%U %a' /var/lib/datakubo)" = "datakubo 700" ] || fail "data folder: $(inside stat -c '%U %a' /var/lib/datakubo)"
inside test -L /etc/systemd/system/multi-user.target.wants/datakubo-server.service ||
    fail "the service is not enabled"
inside dpkg-query -W -f '${Conffiles}\n' datakubo-server | grep -q /etc/default/datakubo-server ||
    fail "/etc/default/datakubo-server is no conffile"

step "running it"
# Any free port, as an administrator would set it.
echo DATAKUBO_PORT=0 >>"$root/etc/default/datakubo-server"
# shellcheck disable=SC2046 # a command with arguments
start server as_service $(of_unit ExecStart)
echo "$url" | grep -q '^http://127\.0\.0\.1:[0-9]*$' || fail "listens on $url"
key=$(printf 'a long password\n' | as_service datakubo-server signup \
    --data-dir /var/lib/datakubo --organization Brandt --email office@example.com --password-stdin)
# What ChirpStack documents, with what a decoder of a meter put into it.
jq --slurpfile decoded "$payloads/other-decoded-axioma-qalcosonic-w1-enhanced.json" \
    '.object = $decoded[0]' "$payloads/chirpstack-v4-docs-up.json" >"$body"
post()
{
    curl -sS -o "$work/answer.json" -w '%{http_code}' -H "X-API-Key: $1" \
        -H 'Content-Type: application/json' --data-binary "@$body" \
        "$url/api/v1/ingest/water-consumption?event=up"
}
[ "$(post dk_live_wrong)" = 401 ] || fail "a wrong key was not refused: $(cat "$work/answer.json")"
status=$(post "$key")
[ "$status" = 200 ] || [ "$status" = 201 ] || [ "$status" = 202 ] ||
    fail "the webhook was answered with $status: $(cat "$work/answer.json")"
step "webhook answered with $status: $(head -c 200 "$work/answer.json")"
eui=$(jq -r .deviceInfo.devEui "$body")
curl -sS -H "X-API-Key: $key" "$url/api/v1/ingest/unregistered" >"$work/unregistered.json"
grep -qi "$eui" "$work/unregistered.json" ||
    fail "$eui is not among the unregistered: $(cat "$work/unregistered.json")"
stop /var/lib/datakubo
as_service datakubo-server check --data-dir /var/lib/datakubo | tee "$work/check.txt"
grep -Eq '^1 organizations, .* [1-9][0-9]* readings, 1 webhooks$' "$work/check.txt" ||
    fail "neither reading nor webhook is stored"

step "the PostgreSQL plugin is there"
as_service datakubo-server --data-dir /tmp/postgres-tried \
    --database-url postgresql://nobody@127.0.0.1:1/none >"$work/postgres.log" 2>&1 &&
    fail "a database that does not exist was opened"
grep -qi 'driver not loaded' "$work/postgres.log" && fail "$(cat "$work/postgres.log")"
grep -qi 'refused' "$work/postgres.log" || fail "said about PostgreSQL: $(cat "$work/postgres.log")"

step "installing datakubo"
apt install --no-install-recommends "/tmp/$(cd "$root/tmp" && ls datakubo_*.deb)"
window()
{
    inside setpriv --reuid=nobody --regid=nogroup --clear-groups \
        env HOME=/tmp QT_QPA_PLATFORM=offscreen datakubo "$@"
}
version=$(window --version)
[ "$version" = "DataKubo $(inside dpkg-query -W -f '${Version}' datakubo)" ] || fail "version: $version"
inside sh -c 'ls /usr/lib/*/qt6/plugins/iconengines/libqsvgicon.so' >/dev/null || fail "no SVG plugin"
start window window --data-dir /tmp/window --port 0
stop /tmp/window

step "removing"
apt remove datakubo datakubo-server
inside test ! -e /usr/bin/datakubo-server || fail "the program is still there"
inside test -e /etc/default/datakubo-server || fail "removing took the settings along"
apt purge datakubo-server
inside test ! -e /etc/default/datakubo-server || fail "purging left the settings"
inside test -s /var/lib/datakubo/datakubo.sqlite || fail "purging deleted the readings"
left=$(inside sh -c 'find /etc/systemd /var/lib/systemd /usr/share /usr/lib/systemd \
    -name "*datakubo*" 2>/dev/null')
[ -z "$left" ] || fail "purging left: $left"
step "done"
umount "$root/var/cache/kept" "$root/proc"
rm -rf "$root"
