#include "backend/storage/bulk.h"

#include <set>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::storage {

namespace {

QString quotedElement(const QString &text)
{
    QString escaped = text;
    escaped.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s);
    return u'"' + escaped + u'"';
}

QString arrayElement(const QVariant &value)
{
    if (value.isNull())
        return u"NULL"_s;
    switch (value.typeId()) {
    case QMetaType::QString: return quotedElement(value.toString());
    case QMetaType::QByteArray:
        return u"\"\\\\x"_s + QString::fromLatin1(value.toByteArray().toHex()) + u'"';
    default: return QString::number(value.toLongLong());
    }
}

} // namespace

QString BulkColumn::arrayOfTexts(const QStringList &values)
{
    QStringList elements;
    for (const QString &value : values)
        elements.append(quotedElement(value));
    return u'{' + elements.join(u',') + u'}';
}

QString Bulk::columnNames() const
{
    QStringList names;
    for (const BulkColumn &column : m_columns)
        names.append(QString::fromLatin1(column.name));
    return names.join(u", "_s);
}

QString Bulk::questionMarks() const
{
    return QStringList(static_cast<qsizetype>(m_columns.size()), u"?"_s).join(u", "_s);
}

QString Bulk::unnest() const
{
    QStringList casts;
    for (const BulkColumn &column : m_columns)
        casts.append(u"cast(? as %1[])"_s.arg(QLatin1String(column.type)));
    return u"unnest(%1) as input (%2)"_s.arg(casts.join(u", "_s), columnNames());
}

void Bulk::bindColumns(Statement &statement) const
{
    for (size_t column = 0; column < m_columns.size(); ++column) {
        QString array = u"{"_s;
        for (size_t row = 0; row < m_rows.size(); ++row) {
            if (row > 0)
                array += u',';
            array += arrayElement(m_rows[row][column]);
        }
        statement.bind(QString(array + u'}'));
    }
}

void Bulk::insert(Session &session, const QString &table, const QString &conflict) const
{
    if (m_rows.empty())
        return;
    if (session.engine() == Engine::PostgreSql) {
        Statement &statement = session.prepare(u"insert into %1 (%2) select * from %3 %4"_s.arg(
            table, columnNames(), unnest(), conflict));
        bindColumns(statement);
        statement.exec();
        return;
    }
    const QString sql = u"insert into %1 (%2) values (%3) %4"_s.arg(table, columnNames(),
                                                                    questionMarks(), conflict);
    Statement &statement = session.prepare(sql);
    for (const auto &row : m_rows) {
        statement.rewind();
        for (const QVariant &value : row)
            statement.bind(value);
        statement.exec();
    }
}

std::vector<bool> Bulk::insertNew(Session &session, const QString &table,
                                  const std::vector<size_t> &keys) const
{
    std::vector<bool> inserted(m_rows.size(), false);
    if (m_rows.empty())
        return inserted;
    if (session.engine() == Engine::Sqlite) {
        const QString sql = u"insert into %1 (%2) values (%3) on conflict do nothing"_s.arg(
            table, columnNames(), questionMarks());
        Statement &statement = session.prepare(sql);
        for (size_t i = 0; i < m_rows.size(); ++i) {
            statement.rewind();
            for (const QVariant &value : m_rows[i])
                statement.bind(value);
            inserted[i] = statement.exec().changes() > 0;
        }
        return inserted;
    }
    QStringList keyNames;
    for (const size_t key : keys)
        keyNames.append(QString::fromLatin1(m_columns[key].name));
    Statement &statement = session.prepare(
        u"insert into %1 (%2) select * from %3 on conflict do nothing returning %4"_s.arg(
            table, columnNames(), unnest(), keyNames.join(u", "_s)));
    bindColumns(statement);
    statement.exec();
    std::set<std::vector<qint64>> fresh;
    while (statement.next()) {
        std::vector<qint64> key;
        for (size_t i = 0; i < keys.size(); ++i)
            key.push_back(statement.integer(static_cast<int>(i)));
        fresh.insert(std::move(key));
    }
    for (size_t i = 0; i < m_rows.size(); ++i) {
        std::vector<qint64> key;
        for (const size_t column : keys)
            key.push_back(m_rows[i][column].toLongLong());
        inserted[i] = fresh.erase(key) > 0;
    }
    return inserted;
}

} // namespace datakubo::storage
