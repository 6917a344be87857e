#include "backend/services/audittrail.h"

#include "backend/storage/accessstore.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::services {

QJsonObject differences(const QJsonObject &before, const QJsonObject &after)
{
    QJsonObject found;
    for (auto it = after.begin(); it != after.end(); ++it) {
        if (before[it.key()] == it.value())
            continue;
        found[it.key() + u"_before"_s] = before[it.key()];
        found[it.key()] = it.value();
    }
    return found;
}

void AuditTrail::add(const QString &action, const QString &subject, const QString &subjectUuid,
                     const QJsonObject &details)
{
    storage::AuditStore(m_session).add(
        m_principal.organization,
        {0, m_environment.clock.now(), actor(), action, subject, subjectUuid, details});
}

QString AuditTrail::actor()
{
    switch (m_principal.kind) {
    case Principal::Kind::User: {
        const auto user = storage::UserStore(m_session).find(m_principal.user);
        return user ? user->email : u"a removed user"_s;
    }
    case Principal::Kind::ApiKey:
        return u"API key %1"_s.arg(storage::ApiKeyStore(m_session).nameOf(m_principal.apiKey));
    case Principal::Kind::LocalOwner:
        break;
    }
    return u"this computer"_s;
}

Result<Listing<AuditEntry>> AuditTrail::list(const storage::AuditFilter &filter,
                                             const PageRequest &page)
{
    if (page.cursor && !page.cursor->fits(u"-at"_s, true))
        return Error::field(u"cursor"_s, u"The cursor does not belong to this list"_s);
    return storage::AuditStore(m_session).list(m_principal.organization, filter, page);
}

} // namespace datakubo::services
