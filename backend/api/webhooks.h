#pragma once
#include "backend/api/route.h"
#include "backend/services/ingestservice.h"

#include <span>

namespace datakubo::api {

// A webhook on its way to the writer: the request for its key, the body decoded and packed.
struct Webhook {
    contract::Request request; // its body is empty: `prepared` has it
    services::PreparedWebhook prepared;
};

// Off the writer, no disk: decodes and packs. A body with a Content-Type that is not JSON is
// prepared as refused (415), so that it is kept like every other.
Webhook prepare(contract::Request request, services::BodyCodec &codec, const Clock &clock);

// In the writer's transaction: looks every distinct key up once and takes the webhooks of each
// organization in as one set. The answers in the order of the webhooks.
std::vector<contract::Response> applyWebhooks(std::span<const Webhook *const> webhooks,
                                              storage::Session &session,
                                              const services::Environment &environment,
                                              bool wantsEvents, contract::Events &events,
                                              std::vector<ApiKeyId> &usedKeys);

// The database refused this one by itself: the body is kept, the sender is thanked.
contract::Response quarantineWebhook(const Webhook &webhook, storage::Session &session,
                                     const services::Environment &environment);

// Tells those who watch what went in.
void tellRecorded(services::IngestService &service, OrganizationId organization,
                  const std::vector<services::Recorded> &recorded,
                  const std::vector<services::WebhookOutcome> &outcomes, contract::Events &events);

// How one message of a webhook is answered.
QJsonObject outcomeToJson(const services::ItemOutcome &item);

// Counts in what the monthly limit held, of every organization, a few hundred at once. True while
// there may be more.
bool releaseHeld(storage::Session &session, const services::Environment &environment,
                 contract::Events &events);

} // namespace datakubo::api
