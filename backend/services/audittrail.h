#pragma once
#include "backend/domain/access.h"
#include "backend/domain/audit.h"
#include "backend/domain/listing.h"
#include "backend/domain/result.h"
#include "backend/services/environment.h"
#include "backend/storage/auditstore.h"

namespace datakubo::storage {
class Session;
}

namespace datakubo::services {

// What differs, as "name_before" and "name".
QJsonObject differences(const QJsonObject &before, const QJsonObject &after);

// Who changed what: services add to it in the transaction of the change, so that there is no change
// without its entry and no entry without its change.
class AuditTrail
{
public:
    AuditTrail(storage::Session &session, const Environment &environment,
               const Principal &principal)
        : m_session(session), m_environment(environment), m_principal(principal)
    {
    }

    // `action` is "<kind>.<verb>"; `subject` what it was done to, as a person knows it. No secrets.
    void add(const QString &action, const QString &subject, const QString &subjectUuid,
             const QJsonObject &details = {});
    Result<Listing<AuditEntry>> list(const storage::AuditFilter &filter, const PageRequest &page);

private:
    QString actor();

    storage::Session &m_session;
    const Environment &m_environment;
    const Principal &m_principal;
};

} // namespace datakubo::services
