#!/bin/sh
# Proves that folder_rules.sh finds what it is there to find: a clean tree passes; with one file per
# violation added to it, each of these files is named once, and no other is.
#     folder_rules_test.sh QT_INCLUDE_DIR A_PROGRAM_THAT_LINKS_QTGUI|-
set -eu

qt=$1
gui_program=${2:--}
rules=$(cd "$(dirname "$0")" && pwd)/folder_rules.sh
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failures=0
count=0
expected=

fail()
{
    echo "FAIL: $1" >&2
    failures=$((failures + 1))
}

seed()
{
    mkdir -p "$tree/$(dirname "$1")"
    printf '%s\n' "$2" >"$tree/$1"
}

clean()
{
    rm -rf "${tree:?}"/*
    seed backend/domain/eui.h '#include <QString>
#include <QtCore/QVector>
#include <vector>'
    seed backend/storage/session.h '#include "backend/domain/eui.h"
#include <QSqlQuery>
const char *sql = "select id from devices";'
    seed backend/services/devices.cpp '#include "backend/storage/devicestore.h"'
    seed backend/api/routes.cpp '#include "backend/storage/session.h"
#include "backend/services/devices.h"
const char *text = "Select a device from the list"; // update the set of rows'
    seed backend/http/server.cpp '#include <QHttpServer>
#include <QtHttpServer/QAbstractHttpServer>
#include <QTcpServer>'
    seed ui/page.cpp '#include <QLabel>
#include "ui/client/apiclient.h"
#include "backend/contract/codecs.h"
#include "page.moc"
auto text = tr("Delete from here on");'
    seed ui/client/network.cpp '#include <QNetworkAccessManager>'
    seed app/main.cpp '#include "backend/http/server.h"
#include <QApplication>'
}

# seeds "what" FOLDER/NAME.EXT CONTENT: adds it as FOLDER/NAME<number>.EXT
seeds()
{
    count=$((count + 1))
    file=${2%.*}$count.${2##*.}
    seed "$file" "$3"
    expected="$expected$file: $1
"
}

clean
seed backend/domain/long.cpp "$(yes '//' | head -600)"
sh "$rules" "$tree" "$qt" || fail "a clean tree is refused"

seeds "domain naming another folder" backend/domain/a.h '#include "backend/storage/session.h"'
seeds "domain using QtNetwork" backend/domain/a.h '#include <QTcpSocket>'
seeds "domain using QtGui by module" backend/domain/a.h '#include <QtGui/QColor>'
seeds "ingest using SQL classes" backend/ingest/a.h '#include <QSqlQuery>'
seeds "ingest naming storage" backend/ingest/a.h '#include "backend/storage/session.h"'
seeds "storage naming services" backend/storage/a.h '#include "backend/services/devices.h"'
seeds "services including QtSql by module" backend/services/a.h '#include <QtSql/QSqlQuery>'
seeds "services naming contract" backend/services/a.h '#include "backend/contract/codecs.h"'
seeds "contract naming api" backend/contract/a.h '#include "backend/api/requestsink.h"'
seeds "api naming a store" backend/api/a.h '#include "backend/storage/devicestore.h"'
seeds "api using QtHttpServer" backend/api/a.h '#include <QHttpServer>'
seeds "api using sockets" backend/api/a.h '#include <QTcpSocket>'
seeds "http naming services" backend/http/a.h '#include "backend/services/devices.h"'
seeds "http using widgets" backend/http/a.h '#include <QLabel>'
seeds "ui naming services" ui/a.h '#include "backend/services/devices.h"'
seeds "ui naming storage" ui/a.h '#include "backend/storage/session.h"'
seeds "ui naming api" ui/a.h '#include "backend/api/requestsink.h"'
seeds "ui naming http" ui/a.h '#include "backend/http/httpserver.h"'
seeds "ui using QtSql" ui/a.h '#include <QSqlTableModel>'
seeds "ui using the network outside client" ui/a.h '#include <QNetworkAccessManager>'
seeds "client using widgets" ui/client/a.h '#include <QLabel>'
seeds "charts outside ui/charts" ui/a.h '#include <QtCharts/QChart>'
seeds "app using QtSql" app/a.h '#include <QSqlDatabase>'
seeds "app using QtHttpServer" app/a.h '#  include <QAbstractHttpServer>'
seeds "a folder without a rule" backend/utils/a.h '#include <QString>'
seeds "an include not from the root" backend/domain/a.h '#include "eui.h"'
seeds "a select outside storage" backend/services/a.cpp 'run(u"select id from devices"_s);'
seeds "an insert in capitals" backend/api/a.cpp 'run(QStringLiteral("INSERT INTO devices VALUES (1)"));'
seeds "an update outside storage" app/a.cpp 'run(u"update devices set name = 1"_s);'
seeds "a statement in a raw string" ui/a.cpp 'run(R"(
    delete from devices)");'
seeds "a statement in a raw string of one line" ui/a.cpp 'run(R"sql(create table t (id int))sql");'
seeds "a continuation on this" ui/a.cpp 'future.then(this, [] {});'
seeds "an open end" backend/domain/a.cpp '// TODO: leap seconds'
seeds "an open end in a script" installer/linux/a.sh '# FIXME later'
seeds "a file of 601 lines" backend/domain/a.cpp "$(yes '//' | head -601)"
seeds "a test of 601 lines" tests/domain/a.cpp "$(yes '//' | head -601)"

if said=$(sh "$rules" "$tree" "$qt" 2>/dev/null); then
    fail "the seeded tree passes"
fi
echo "$said" | sed 's/:.*//' | sort >"$tree/said"
printf '%s' "$expected" | sed 's/:.*//' | sort >"$tree/expected"
if ! difference=$(diff "$tree/expected" "$tree/said"); then
    fail "expected (<) and named (>) files differ:
$difference"
    printf '%s' "$expected" >&2
fi

if [ "$gui_program" != - ] && [ -x "$gui_program" ]; then
    clean
    if said=$(sh "$rules" "$tree" "$qt" "$gui_program" 2>/dev/null); then
        fail "not found: a server that links QtGui"
    elif ! echo "$said" | grep -q 'links libQt6Gui'; then
        fail "expected a line about libQt6Gui, got: $said"
    fi
    count=$((count + 1))
fi

echo "$count seeded violations, $failures failures"
[ "$failures" -eq 0 ]
