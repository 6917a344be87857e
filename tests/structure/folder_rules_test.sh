#!/bin/sh
# Proves that folder_rules.sh finds what it is there to find: a clean tree passes, and each seeded
# violation is reported with its file, and nothing else is.
#     folder_rules_test.sh QT_INCLUDE_DIR A_PROGRAM_THAT_LINKS_QTGUI|-
set -eu

qt=$1
gui_program=${2:--}
rules=$(cd "$(dirname "$0")" && pwd)/folder_rules.sh
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failures=0
count=0

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

# finds "what" FILE CONTENT: with this file in the clean tree, the checker names exactly it.
finds()
{
    count=$((count + 1))
    clean
    seed "$2" "$3"
    if said=$(sh "$rules" "$tree" "$qt" 2>/dev/null); then
        fail "not found: $1"
    elif [ "$(echo "$said" | grep -c "^$2:")" -ne 1 ] || [ "$(echo "$said" | wc -l)" -ne 1 ]; then
        fail "$1: expected one line about $2, got: $said"
    fi
}

clean
sh "$rules" "$tree" "$qt" || fail "a clean tree is refused"

finds "domain naming another folder" backend/domain/a.h '#include "backend/storage/session.h"'
finds "domain using QtNetwork" backend/domain/a.h '#include <QTcpSocket>'
finds "domain using QtGui by module" backend/domain/a.h '#include <QtGui/QColor>'
finds "ingest using SQL classes" backend/ingest/a.h '#include <QSqlQuery>'
finds "ingest naming storage" backend/ingest/a.h '#include "backend/storage/session.h"'
finds "storage naming services" backend/storage/a.h '#include "backend/services/devices.h"'
finds "services including QtSql by module" backend/services/a.h '#include <QtSql/QSqlQuery>'
finds "services naming contract" backend/services/a.h '#include "backend/contract/codecs.h"'
finds "contract naming api" backend/contract/a.h '#include "backend/api/requestsink.h"'
finds "api naming a store" backend/api/a.h '#include "backend/storage/devicestore.h"'
finds "api using QtHttpServer" backend/api/a.h '#include <QHttpServer>'
finds "api using sockets" backend/api/a.h '#include <QTcpSocket>'
finds "http naming services" backend/http/a.h '#include "backend/services/devices.h"'
finds "http using widgets" backend/http/a.h '#include <QLabel>'
finds "ui naming services" ui/a.h '#include "backend/services/devices.h"'
finds "ui naming storage" ui/a.h '#include "backend/storage/session.h"'
finds "ui naming api" ui/a.h '#include "backend/api/requestsink.h"'
finds "ui naming http" ui/a.h '#include "backend/http/httpserver.h"'
finds "ui using QtSql" ui/a.h '#include <QSqlTableModel>'
finds "ui using the network outside client" ui/a.h '#include <QNetworkAccessManager>'
finds "client using widgets" ui/client/a.h '#include <QLabel>'
finds "charts outside ui/charts" ui/a.h '#include <QtCharts/QChart>'
finds "app using QtSql" app/a.h '#include <QSqlDatabase>'
finds "app using QtHttpServer" app/a.h '#  include <QAbstractHttpServer>'
finds "a folder without a rule" backend/utils/a.h '#include <QString>'
finds "an include not from the root" backend/domain/a.h '#include "eui.h"'
finds "a select outside storage" backend/services/a.cpp 'run(u"select id from devices"_s);'
finds "an insert in capitals" backend/api/a.cpp 'run(QStringLiteral("INSERT INTO devices VALUES (1)"));'
finds "an update outside storage" app/a.cpp 'run(u"update devices set name = 1"_s);'
finds "a statement in a raw string" ui/a.cpp 'run(R"(
    delete from devices)");'
finds "a statement in a raw string of one line" ui/a.cpp 'run(R"sql(create table t (id int))sql");'
finds "a continuation on this" ui/a.cpp 'future.then(this, [] {});'
finds "an open end" backend/domain/a.cpp '// TODO: leap seconds'
finds "an open end in a script" installer/linux/a.sh '# FIXME later'
finds "a file of 601 lines" backend/domain/a.cpp "$(yes '//' | head -601)"
finds "a test of 601 lines" tests/domain/a.cpp "$(yes '//' | head -601)"

clean
seed backend/domain/a.cpp "$(yes '//' | head -600)"
sh "$rules" "$tree" "$qt" || fail "a file of 600 lines is refused"

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
