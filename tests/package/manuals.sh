#!/bin/sh
# manuals.sh FOLDER PROGRAM…: the manual of each program (FOLDER/<its name>.1) and its --help name
# the same options.
set -eu

folder=$1
shift
wrong=0
for program; do
    name=$(basename "$program")
    helped=$("$program" --help | grep -oE '^ +(-[a-z], )?--[a-z][a-z-]*' | sed 's/.*--//' | sort -u)
    written=$(grep -E '^\.It Fl' "$folder/$name.1" | grep -oE 'Fl -[a-z][a-z-]*' | sed 's/Fl -//' |
        sort -u)
    if [ "$(echo "$helped" | wc -l)" -lt 10 ]; then
        echo "$name --help names hardly any option: $helped" >&2
        wrong=1
    fi
    for option in $helped; do
        echo "$written" | grep -qx -e "$option" || {
            echo "$name.1 does not name --$option" >&2
            wrong=1
        }
    done
    for option in $written; do
        echo "$helped" | grep -qx -e "$option" || {
            echo "$name.1 names --$option, which $name --help does not" >&2
            wrong=1
        }
    done
done
exit $wrong
