#pragma once
#include "backend/storage/session.h"
#include "backend/storage/statement.h"

#include <QVariant>

#include <vector>

// Private to backend/storage: many rows through one statement text. SQLite runs a prepared
// statement in a loop (which is fast there); PostgreSQL gets whole columns as arrays and runs
// `… from unnest(…)` once (12 times faster than row by row, architecture "Threads").
namespace datakubo::storage {

struct BulkColumn
{
    const char *name;
    const char *type; // PostgreSQL's: bigint, integer, smallint, text, bytea

    static QString arrayOfTexts(const QStringList &values);
};

class Bulk
{
public:
    explicit Bulk(std::vector<BulkColumn> columns) : m_columns(std::move(columns)) {}

    void add(std::vector<QVariant> row) { m_rows.push_back(std::move(row)); }
    bool isEmpty() const { return m_rows.empty(); }
    size_t size() const { return m_rows.size(); }

    // insert into `table` (…); `conflict` may be empty or an `on conflict …` clause.
    void insert(Session &session, const QString &table, const QString &conflict = {}) const;

    // The same with `on conflict do nothing`: for each row, whether it went in. Rows that are equal
    // in the `keys` (column numbers, integers) among themselves: the first goes in.
    std::vector<bool> insertNew(Session &session, const QString &table,
                                const std::vector<size_t> &keys) const;

private:
    QString columnNames() const;
    QString questionMarks() const;
    QString unnest() const; // "unnest(cast(? as bigint[]), …) as input (a, b, …)"
    void bindColumns(Statement &statement) const;

    std::vector<BulkColumn> m_columns;
    std::vector<std::vector<QVariant>> m_rows;
};

} // namespace datakubo::storage
