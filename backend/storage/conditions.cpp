#include "backend/storage/conditions.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::storage {

Conditions &Conditions::add(const QString &sql, const QVariantList &values)
{
    m_parts.append(sql);
    m_values.append(values);
    return *this;
}

Conditions &Conditions::visible(const Visibility &visibility, const QString &organization,
                                const QString &community, const QString &resident)
{
    add(organization + u" = ?"_s, {visibility.organization.value});
    switch (visibility.reach) {
    case Visibility::Reach::Organization: break;
    case Visibility::Reach::Communities: {
        if (community.isEmpty())
            return add(u"1 = 0"_s);
        std::vector<qint64> ids;
        for (const CommunityId id : visibility.communities)
            ids.push_back(id.value);
        add(community + u' ' + dialect::inIntegers(m_engine),
            {dialect::integerList(m_engine, ids)});
        break;
    }
    case Visibility::Reach::Resident:
        if (resident.isEmpty())
            return add(u"1 = 0"_s);
        add(resident + u" = ?"_s, {visibility.resident.value});
        break;
    }
    return *this;
}

Conditions &Conditions::contains(const QString &foldedText, const QStringList &columns)
{
    if (foldedText.isEmpty())
        return *this;
    QStringList alternatives;
    for (const QString &column : columns) {
        alternatives.append(column + u" like ? escape '!'"_s);
        m_values.append(dialect::likePattern(foldedText));
    }
    m_parts.append(u'(' + alternatives.join(u" or "_s) + u')');
    return *this;
}

Conditions &Conditions::after(const Cursor &cursor, const QString &sort, const QString &id,
                              bool descending)
{
    return add(u"(%1, %2) %3 (?, ?)"_s.arg(sort, id, descending ? u"<"_s : u">"_s),
               {cursor.value, cursor.id});
}

QString folded(const QString &text)
{
    return text.toCaseFolded();
}

} // namespace datakubo::storage
