#!/bin/sh
# Measures POST /readings/import: how long the job takes for a file of ROWS lines of DEVICES meters
# on an empty data folder, again for the same file (nothing is new), and how much memory the server
# takes meanwhile. Options go to datakubo-server, for instance --database-url postgresql://…
# Environment: ROWS (1000000), DEVICES (1000), PRESET (release).
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
server=$root/build/${PRESET:-release}/bin/datakubo-server
rows=${ROWS:-1000000}
devices=${DEVICES:-1000}
work=$(mktemp -d)
running=
trap '[ -z "$running" ] || kill "$running"; wait; rm -rf "$work"' EXIT

key=$(echo 'a long password' | "$server" signup --data-dir "$work/data" --organization Bench \
    --email bench@example.org --password-stdin "$@" | grep -o 'dk_live_[A-Za-z0-9]*')
mkfifo "$work/ready"
"$server" --data-dir "$work/data" --port 0 "$@" >"$work/ready" 2>"$work/log" &
running=$!
read -r line <"$work/ready"
api=${line##* }/api/v1

# kilobytes NAME: VmRSS (now) or VmHWM (the most so far) of the server
kilobytes()
{
    awk -v name="$1:" '$1 == name { print $2 }' "/proc/$running/status"
}

# post FILE PATH
post()
{
    curl -sS -H "X-API-Key: $key" -H 'Content-Type: text/csv' --data-binary "@$1" "$api$2"
}

awk -v devices="$devices" 'BEGIN {
    print "dev_eui,device_name,device_type"
    for (i = 0; i < devices; ++i) printf "%016x,Meter %d,water_meter\n", i + 1, i
}' >"$work/devices.csv"
post "$work/devices.csv" /devices/bulk-register | jq -c '.data | {registered, rejected}'
awk -v devices="$devices" -v rows="$rows" 'BEGIN {
    print "dev_eui,recorded_at,consumption_m3"
    for (i = 0; i < rows; ++i) {
        hour = int(i / devices)
        day = int(hour / 24)
        printf "%016x,2024-%02d-%02d %02d:00,%d.%03d\n", i % devices + 1, int(day / 28) + 1, \
            day % 28 + 1, hour % 24, hour, i % 1000
    }
}' >"$work/readings.csv"
ls -l "$work/readings.csv" | awk '{ print "file: " $5 " bytes" }'

import()
{
    before=$(kilobytes VmRSS)
    echo 5 >"/proc/$running/clear_refs" 2>/dev/null || true # VmHWM begins again
    began=$(date +%s.%N)
    job=$(post "$work/readings.csv" /readings/import | jq -r .data.job_id)
    while :; do
        sleep 0.2
        state=$(curl -sS -H "X-API-Key: $key" "$api/jobs/$job")
        case $(echo "$state" | jq -r .data.state) in
        queued | running) ;;
        *) break ;;
        esac
    done
    echo "$state" | jq -c '.data | {state, done, errors: .errors[:2]}'
    echo "$(kilobytes VmHWM) $before $began $(date +%s.%N)" | awk -v rows="$rows" '{
        printf "%.1f s, %.0f rows/s; memory before %d MiB, at most %d MiB\n", \
            $4 - $3, rows / ($4 - $3), $2 / 1024, $1 / 1024
    }'
}
import
import
