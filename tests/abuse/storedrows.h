#pragma once
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QString>
#include <QUrl>

#include <map>
#include <optional>

namespace datakubo::test {

// What lies in the database, read by a connection of the test's own.
class StoredRows
{
public:
    // A URL of PostgreSQL, or the path of a SQLite file.
    explicit StoredRows(const QString &where)
    {
        const bool isUrl = where.startsWith(QLatin1String("postgresql:"));
        m_database = QSqlDatabase::addDatabase(
            isUrl ? QStringLiteral("QPSQL") : QStringLiteral("QSQLITE"), m_name);
        const QUrl url(where);
        m_database.setDatabaseName(isUrl ? url.path().mid(1) : where);
        if (isUrl) {
            m_database.setHostName(url.host());
            m_database.setPort(url.port());
            m_database.setUserName(url.userName());
            m_database.setPassword(url.password());
        }
        if (!m_database.open())
            qWarning("%s", qPrintable(m_database.lastError().text()));
    }
    ~StoredRows()
    {
        m_database.close();
        m_database = {};
        QSqlDatabase::removeDatabase(m_name);
    }
    StoredRows(const StoredRows &) = delete;
    StoredRows &operator=(const StoredRows &) = delete;

    // NumberedReading::row() and how often it is there.
    std::map<QString, int> readings() const
    {
        std::map<QString, int> rows;
        QSqlQuery query(m_database);
        query.exec(QStringLiteral("select d.dev_eui, r.recorded_at_ms, r.volume_ml from readings r "
                                  "join devices d on d.id = r.device_id"));
        while (query.next()) {
            ++rows[QStringLiteral("%1 %2 %3")
                       .arg(query.value(0).toString(), query.value(1).toString(),
                            query.value(2).toString())];
        }
        return rows;
    }

    // -1 when the statement fails.
    qint64 number(const QString &sql) const
    {
        QSqlQuery query(m_database);
        return query.exec(sql) && query.next() ? query.value(0).toLongLong() : -1;
    }

private:
    const QString m_name = QStringLiteral("stored-rows");
    QSqlDatabase m_database;
};

} // namespace datakubo::test
