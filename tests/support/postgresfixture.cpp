#include "tests/support/postgresfixture.h"

#include <QCoreApplication>
#include <QFile>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QUrl>

#include <sys/file.h>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::test {
namespace {

QString withDatabase(const QString &server, const QString &database)
{
    QUrl url(server);
    url.setPath(u'/' + database);
    return url.toString(QUrl::FullyEncoded);
}

} // namespace

PostgresFixture::PostgresFixture() = default;

PostgresFixture::~PostgresFixture()
{
    // Dropping costs a checkpoint; the other servers soon vanish with all their databases.
    if (!qEnvironmentVariableIsSet("DATAKUBO_TEST_POSTGRES_URL")) {
        return;
    }
    for (const QString &url : std::as_const(m_made)) {
        if (const Result<void> dropped = dropDatabase(url); !dropped) {
            qWarning("%s", qUtf8Printable(dropped.error().message));
        }
    }
}

QString PostgresFixture::missing()
{
    if (!sharedServer().isEmpty() && !postgresProgram(u"psql"_s).isEmpty()) {
        return {};
    }
    return PostgresServer::missing();
}

QString PostgresFixture::sharedServer()
{
    if (const QString url = qEnvironmentVariable("DATAKUBO_TEST_POSTGRES_URL"); !url.isEmpty()) {
        return url;
    }
    const QString name = qEnvironmentVariable("DATAKUBO_TEST_POSTGRES_FILE");
    QFile file(name);
    if (name.isEmpty() || !file.open(QIODevice::ReadOnly)) {
        return {};
    }
    // The process that keeps the server holds this lock; a file without one is a leftover.
    if (::flock(file.handle(), LOCK_SH | LOCK_NB) == 0) {
        return {};
    }
    return QString::fromUtf8(file.readLine().trimmed());
}

Result<QString> PostgresFixture::freshDatabase(const QString &name)
{
    if (m_server.isEmpty()) {
        QString server = sharedServer();
        if (server.isEmpty()) {
            m_own = std::make_unique<PostgresServer>();
            if (const Result<void> started = m_own->start(); !started) {
                return started.error();
            }
            server = m_own->url({});
        }
        m_server = withDatabase(server, u"postgres"_s);
    }
    static int count = 0;
    const QString unique =
        u"%1_%2_%3"_s.arg(name.left(40)).arg(QCoreApplication::applicationPid()).arg(++count);
    if (const Result<void> created = run(u"create database \"%1\""_s.arg(unique)); !created) {
        return created.error();
    }
    m_made += withDatabase(m_server, unique);
    return m_made.last();
}

Result<void> PostgresFixture::dropDatabase(const QString &url)
{
    return run(u"drop database if exists \"%1\" with (force)"_s.arg(QUrl(url).path().mid(1)));
}

// Not by psql: Qt starts programs by vfork, and what ThreadSanitizer notes of that in the shared
// memory makes it blind for how this thread hands over to others.
Result<void> PostgresFixture::run(const QString &statement)
{
    const QString connection = u"postgresfixture"_s;
    QString problem;
    {
        const QUrl url(m_server);
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QPSQL"_s, connection);
        database.setHostName(url.host());
        database.setPort(url.port());
        database.setUserName(url.userName());
        database.setDatabaseName(url.path().mid(1));
        if (!database.open())
            problem = database.lastError().text();
        else if (QSqlQuery query(database); !query.exec(statement))
            problem = query.lastError().text();
    }
    QSqlDatabase::removeDatabase(connection);
    if (!problem.isEmpty())
        return Error{ErrorCode::StorageUnavailable, u"%1: %2"_s.arg(statement, problem), {}};
    return {};
}

} // namespace datakubo::test
