#!/bin/sh
# Measures consumption on five million readings: 500 meters of one community, read hourly for 10,000
# hours. Prints how long the answers take beside a plain SQL script on the same readings, how long the
# closings take to be made from nothing, and what a yearly report in a loop does to webhooks.
# Environment: METERS (500), HOURS (10000), SECONDS_EACH (8), PRESET (release).
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
preset=${PRESET:-release}
bin=$root/build/$preset/bin
meters=${METERS:-500}
hours=${HOURS:-10000}
seconds=${SECONDS_EACH:-8}
work=$(mktemp -d)
data=$work/data
running=
reporting=

end_running()
{
    [ -z "$reporting" ] || kill "$reporting" 2>/dev/null || true
    reporting=
    [ -z "$running" ] || kill "$running" 2>/dev/null || true
    [ -z "$running" ] || wait "$running" 2>/dev/null || true
    running=
}
trap 'end_running; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

start()
{
    rm -f "$work/ready"
    mkfifo "$work/ready"
    "$bin/datakubo-server" --data-dir "$data" --port 0 >"$work/ready" 2>"$work/log" &
    running=$!
    exec 3<"$work/ready"
    url=
    while read -r line <&3; do
        case $line in
        "listening on "*) url=${line#*//}; break ;;
        esac
    done
    [ -n "$url" ] || { cat "$work/log" >&2; exit 1; }
}

api()
{
    curl -fsS -H "X-API-Key: $key" "http://$url/api/v1$1"
}

# median PATH: the middle of nine answers in milliseconds
median()
{
    for _ in 1 2 3 4 5 6 7 8 9; do
        curl -fsS -o /dev/null -w '%{time_total}\n' -H "X-API-Key: $key" "http://$url/api/v1$1"
    done | sort -n | sed -n 5p | awk '{ printf "%.1f", $1 * 1000 }'
}

# sql_ms STATEMENT: the middle of five runs of the sqlite3 program in milliseconds
sql_ms()
{
    for _ in 1 2 3 4 5; do
        begun=$(date +%s%N)
        sqlite3 "$data/datakubo.sqlite" "$1" >/dev/null
        echo $((($(date +%s%N) - begun) / 1000))
    done | sort -n | sed -n 3p | awk '{ printf "%.1f", $1 / 1000 }'
}

(
    cd "$root"
    [ -f "build/$preset/build.ninja" ] || cmake --preset "$preset" >/dev/null
    cmake --build --preset "$preset" --target datakubo-server bench_load
)

key=$(echo 'bench-bench-bench' | "$bin/datakubo-server" --data-dir "$data" signup \
    --organization Bench --email bench@example.org --password-stdin | grep -o 'dk_live_[A-Za-z0-9]*')
start
customer=$(curl -fsS -H "X-API-Key: $key" -H 'Content-Type: application/json' \
    -d '{"name":"Five hundred","time_zone":"Europe/Madrid"}' "http://$url/api/v1/customers" | jq -r .data.id)
end_running

echo "$meters meters, $hours hours: filling the database…"
# Ends at the last full hour; every meter rises by 20 to 40 litres an hour.
sqlite3 "$data/datakubo.sqlite" <<SQL
create temp table numbers as with recursive n(i) as (select 1 union all select i + 1 from n where i < max($meters, $hours)) select i from n;
insert into devices (organization_id, uuid, dev_eui, is_registered, is_active, name, name_key, search_key,
    device_type, status, community_id, hierarchy_level, serial_number, location, created_at_ms)
    select 1, printf('00000000-0000-4000-8000-%012x', i), printf('%016x', i), 1, 1, 'Meter ' || i, 'meter ' || i,
        '', 'water_meter', 'online', 1, 1, '', '', 0 from numbers where i <= $meters;
insert into readings (organization_id, device_id, recorded_at_ms, received_at_ms, volume_ml, source, marks, meter_flags)
    select 1, d.id, (strftime('%s', 'now') / 3600 - $hours + n.i) * 3600000 + d.id * 1000,
        (strftime('%s', 'now') / 3600 - $hours + n.i) * 3600000 + d.id * 1000 + 500,
        n.i * 30000 + (n.i * 7919 + d.id * 104729) % 10000, 3, 0, 0
    from devices d, numbers n where n.i <= $hours and d.id <= $meters;
insert into device_states (device_id, organization_id, sender_name, tenant_name, first_seen_at_ms, last_seen_at_ms,
    message_count, last_recorded_at_ms, last_volume_ml)
    select device_id, 1, '', '', min(received_at_ms), max(received_at_ms), count(*), max(recorded_at_ms),
        max(volume_ml) from readings group by device_id;
analyze;
SQL

begun=$(date +%s%N)
"$bin/datakubo-server" --data-dir "$data" check --rebuild | sed 's/^/  /'
rebuilt=$((($(date +%s%N) - begun) / 1000000))

start
now=$(date +%s)
year=$(date -u -d "@$((now - 365 * 86400))" +%Y-%m-%d)
month=$(date -u -d "@$((now - 31 * 86400))" +%Y-%m-%d)
month_ms=$(((now - 31 * 86400) * 1000))
by_day="date(recorded_at_ms / 1000, 'unixepoch')"
community="/customers/$customer/consumption"
meter=/devices/0000000000000007/consumption

printf '\n%-52s %10s %14s\n' 'milliseconds, the middle of nine' DataKubo 'plain SQL'
printf '%-52s %10s %14s\n' 'one meter, a year by day' "$(median "$meter?from=$year")" \
    "$(sql_ms "select $by_day, max(volume_ml) - min(volume_ml) from readings where organization_id = 1 and device_id = 7 and recorded_at_ms >= ($now - 365 * 86400) * 1000 group by 1")"
printf '%-52s %10s %14s\n' "$meters meters, a month by day" "$(median "$community?from=$month")" \
    "$(sql_ms "select $by_day, sum(used) from (select recorded_at_ms, max(volume_ml) - min(volume_ml) as used from readings where organization_id = 1 and recorded_at_ms >= $month_ms group by device_id, $by_day) group by 1")"
printf '%-52s %10s\n' "$meters meters, balance of a month" "$(median "/customers/$customer/balance?from=$month")"
printf '%-52s %10s %14s\n' "$meters meters, a year by month" "$(median "$community?interval=month&from=$year")" \
    "$(sql_ms "select strftime('%Y-%m', recorded_at_ms / 1000, 'unixepoch'), sum(used) from (select recorded_at_ms, max(volume_ml) - min(volume_ml) as used from readings where organization_id = 1 and recorded_at_ms >= ($now - 365 * 86400) * 1000 group by device_id, strftime('%Y-%m', recorded_at_ms / 1000, 'unixepoch')) group by 1")"
printf '%-52s %10s\n' 'all closings made from readings and checked, s' "$(awk -v ms="$rebuilt" 'BEGIN { printf "%.1f", ms / 1000 }')"

load()
{
    "$bin/bench_load" --url "$url" --key "$key" --connections 64 --devices 1000 "$@"
}
load --register >/dev/null
sent=0
# phase: webhooks for a while, going on where the one before ended
phase()
{
    result=$(load --seconds "$seconds" --start-index "$sent")
    sent=$((sent + $(echo "$result" | jq .sent)))
}
row()
{
    echo "$result" | jq -r --arg name "$1" '[$name, .per_second, .p50_ms, .p99_ms] | @tsv' \
        | awk -F '\t' '{ printf "%-36s %12s %8s %8s\n", $1, $2, $3, $4 }'
}
# A database that grows gets slower by itself, so alone is measured before and after.
printf '\n%-36s %12s %8s %8s\n' webhooks 'per second' 'p50 ms' 'p99 ms'
phase
phase
row 'alone, before'
( while api "$community?interval=month&from=$year" >/dev/null; do :; done ) &
reporting=$!
phase
kill "$reporting" 2>/dev/null || true
reporting=
row 'beside a yearly report in a loop'
phase
row 'alone, after'
