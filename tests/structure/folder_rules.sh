#!/bin/sh
# Checks what no compiler checks: which folder may name which (docs: "Folders and their one rule"),
# where SQL, QtSql, QtHttpServer, widgets and charts may appear, and the rules for every file.
#     folder_rules.sh ROOT QT_INCLUDE_DIR [datakubo-server]
# Prints one line per violation and fails if there was one.
set -eu

root=$1
qt=$2
server=${3:-}
cd "$root"
found=$(mktemp)
trap 'rm -f "$found"' EXIT

sources()
{
    for folder in "$@"; do
        [ ! -d "$folder" ] || find "$folder" -type f \( -name '*.h' -o -name '*.cpp' \) | sort
    done
}

# folder; what of the project it may include; which Qt modules. The longest matching folder counts.
rules='
backend/domain    backend/domain                                                    QtCore
backend/ingest    backend/ingest,backend/domain                                     QtCore
backend/storage   backend/storage,backend/domain                                    QtCore,QtSql
backend/services  backend/services,backend/storage,backend/ingest,backend/domain    QtCore,QtNetwork
backend/contract  backend/contract,backend/domain                                   QtCore
backend/api       backend/api,backend/services,backend/storage/session.h,backend/contract,backend/domain  QtCore
backend/http      backend/http,backend/api,backend/contract,backend/domain          QtCore,QtNetwork,QtHttpServer
ui                ui,backend/contract,backend/domain                                QtCore,QtGui,QtWidgets,QtSvg,QtSvgWidgets,QtPrintSupport
ui/client         ui/client,backend/contract,backend/domain                         QtCore,QtNetwork
ui/charts         ui,backend/contract,backend/domain                                QtCore,QtGui,QtWidgets,QtSvg,QtCharts
app               app,backend,ui                                                    QtCore,QtNetwork,QtGui,QtWidgets
'

if [ ! -e "$qt/QtCore/QString" ]; then
    echo "$qt does not hold the headers of Qt" >&2
    exit 2
fi
modules=$(cd "$qt" && find . -mindepth 2 -maxdepth 2 -name 'Q*' ! -name '*.h' | sed 's|^\./||' | sort)

list=$(sources app backend ui)
# shellcheck disable=SC2086 # file names of this project have no spaces
[ -z "$list" ] || grep -nE '^[[:space:]]*#[[:space:]]*include' /dev/null $list | awk -v rules="$rules" -v modules="$modules" '
    function within(name, list,    n, parts, i) {
        n = split(list, parts, ",")
        for (i = 1; i <= n; i++)
            if (name == parts[i] || index(name, parts[i] "/") == 1)
                return 1
        return 0
    }
    BEGIN {
        n = split(rules, lines, "\n")
        for (i = 1; i <= n; i++)
            if (split(lines[i], part, " ") == 3) { mine[part[1]] = part[2]; qt[part[1]] = part[3] }
        n = split(modules, lines, "\n")
        for (i = 1; i <= n; i++) {
            split(lines[i], part, "/")
            # A class seen from two modules (QtGui has none of QtCore today) counts for the first.
            if (!(part[2] in module)) module[part[2]] = part[1]
        }
    }
    {
        split($0, at, ":")
        file = at[1]
        where = at[1] ":" at[2]
        folder = ""
        for (f in mine)
            if (within(file, f) && length(f) > length(folder)) folder = f
        if (folder == "") { print where ": there is no rule for this folder"; next }

        if (match($0, /"[^"]*"/)) {
            name = substr($0, RSTART + 1, RLENGTH - 2)
            if (name ~ /\.moc$/) next
            if (name !~ /^(app|backend|ui)\//)
                print where ": \"" name "\" is not written from the root of the project"
            else if (!within(name, mine[folder]))
                print where ": " folder " may not name " name
        } else if (match($0, /<Q[^>]*>/)) {
            name = substr($0, RSTART + 1, RLENGTH - 2)
            if (split(name, parts, "/") == 2) used = parts[1]
            else if (name in module) used = module[name]
            else { print where ": <" name "> belongs to no module of Qt here"; next }
            if (!within(used, qt[folder]))
                print where ": " folder " may not use " used " (<" name ">)"
        }
    }' >>"$found"

# Statements begin a string in one case, all lower or all upper; sentences for people begin with
# a capital, so "Select a device from the list" is none.
list=$(sources app ui backend | grep -v '^backend/storage/' || true)
# shellcheck disable=SC2086
[ -z "$list" ] || awk '
    function statement(text) {
        sub(/^[ \t\n]+/, "", text)
        return text ~ /^(select [^"]* from|insert (or [a-z]+ )?into|update [a-z_]+ set|delete from|(create|drop|alter) (unique |temp(orary )?)?(table|index|view)|pragma [a-z_]+|vacuum into|savepoint|with [a-z_]+ as) ?/ \
            || text ~ /^(SELECT [^"]* FROM|INSERT (OR [A-Z]+ )?INTO|UPDATE [A-Za-z_]+ SET|DELETE FROM|(CREATE|DROP|ALTER) (UNIQUE |TEMP(ORARY )?)?(TABLE|INDEX|VIEW)|PRAGMA [a-z_]+|VACUUM INTO|SAVEPOINT|WITH [A-Za-z_]+ AS) ?/
    }
    FNR == 1 { raw = 0 }
    {
        hit = raw && statement($0)
        raw = $0 ~ /R"[A-Za-z]*\([ \t]*$/
        line = $0
        while (!hit && match(line, /"(\(|[A-Za-z]+\()?/)) {
            line = substr(line, RSTART + RLENGTH)
            hit = statement(line)
        }
        if (hit) print FILENAME ":" FNR ": SQL belongs to backend/storage"
    }' $list >>"$found"

list=$(sources app backend ui tests)
for file in $list; do
    lines=$(wc -l <"$file")
    [ "$lines" -le 600 ] || echo "$file:601: $lines lines; a file has 600 at most" >>"$found"
done

# The checker and its test name what they look for.
list=$(find app backend ui tests installer cmake CMakeLists.txt -type f ! -path 'tests/structure/*' \
    \( -name '*.h' -o -name '*.cpp' -o -name '*.sh' -o -name '*.cmake' -o -name CMakeLists.txt -o -name '*.sql' \) 2>/dev/null || true)
if [ -n "$list" ]; then
    # shellcheck disable=SC2086
    grep -nE '\<(TODO|FIXME)\>' /dev/null $list | sed 's/$/   (do it, or write an issue)/' >>"$found" || true
    # shellcheck disable=SC2086
    grep -nE '\.then\(this' /dev/null $list | sed 's/$/   (asserts when this dies first)/' >>"$found" || true
fi

if [ -n "$server" ] && [ -x "$server" ]; then
    ldd "$server" | awk -v server="$server" '
        $1 ~ /^libQt6(Gui|Widgets|Charts|Svg|OpenGL)/ { print server ": links " $1 "; the server has no window" }' >>"$found"
fi

if [ -s "$found" ]; then
    cat "$found"
    echo "$(wc -l <"$found") violations" >&2
    exit 1
fi
