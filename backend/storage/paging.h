#pragma once
#include "backend/domain/listing.h"
#include "backend/storage/conditions.h"
#include "backend/storage/session.h"
#include "backend/storage/statement.h"

// Private to backend/storage: one page of a list, by cursor (fast at any depth) or by offset (for
// jumping), with the total counted on the first page only.
namespace datakubo::storage {

struct SortOrder
{
    enum class Kind { Text, Integer };

    QString name;   // what the cursor remembers, so that one of another order is refused
    QString column; // never null
    QString idColumn;
    int valueIndex = 0; // where the select has the sort column
    int idIndex = 0;
    bool descending = false;
    Kind kind = Kind::Text;
};

Statement &prepareWith(Session &session, const QString &sql, const QVariantList &values);

// How the total is counted: the SQL before the where clause and what follows it.
struct CountSql {
    CountSql(QString sql, QString tail = {}) : before(std::move(sql)), after(std::move(tail)) {}

    QString before;
    QString after;
};

// `conditions` without the cursor; `select` without where. An unsuitable cursor (of
// another sort order) must have been refused before (cursorFits).
template <typename T>
Listing<T> readPage(Session &session, const QString &select, const CountSql &count,
                    const Conditions &conditions, const SortOrder &order, const PageRequest &page,
                    T (*readRow)(const Statement &))
{
    Listing<T> listing;
    Conditions narrowed = conditions;
    if (page.cursor) {
        listing.total = page.cursor->total;
        narrowed.after(*page.cursor, order.column, order.idColumn, order.descending);
    } else {
        Statement &counted = prepareWith(session, count.before + conditions.where() + count.after,
                                         conditions.values())
                                 .exec();
        listing.total = counted.next() ? counted.integer(0) : 0;
    }
    const QString direction = order.descending ? QStringLiteral(" desc") : QString();
    QVariantList values = narrowed.values();
    values << page.limit + 1 << (page.cursor ? 0 : page.offset);
    Statement &row =
        prepareWith(session,
                    select + narrowed.where() + QStringLiteral(" order by ") + order.column
                        + direction + QStringLiteral(", ") + order.idColumn + direction
                        + QStringLiteral(" limit ? offset ?"),
                    values)
            .exec();
    QVariant lastValue;
    qint64 lastId = 0;
    while (row.next()) {
        if (static_cast<int>(listing.items.size()) == page.limit) {
            listing.next = Cursor{order.name, lastValue, lastId, listing.total};
            break;
        }
        listing.items.push_back(readRow(row));
        lastValue = order.kind == SortOrder::Kind::Text ? QVariant(row.text(order.valueIndex))
                                                        : QVariant(row.integer(order.valueIndex));
        lastId = row.integer(order.idIndex);
    }
    return listing;
}

} // namespace datakubo::storage
