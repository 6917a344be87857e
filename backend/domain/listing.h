#pragma once
#include <QString>
#include <QVariant>

#include <optional>
#include <vector>

namespace datakubo {

// Where the page before ended: the sort value and id of its last row, and the total counted then.
struct Cursor {
    QString sort;
    QVariant value; // text or integer, as the sort column is
    qint64 id = 0;
    qint64 total = 0;

    // Whether it comes from a list sorted like this, by a number or a text.
    bool fits(const QString &order, bool byNumber) const
    {
        return sort == order && (value.typeId() != QMetaType::QString) == byNumber;
    }
    QString encode() const; // opaque text for clients
    static std::optional<Cursor> decode(const QString &text);
};

struct PageRequest {
    int limit = 50; // 1..1000
    qint64 offset = 0;
    std::optional<Cursor> cursor; // wins over offset
};

template <typename T>
struct Listing {
    std::vector<T> items;
    qint64 total = 0;
    std::optional<Cursor> next; // empty on the last page
};

} // namespace datakubo
