#pragma once
#include "backend/domain/access.h"
#include "backend/domain/listing.h"
#include "backend/storage/session.h"

#include <QStringList>
#include <QVariantList>

// Private to backend/storage: a where clause put together with its values.
namespace datakubo::storage {

class Conditions
{
public:
    explicit Conditions(Engine engine) : m_engine(engine) {}

    Conditions &add(const QString &sql, const QVariantList &values = {});
    // `community` and `resident` are the columns that say whose a row is; an empty one cannot be
    // seen by that kind of principal at all.
    Conditions &visible(const Visibility &visibility, const QString &organization,
                        const QString &community, const QString &resident);
    // Any of the columns (already folded) contains the text.
    Conditions &contains(const QString &foldedText, const QStringList &columns);
    // Rows after the cursor in the order (sort, id).
    Conditions &after(const Cursor &cursor, const QString &sort, const QString &id,
                      bool descending);

    QString where() const
    {
        return QStringLiteral(" where ") + m_parts.join(QStringLiteral(" and "));
    }
    const QVariantList &values() const { return m_values; }

private:
    Engine m_engine;
    QStringList m_parts;
    QVariantList m_values;
};

// How names are folded for sorting and searching: lower case, by Unicode's rules.
QString folded(const QString &text);

} // namespace datakubo::storage
