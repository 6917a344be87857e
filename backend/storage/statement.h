#pragma once
#include "backend/domain/ids.h"
#include "backend/domain/timestamp.h"
#include "backend/domain/volume.h"

#include <QSqlQuery>
#include <QVariant>

#include <optional>

// Private to backend/storage: what stores bind to and read from.
namespace datakubo::storage {

// Thrown by a failing statement; caught in Session::run and nowhere else.
struct SqlError
{
    QString message;
    QString nativeCode;
    QString sql;
};

// A prepared statement. Bind in the order of the question marks, exec, then next() and read.
class Statement
{
public:
    explicit Statement(QSqlQuery query) : m_query(std::move(query)) {}

    Statement &bind(const QVariant &value); // a NUL in a text becomes U+FFFD
    Statement &bind(qint64 value) { return bind(QVariant(value)); }
    Statement &bind(int value) { return bind(QVariant(value)); }
    Statement &bind(bool value) { return bind(QVariant(value ? 1 : 0)); }
    Statement &bind(const QString &value); // an empty text is '', never null
    Statement &bind(const QByteArray &value) { return bind(QVariant(value)); }
    Statement &bind(Timestamp value) { return bind(QVariant(value.ms)); }
    Statement &bind(Volume value) { return bind(QVariant(value.millilitres)); }
    template <typename Tag>
    Statement &bind(Id<Tag> id) // an invalid id is null
    {
        return bind(id.isValid() ? QVariant(id.value) : QVariant(QMetaType::fromType<qint64>()));
    }
    template <typename T>
    Statement &bind(const std::optional<T> &value)
    {
        return value ? bind(*value) : bind(QVariant(QMetaType::fromType<qint64>()));
    }
    template <typename... Values>
    Statement &bindAll(const Values &...values)
    {
        (bind(values), ...);
        return *this;
    }

    Statement &exec();
    bool next() { return m_query.next(); }
    int changes() const { return m_query.numRowsAffected(); }

    qint64 integer(int column) const { return m_query.value(column).toLongLong(); }
    double real(int column) const { return m_query.value(column).toDouble(); }
    bool boolean(int column) const { return integer(column) != 0; }
    QString text(int column) const { return m_query.value(column).toString(); }
    QByteArray blob(int column) const { return m_query.value(column).toByteArray(); }
    bool isNull(int column) const { return m_query.isNull(column); }
    Timestamp time(int column) const { return {integer(column)}; }
    std::optional<qint64> optionalInteger(int column) const
    {
        return isNull(column) ? std::nullopt : std::optional(integer(column));
    }
    std::optional<int> optionalInt(int column) const
    {
        return isNull(column) ? std::nullopt : std::optional(static_cast<int>(integer(column)));
    }
    std::optional<Timestamp> optionalTime(int column) const
    {
        return isNull(column) ? std::nullopt : std::optional(time(column));
    }
    std::optional<Volume> optionalVolume(int column) const
    {
        return isNull(column) ? std::nullopt : std::optional(Volume{integer(column)});
    }
    template <typename T>
    T id(int column) const
    {
        return T{integer(column)};
    }

    void rewind()
    {
        m_query.finish();
        m_position = 0;
    }

private:
    QSqlQuery m_query;
    int m_position = 0;
};

} // namespace datakubo::storage
