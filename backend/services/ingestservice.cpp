#include "backend/services/ingestservice.h"

#include "backend/services/ingestbatch.h"
#include "backend/storage/devicestore.h"
#include "backend/storage/webhooklogstore.h"

#include <QDateTime>

#include <array>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::services {

namespace {

// Of an array the log names the outcome a person should look at first.
IngestOutcome worst(const std::vector<ItemOutcome> &items)
{
    static constexpr std::array order{IngestOutcome::Quarantined,  IngestOutcome::Rejected,
                                      IngestOutcome::Unregistered, IngestOutcome::Stored,
                                      IngestOutcome::Duplicate,    IngestOutcome::Skipped};
    for (const IngestOutcome candidate : order) {
        for (const ItemOutcome &item : items) {
            if (item.outcome == candidate)
                return candidate;
        }
    }
    return IngestOutcome::Skipped;
}

ItemOutcome rejected(const Error &error)
{
    ItemOutcome item;
    item.outcome = IngestOutcome::Rejected;
    item.reason = error.message;
    item.error = error;
    return item;
}

std::optional<ReadingSource> sourceOf(const Result<ingest::Decoded> &decoded)
{
    if (!decoded || decoded->items.empty())
        return std::nullopt;
    const ingest::Item &first = decoded->items.front();
    if (const auto *uplink = std::get_if<ingest::Uplink>(&first))
        return uplink->source;
    if (const auto *deviceless = std::get_if<ingest::Deviceless>(&first))
        return deviceless->source;
    return std::nullopt;
}

} // namespace

PreparedWebhook prepareWebhook(const ingest::RawWebhook &webhook, BodyCodec &codec)
{
    Result<ingest::Decoded> decoded = ingest::decode(webhook);
    const auto source = sourceOf(decoded);
    return {webhook.event, webhook.receivedAt, std::move(decoded),
            codec.pack(webhook.body, source)};
}

IngestService::IngestService(storage::Session &session, const Environment &environment,
                             const Organization &organization)
    : m_session(session), m_environment(environment), m_organization(organization)
{
}

IngestService::~IngestService() = default;

std::vector<WebhookOutcome> IngestService::apply(std::span<const PreparedWebhook *const> webhooks,
                                                 std::vector<Recorded> &recorded)
{
    std::vector<const ingest::Uplink *> uplinks;
    for (const PreparedWebhook *webhook : webhooks) {
        if (!webhook->decoded)
            continue;
        for (const ingest::Item &item : webhook->decoded->items) {
            if (const auto *uplink = std::get_if<ingest::Uplink>(&item))
                uplinks.push_back(uplink);
        }
    }
    Batch batch(m_session, m_organization, m_environment.clock.now());
    batch.load(uplinks);

    std::vector<WebhookOutcome> outcomes;
    outcomes.reserve(webhooks.size());
    for (const PreparedWebhook *webhook : webhooks) {
        WebhookOutcome &outcome = outcomes.emplace_back();
        if (!webhook->decoded) {
            outcome.error = webhook->decoded.error();
            continue;
        }
        outcome.isArray = webhook->decoded->isArray;
        for (const ingest::Item &item : webhook->decoded->items) {
            if (const auto *uplink = std::get_if<ingest::Uplink>(&item)) {
                outcome.items.push_back(batch.judge(*uplink, webhook->receivedAt));
            } else if (const auto *error = std::get_if<Error>(&item)) {
                outcome.items.push_back(rejected(*error));
            } else {
                ItemOutcome skipped;
                skipped.reason = std::get<ingest::Deviceless>(item).skipReason;
                outcome.items.push_back(std::move(skipped));
            }
        }
    }
    batch.save();
    log(webhooks, outcomes);
    auto &fresh = batch.recorded();
    recorded.insert(recorded.end(), std::make_move_iterator(fresh.begin()),
                    std::make_move_iterator(fresh.end()));
    return outcomes;
}

WebhookOutcome IngestService::quarantine(const PreparedWebhook &webhook)
{
    ItemOutcome item;
    item.outcome = IngestOutcome::Quarantined;
    item.reason = u"not_storable"_s;
    WebhookOutcome outcome{webhook.decoded && webhook.decoded->isArray, {item}, std::nullopt};
    const PreparedWebhook *const one[] = {&webhook};
    log(one, {outcome});
    return outcome;
}

std::map<DeviceId, Device> IngestService::devicesOf(const std::vector<Recorded> &recorded)
{
    std::vector<DeviceId> ids;
    for (const Recorded &one : recorded) {
        if (one.isRegistered)
            ids.push_back(one.device);
    }
    std::map<DeviceId, Device> devices;
    for (Device &device : storage::DeviceStore(m_session).findAll(m_organization.id, ids))
        devices.emplace(device.id, std::move(device));
    return devices;
}

std::vector<UnregisteredDevice> IngestService::unregistered(const std::vector<DevEui> &euis)
{
    std::vector<UnregisteredDevice> devices;
    for (const auto &[eui, state] :
         storage::DeviceStateStore(m_session).find(m_organization.id, euis)) {
        devices.push_back({state.id,
                           eui,
                           state.senderName,
                           state.tenantName,
                           {},
                           state.firstSeenAt,
                           state.lastSeenAt,
                           state.messageCount,
                           state.lastVolume});
    }
    return devices;
}

void IngestService::log(std::span<const PreparedWebhook *const> webhooks,
                        const std::vector<WebhookOutcome> &outcomes)
{
    std::vector<storage::WebhookRecord> records;
    records.reserve(webhooks.size());
    std::map<QString, qint64> usage; // by local day
    const QTimeZone zone(m_organization.timeZone.toLatin1());
    Timestamp lastMoment{-1};
    QString day;
    for (size_t i = 0; i < webhooks.size(); ++i) {
        const PreparedWebhook &webhook = *webhooks[i];
        const WebhookOutcome &outcome = outcomes[i];
        storage::WebhookRecord record;
        record.receivedAt = webhook.receivedAt;
        record.event = webhook.event;
        record.source = sourceOf(webhook.decoded);
        record.body = webhook.body.bytes;
        record.bodyCodec = webhook.body.codec;
        if (outcome.error) {
            record.outcome = IngestOutcome::Rejected;
            record.reason = outcome.error->message;
            records.push_back(std::move(record));
            continue;
        }
        record.outcome = worst(outcome.items);
        record.itemCount = static_cast<int>(outcome.items.size());
        if (outcome.items.size() == 1) {
            record.devEui = outcome.items.front().devEui;
            record.reason = outcome.items.front().reason;
        }
        if (webhook.receivedAt != lastMoment) {
            day = QDateTime::fromMSecsSinceEpoch(webhook.receivedAt.ms, zone)
                      .date()
                      .toString(Qt::ISODate);
            lastMoment = webhook.receivedAt;
        }
        usage[day] += static_cast<qint64>(outcome.items.size());
        records.push_back(std::move(record));
    }
    storage::WebhookLogStore(m_session).insert(m_organization.id, records);
    storage::UsageStore counter(m_session);
    for (const auto &[localDay, count] : usage)
        counter.add(m_organization.id, localDay, count);
}

} // namespace datakubo::services
