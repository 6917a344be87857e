#pragma once
#include "backend/domain/listing.h"
#include "backend/domain/webhook.h"

#include <optional>
#include <vector>

namespace datakubo::storage {

class Session;

class WebhookLogStore
{
public:
    explicit WebhookLogStore(Session &session) : m_session(session) {}

    void insert(OrganizationId organization, const std::vector<WebhookRecord> &records);
    // Newest first, without bodies. The total is counted up to 100,000.
    Listing<WebhookRecord> list(OrganizationId organization, const WebhookFilter &filter,
                                const PageRequest &page);
    // With the body.
    std::optional<WebhookRecord> find(OrganizationId organization, WebhookId id);
    // With bodies, in the order of arrival (id), from after this one.
    std::vector<WebhookRecord> next(OrganizationId organization, const WebhookFilter &filter,
                                    WebhookId after, int limit);

    // Takes the oldest held ones of at most so many items out for this transaction, so that no
    // other process counts them in too; setOutcomes() says afterwards what became of them.
    std::vector<WebhookRecord> claimHeld(OrganizationId organization, qint64 mostItems, int limit);
    qint64 countHeld(OrganizationId organization);               // their messages, not their bodies
    void setOutcomes(const std::vector<WebhookRecord> &records); // outcome, reason, device, replay

private:
    Session &m_session;
};

} // namespace datakubo::storage
