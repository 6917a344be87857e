#pragma once
#include "backend/domain/access.h"
#include "backend/domain/fieldmapping.h"
#include "backend/domain/result.h"
#include "backend/services/environment.h"

namespace datakubo::storage {
class Session;
}

namespace datakubo::services {

// Where the organization's unknown decoders put their register. A new mapping concerns what comes
// from now on; what came before is applied again with WebhookService::replayAll.
class FieldMappingService
{
public:
    FieldMappingService(storage::Session &session, const Environment &environment,
                        const Principal &principal)
        : m_session(session), m_environment(environment), m_principal(principal)
    {
    }

    Result<FieldMapping> create(const FieldMapping &wanted);
    std::vector<FieldMapping> list();
    Result<void> remove(const QString &uuid);

private:
    storage::Session &m_session;
    const Environment &m_environment;
    const Principal &m_principal;
};

} // namespace datakubo::services
