#!/bin/sh
# Measures how many durable webhooks a second the server takes, beside a bare QtHttpServer and the
# same SQL (SQLite) without HTTP. Options go to datakubo-server, for instance
#     sh tests/bench/run.sh --database-url postgresql://…
# Environment: SECONDS_EACH (10), CONNECTIONS (64), DEVICES (1000), PRESET (release).
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
preset=${PRESET:-release}
bin=$root/build/$preset/bin
seconds=${SECONDS_EACH:-10}
connections=${CONNECTIONS:-64}
devices=${DEVICES:-1000}
work=$(mktemp -d)
running=

end_running()
{
    [ -z "$running" ] || kill "$running" 2>/dev/null || true
    [ -z "$running" ] || wait "$running" 2>/dev/null || true
    running=
}
trap 'end_running; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# start program options…: runs it in the background and sets $url to host:port when it is ready.
start()
{
    rm -f "$work/ready"
    mkfifo "$work/ready"
    "$@" >"$work/ready" 2>"$work/log" &
    running=$!
    url=
    exec 3<"$work/ready"
    while read -r line <&3; do
        case $line in
        "listening on "*)
            url=${line#*//}
            break
            ;;
        esac
    done
    if [ -z "$url" ]; then
        echo "$1 did not start:" >&2
        cat "$work/log" >&2
        exit 1
    fi
}

load()
{
    "$bin/bench_load" --url "$url" --key "$key" --connections "$connections" --devices "$devices" "$@"
}

# value NAME: a number out of the JSON line on standard input
value()
{
    jq -r ".$1"
}

(
    cd "$root"
    [ -f "build/$preset/build.ninja" ] || cmake --preset "$preset" >/dev/null
    cmake --build --preset "$preset" --target datakubo-server bench_load bench_bare bench_floor
)

echo "Bare QtHttpServer, $connections connections, $seconds s."
key=none
start "$bin/bench_bare"
bare=$(load --seconds "$seconds") || true # errors are a column of the table
end_running

echo "datakubo-server, $devices devices."
data=$work/data
key=$(echo 'bench-bench-bench' | "$bin/datakubo-server" --data-dir "$data" "$@" signup \
    --organization Bench --email bench@example.org --password-stdin | grep -o 'dk_live_[A-Za-z0-9]*')
start "$bin/datakubo-server" --data-dir "$data" --port 0 "$@"
load --register >"$work/registered"
server=$(load --seconds "$seconds") || true
end_running

echo "The same statements without HTTP."
mkdir "$work/floor"
# Durable webhooks a second in the largest batches the writer makes, and in the largest that 64
# connections can fill.
floor=$("$bin/bench_floor" "$work/floor" "$seconds")

rate()
{
    echo "$1" | value per_second
}
row()
{
    echo "$2" | jq -r --arg name "$1" --argjson bare "$(rate "$bare")" --argjson server "$(rate "$server")" \
        '[$name, .per_second, (.p50_ms // "-"), (.p99_ms // "-"), (.errors // "-"),
          (if $bare > 0 then .per_second / $bare * 100 | round / 100 else "-" end)] | @tsv' \
        | awk -F '\t' '{ printf "%-26s %10s %8s %8s %7s %10s\n", $1, $2, $3, $4, $5, $6 }'
}
echo
printf '%-26s %10s %8s %8s %7s %10s\n' '' 'per second' 'p50 ms' 'p99 ms' errors 'of bare'
row 'bare QtHttpServer' "$bare"
row 'datakubo-server' "$server"
row 'SQL without HTTP, by 256' "$floor"
row 'SQL without HTTP, by 64' "$(echo "$floor" | jq -c '{per_second: .per_second_64}')"
awk -v s="$(rate "$server")" -v f="$(rate "$floor")" \
    'BEGIN { printf "datakubo-server reaches %.0f %% of the SQL without HTTP, by 256.\n", 100 * s / f }'

# Every acknowledged webhook is a stored reading: the promise behind the number.
acknowledged=$(echo "$server" | value acknowledged)
if [ -f "$data/datakubo.sqlite" ]; then
    stored=$(sqlite3 "$data/datakubo.sqlite" 'select count(*) from readings')
    echo "acknowledged $acknowledged, stored $stored"
    [ "$acknowledged" -eq "$stored" ] || exit 1
else
    echo "acknowledged $acknowledged, answered as stored $(echo "$server" | value stored)"
    [ "$acknowledged" -eq "$(echo "$server" | value stored)" ] || exit 1
fi
