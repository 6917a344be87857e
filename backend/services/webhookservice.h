#pragma once
#include "backend/domain/access.h"
#include "backend/domain/listing.h"
#include "backend/services/ingestservice.h"

namespace datakubo::services {

// The webhook inspector: what came in, what became of it, and applying it again after a fix.
class WebhookService
{
public:
    WebhookService(storage::Session &session, const Environment &environment,
                   const Principal &principal)
        : m_session(session), m_environment(environment), m_principal(principal)
    {
    }

    Result<Listing<WebhookRecord>> list(const WebhookFilter &filter, const PageRequest &page);

    struct Whole {
        WebhookRecord record;
        std::optional<QByteArray> body; // as it came; empty when it cannot be unpacked any more
    };
    Result<Whole> find(const QString &id);

    struct Replayed {
        std::vector<WebhookRecord> records; // with their new outcome
        std::vector<WebhookOutcome> outcomes;
        std::vector<Recorded> recorded;
        std::optional<WebhookId> next; // where to go on; empty when all are done
    };
    // A held one is refused (CONFLICT): it comes in by itself, and counts.
    Result<Replayed> replay(const QString &id);
    // Those of the filter in the order they came, from after `after`, 500 at a time. Without an
    // outcome: all that brought no reading. Held ones are left out.
    Result<Replayed> replayAll(const WebhookFilter &filter, WebhookId after);

private:
    Result<Replayed> apply(std::vector<WebhookRecord> records, IngestService::Chosen chosen);

    storage::Session &m_session;
    const Environment &m_environment;
    const Principal &m_principal;
};

} // namespace datakubo::services
