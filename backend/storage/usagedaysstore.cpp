#include "backend/storage/usagedaysstore.h"

#include "backend/storage/session.h"
#include "backend/storage/statement.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::storage {

std::map<QString, qint64> UsageDaysStore::ofMonth(OrganizationId organization, const QString &month)
{
    std::map<QString, qint64> days;
    Statement &row =
        m_session
            .prepare(u"select day, webhooks from usage_days "
                     "where organization_id = ? and day >= ? and day < ? order by day"_s)
            .bindAll(organization, QString(month + u"-01"_s), QString(month + u"-32"_s))
            .exec();
    while (row.next())
        days[row.text(0)] = row.integer(1);
    return days;
}

} // namespace datakubo::storage
