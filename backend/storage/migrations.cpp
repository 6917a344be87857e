#include "backend/storage/migrations.h"

#include "backend/storage/session.h"
#include "backend/storage/statement.h"

#include <QDir>
#include <QFile>

#include <map>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::storage {

namespace {

// Number to file, from the resource folder.
std::map<int, QString> migrationFiles()
{
    std::map<int, QString> files;
    const QStringList names =
        QDir(u":/datakubo/migrations"_s).entryList({u"*.sql"_s}, QDir::Files, QDir::Name);
    for (const QString &name : names)
        files[QStringView(name).left(4).toInt()] = u":/datakubo/migrations/"_s + name;
    return files;
}

Result<int> currentVersion(Session &session)
{
    int version = 0;
    const auto read = session.run([&] {
        session.execute(
            u"create table if not exists schema_migrations (version integer primary key, "
            "name text not null, applied_at_ms bigint not null)"_s);
        Statement &query =
            session.prepare(u"select coalesce(max(version), 0) from schema_migrations"_s).exec();
        if (query.next())
            version = static_cast<int>(query.integer(0));
        return true;
    });
    if (!read)
        return read.error();
    return version;
}

Result<void> apply(Session &session, int version, const QString &path, Timestamp now)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{
            ErrorCode::Internal, u"Migration %1 is missing from the program"_s.arg(path), {}};
    const QStringList statements =
        dialect::statements(QString::fromUtf8(file.readAll()), session.engine());
    return session.run([&] {
        // Two servers that start on one database: the second waits here and then finds it done.
        if (session.engine() == Engine::PostgreSql)
            session.execute(u"lock table schema_migrations in exclusive mode"_s);
        Statement &done = session.prepare(u"select 1 from schema_migrations where version = ?"_s);
        if (done.bindAll(version).exec().next())
            return true;
        for (const QString &sql : statements)
            session.execute(sql);
        session
            .prepare(
                u"insert into schema_migrations (version, name, applied_at_ms) values (?, ?, ?)"_s)
            .bindAll(version, path.section(u'/', -1), now)
            .exec();
        return true;
    });
}

Result<void> copyBefore(Session &session, const QString &sqliteFile, int version)
{
    const QString copy = u"%1.before-%2"_s.arg(sqliteFile).arg(version, 4, 10, QLatin1Char('0'));
    if (session.engine() != Engine::Sqlite || QFile::exists(copy))
        return {};
    return session.vacuumInto(copy);
}

} // namespace

int newestSchemaVersion()
{
    const auto files = migrationFiles();
    return files.empty() ? 0 : files.rbegin()->first;
}

Result<int> migrate(Session &session, const QString &sqliteFile, Timestamp now)
{
    const auto current = currentVersion(session);
    if (!current)
        return current;
    const int newest = newestSchemaVersion();
    Q_ASSERT(newest > 0);
    if (*current > newest) {
        return Error{
            ErrorCode::Conflict,
            u"This database was written by a newer DataKubo (schema %1, this program knows %2). "
            "Install the newer version, or open another data folder."_s.arg(*current)
                .arg(newest),
            {}};
    }
    if (*current > 0 && *current < newest) {
        if (const auto copied = copyBefore(session, sqliteFile, newest); !copied)
            return copied.error();
    }
    for (const auto &[version, path] : migrationFiles()) {
        if (version <= *current)
            continue;
        if (const auto applied = apply(session, version, path, now); !applied)
            return applied.error();
    }
    return newest;
}

} // namespace datakubo::storage
