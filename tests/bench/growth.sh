#!/bin/sh
# Measures how the rate of webhooks changes while an empty SQLite database grows: RUNS runs of
# SECONDS_EACH seconds, each going on where the one before ended, with what was written to the disk.
# Environment: RUNS (5), SECONDS_EACH (6), CONNECTIONS (64), DEVICES (1000), PRESET (release).
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
bin=$root/build/${PRESET:-release}/bin
work=$(mktemp -d)
running=
trap '[ -z "$running" ] || kill "$running" 2>/dev/null; wait; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

key=$(echo 'bench-bench-bench' | "$bin/datakubo-server" --data-dir "$work/data" signup --organization Bench \
    --email bench@example.org --password-stdin | grep -o 'dk_live_[A-Za-z0-9]*')
mkfifo "$work/ready"
"$bin/datakubo-server" --data-dir "$work/data" --port 0 >"$work/ready" 2>"$work/log" &
running=$!
read -r line <"$work/ready"
load()
{
    "$bin/bench_load" --url "${line#*//}" --key "$key" --connections "${CONNECTIONS:-64}" \
        --devices "${DEVICES:-1000}" "$@"
}
written()
{
    awk '/^write_bytes/ { print $2 }' "/proc/$running/io"
}

load --register >/dev/null
printf '%10s %8s %8s %8s %14s\n' 'per second' 'p50 ms' 'p99 ms' 'max ms' 'KB a webhook'
next=0
for _ in $(seq "${RUNS:-5}"); do
    before=$(written)
    result=$(load --seconds "${SECONDS_EACH:-6}" --start-index "$next")
    count=$(echo "$result" | jq .acknowledged)
    next=$((next + $(echo "$result" | jq .sent)))
    echo "$result" | jq -r --argjson kb "$((($(written) - before) / 1024 / count))" \
        '[.per_second, .p50_ms, .p99_ms, .max_ms, $kb] | @tsv' \
        | awk -F '\t' '{ printf "%10s %8.1f %8.1f %8.1f %14s\n", $1, $2, $3, $4, $5 }'
done
