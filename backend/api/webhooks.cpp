#include "backend/api/webhooks.h"

#include "backend/api/authentication.h"
#include "backend/api/parsing.h"
#include "backend/contract/errorcodes.h"
#include "backend/services/accountservice.h"
#include "backend/services/overviewservice.h"

#include <map>
#include <set>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::api {

namespace {

// Who a webhook is from; once per distinct key and batch.
struct Sender {
    Result<Principal> principal;
    std::optional<Organization> organization;
};

Sender senderOf(const contract::Request &request, storage::Session &session,
                const services::Environment &environment)
{
    Sender sender{authenticate(request, session, environment), std::nullopt};
    if (!sender.principal)
        return sender;
    if (const auto allowed = authorize(*sender.principal, Scope::Ingest); !allowed)
        return {allowed.error(), std::nullopt};
    auto identity = services::AccountService(session, environment).identity(*sender.principal);
    if (!identity)
        return {identity.error(), std::nullopt};
    sender.organization = std::move(identity->organization);
    return sender;
}

QByteArray senderKey(const contract::Request &request)
{
    if (request.hasHeader("x-api-key"))
        return "k" + request.header("x-api-key");
    return "a" + request.header("authorization") + (request.isLocal ? "l" : "");
}

QJsonObject arrayToJson(const std::vector<services::ItemOutcome> &items)
{
    QJsonArray results;
    std::map<QString, int> counts;
    for (const auto outcome :
         {IngestOutcome::Stored, IngestOutcome::Duplicate, IngestOutcome::Unregistered,
          IngestOutcome::Skipped, IngestOutcome::Quarantined, IngestOutcome::Rejected})
        counts[toText(outcome)] = 0;
    for (size_t i = 0; i < items.size(); ++i) {
        QJsonObject item = outcomeToJson(items[i]);
        if (items[i].error) {
            item = {{u"result"_s, u"rejected"_s},
                    {u"error_code"_s, contract::errorCodeText(items[i].error->code)},
                    {u"message"_s, items[i].error->message}};
        }
        item[u"index"] = static_cast<qint64>(i);
        ++counts[toText(items[i].outcome)];
        results.append(item);
    }
    QJsonObject object{{u"results"_s, results}};
    for (const auto &[outcome, count] : counts)
        object[outcome] = count;
    return object;
}

contract::Response responseOf(const services::WebhookOutcome &outcome)
{
    if (outcome.error)
        return contract::failure(*outcome.error);
    return contract::success(outcome.isArray ? arrayToJson(outcome.items)
                                             : outcomeToJson(outcome.items.front()));
}

} // namespace

QJsonObject outcomeToJson(const services::ItemOutcome &item)
{
    QJsonObject object{{u"result"_s, toText(item.outcome)}};
    if (!item.devEui.isEmpty())
        object[u"dev_eui"] = item.devEui;
    if (item.recordedAt)
        object[u"recorded_at"] = item.recordedAt->toString();
    if (item.volume)
        object[u"consumption_m3"] = item.volume->toCubicMetres();
    if (!item.reason.isEmpty())
        object[u"reason"] = item.reason;
    return object;
}

void tellRecorded(services::IngestService &service, OrganizationId organization,
                  const std::vector<services::Recorded> &recorded,
                  const std::vector<services::WebhookOutcome> &outcomes, contract::Events &events)
{
    const auto devices = service.devicesOf(recorded);
    for (const services::Recorded &one : recorded) {
        const auto device = devices.find(one.device);
        if (device == devices.end())
            continue;
        std::optional<Volume> since;
        if (one.previous)
            since = one.reading.volume - *one.previous;
        events.push_back(
            {organization, contract::ReadingEvent{device->second, one.reading, since}});
    }
    std::set<DevEui> unknown;
    for (const auto &outcome : outcomes) {
        for (const auto &item : outcome.items) {
            if (item.outcome == IngestOutcome::Unregistered)
                unknown.insert(DevEui::parse(item.devEui).value_or(DevEui()));
        }
    }
    for (UnregisteredDevice &device : service.unregistered({unknown.begin(), unknown.end()}))
        events.push_back({organization, contract::UnregisteredEvent{std::move(device)}});
}

Webhook prepare(contract::Request request, services::BodyCodec &codec, const Clock &clock)
{
    const Timestamp now = clock.now();
    if (const auto fits = mediaTypeFits(request, Takes::Json); !fits) {
        services::PreparedWebhook kept{
            {}, now, fits.error(), codec.pack(request.body, std::nullopt)};
        request.body.clear();
        return {std::move(request), std::move(kept)};
    }
    const QString event =
        request.query.contains("event=")
            ? request.queryItems().queryItemValue(u"event"_s, QUrl::FullyDecoded).left(50)
            : QString();
    auto prepared = services::prepareWebhook({request.body, event, now}, codec);
    request.body.clear();
    return {std::move(request), std::move(prepared)};
}

std::vector<contract::Response> applyWebhooks(std::span<const Webhook *const> webhooks,
                                              storage::Session &session,
                                              const services::Environment &environment,
                                              bool wantsEvents, contract::Events &events,
                                              std::vector<ApiKeyId> &usedKeys)
{
    std::map<QByteArray, Sender> senders;
    struct Group {
        Organization organization;
        std::vector<const services::PreparedWebhook *> webhooks;
        std::vector<size_t> positions;
    };
    std::map<OrganizationId, Group> groups;
    std::vector<contract::Response> responses(webhooks.size());
    for (size_t i = 0; i < webhooks.size(); ++i) {
        const QByteArray key = senderKey(webhooks[i]->request);
        auto found = senders.find(key);
        if (found == senders.end())
            found =
                senders.emplace(key, senderOf(webhooks[i]->request, session, environment)).first;
        const Sender &sender = found->second;
        if (!sender.principal) {
            responses[i] = contract::failure(sender.principal.error());
            continue;
        }
        Group &group = groups[sender.organization->id];
        group.organization = *sender.organization;
        group.webhooks.push_back(&webhooks[i]->prepared);
        group.positions.push_back(i);
    }
    for (const auto &[key, sender] : senders) {
        if (sender.principal && sender.principal->apiKey.isValid())
            usedKeys.push_back(sender.principal->apiKey);
    }
    for (auto &[id, group] : groups) {
        std::vector<services::Recorded> recorded;
        services::IngestService service(session, environment, group.organization);
        const auto outcomes = service.apply(group.webhooks, recorded);
        for (size_t i = 0; i < outcomes.size(); ++i)
            responses[group.positions[i]] = responseOf(outcomes[i]);
        if (wantsEvents)
            tellRecorded(service, id, recorded, outcomes, events);
    }
    return responses;
}

bool releaseHeld(storage::Session &session, const services::Environment &environment,
                 contract::Events &events)
{
    constexpr int together = 200;
    bool more = false;
    for (const Organization &organization :
         services::UpkeepService(session, environment).organizations()) {
        services::IngestService service(session, environment, organization);
        std::vector<services::WebhookOutcome> outcomes;
        std::vector<services::Recorded> recorded;
        more = service.releaseHeld(together, outcomes, recorded) == together || more;
        tellRecorded(service, organization.id, recorded, outcomes, events);
    }
    return more;
}

contract::Response quarantineWebhook(const Webhook &webhook, storage::Session &session,
                                     const services::Environment &environment)
{
    const Sender sender = senderOf(webhook.request, session, environment);
    if (!sender.principal)
        return contract::failure(sender.principal.error());
    return responseOf(services::IngestService(session, environment, *sender.organization)
                          .quarantine(webhook.prepared));
}

} // namespace datakubo::api
