#include "backend/services/ingestservice.h"

#include "backend/services/allowance.h"
#include "backend/services/ingestbatch.h"
#include "backend/storage/devicestore.h"
#include "backend/storage/usagestore.h"
#include "backend/storage/webhooklogstore.h"

#include <QDateTime>
#include <QTimeZone>

#include <algorithm>
#include <set>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::services {

namespace {

// Smaller: a person should look at it first. An uplink that could bring a reading yet (by a
// mapping) comes before those that have brought theirs.
int rank(const ItemOutcome &item)
{
    switch (item.outcome) {
    case IngestOutcome::Quarantined: return 0;
    case IngestOutcome::Rejected: return 1;
    case IngestOutcome::Unregistered: return item.reason.isEmpty() ? 4 : 2;
    case IngestOutcome::Skipped: return item.isUplink ? 3 : 7;
    case IngestOutcome::Stored: return 5;
    case IngestOutcome::Duplicate: return 6;
    case IngestOutcome::Held: break;
    }
    return 7;
}

// Of an array the log tells of the item that a person should look at first.
const ItemOutcome &foremost(const std::vector<ItemOutcome> &items)
{
    return *std::min_element(items.begin(), items.end(),
                             [](const auto &a, const auto &b) { return rank(a) < rank(b); });
}

// The devices of an array, each once.
std::vector<QString> devicesIn(const ingest::Decoded &decoded)
{
    std::set<QString> euis;
    for (const ingest::Item &item : decoded.items) {
        if (const auto *uplink = std::get_if<ingest::Uplink>(&item))
            euis.insert(uplink->eui.toString());
    }
    return {euis.begin(), euis.end()};
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

qint64 messagesIn(const PreparedWebhook &webhook)
{
    return webhook.decoded ? static_cast<qint64>(webhook.decoded->items.size()) : 0;
}

// What the log says of a webhook beside its body.
void describe(WebhookRecord &record, const PreparedWebhook &webhook, const WebhookOutcome &outcome)
{
    record.source = sourceOf(webhook.decoded);
    record.devEui.clear();
    record.reason.clear();
    record.itemCount = static_cast<int>(std::max<qint64>(messagesIn(webhook), 1));
    if (outcome.isHeld) {
        record.outcome = IngestOutcome::Held;
        record.reason = u"monthly_limit"_s;
    } else if (outcome.error) {
        record.outcome = IngestOutcome::Rejected;
        record.reason = outcome.error->message;
        return;
    } else {
        Q_ASSERT(!outcome.items.empty());
        const ItemOutcome &first = foremost(outcome.items);
        record.outcome = first.outcome;
        record.reason = first.reason;
    }
    if (webhook.decoded)
        record.devices = devicesIn(*webhook.decoded);
    if (record.devices.size() == 1)
        record.devEui = record.devices.front();
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
    Allowance allowance(m_session, m_environment, m_organization);
    std::vector<WebhookOutcome> outcomes(webhooks.size());
    std::vector<const PreparedWebhook *> taken;
    std::vector<size_t> positions;
    for (size_t i = 0; i < webhooks.size(); ++i) {
        if (allowance.take(messagesIn(*webhooks[i]))) {
            taken.push_back(webhooks[i]);
            positions.push_back(i);
        } else {
            outcomes[i].isHeld = true;
            outcomes[i].error = allowance.refusal();
        }
    }
    auto judged = judge(taken, Mode::Arrival, recorded);
    for (size_t i = 0; i < judged.size(); ++i)
        outcomes[positions[i]] = std::move(judged[i]);
    log(webhooks, outcomes);
    return outcomes;
}

std::vector<WebhookOutcome> IngestService::judge(std::span<const PreparedWebhook *const> webhooks,
                                                 Mode mode, std::vector<Recorded> &recorded)
{
    std::vector<const ingest::Uplink *> uplinks;
    std::set<const ingest::Uplink *> repetitions;
    for (const PreparedWebhook *webhook : webhooks) {
        if (!webhook->decoded)
            continue;
        for (const ingest::Item &item : webhook->decoded->items) {
            if (const auto *uplink = std::get_if<ingest::Uplink>(&item)) {
                uplinks.push_back(uplink);
                if (webhook->isRepetition)
                    repetitions.insert(uplink);
            }
        }
    }
    Batch batch(m_session, m_organization, m_environment.clock.now(), mode);
    batch.load(uplinks, repetitions);

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
    auto &fresh = batch.recorded();
    recorded.insert(recorded.end(), std::make_move_iterator(fresh.begin()),
                    std::make_move_iterator(fresh.end()));
    return outcomes;
}

std::vector<WebhookOutcome> IngestService::judgeRecords(std::vector<WebhookRecord> &records,
                                                        Mode mode, Chosen chosen,
                                                        std::vector<Recorded> &recorded)
{
    const auto isRepetition = [chosen](const WebhookRecord &record) {
        return record.reason == u"same_deduplication_id"
               || (chosen == Chosen::Together && record.reason == u"same_id_other_value");
    };
    BodyCodec codec;
    std::vector<PreparedWebhook> prepared;
    prepared.reserve(records.size());
    for (const WebhookRecord &record : records) {
        const auto body = codec.unpack(record.body, record.bodyCodec);
        prepared.push_back({record.event,
                            record.receivedAt,
                            body ? ingest::decode({*body, record.event, record.receivedAt})
                                 : Error{ErrorCode::Validation, u"unreadable_body"_s, {}},
                            {},
                            isRepetition(record)});
    }
    std::vector<const PreparedWebhook *> webhooks;
    for (const PreparedWebhook &webhook : prepared)
        webhooks.push_back(&webhook);
    auto outcomes = judge(webhooks, mode, recorded);
    const Timestamp now = m_environment.clock.now();
    for (size_t i = 0; i < records.size(); ++i) {
        const IngestOutcome before = records[i].outcome;
        const QString reasonBefore = records[i].reason;
        describe(records[i], prepared[i], outcomes[i]);
        // What brought its reading has brought it: finding it there again is no news.
        const bool hasBrought =
            before == IngestOutcome::Stored
            || (before == IngestOutcome::Unregistered && reasonBefore.isEmpty());
        if (hasBrought && records[i].outcome == IngestOutcome::Duplicate) {
            records[i].outcome = IngestOutcome::Stored;
            records[i].reason.clear();
        }
        if (mode == Mode::Again)
            records[i].replayedAt = now;
    }
    storage::WebhookLogStore(m_session).setOutcomes(records);
    return outcomes;
}

std::vector<WebhookOutcome> IngestService::applyAgain(std::vector<WebhookRecord> &records,
                                                      Chosen chosen,
                                                      std::vector<Recorded> &recorded)
{
    return judgeRecords(records, Mode::Again, chosen, recorded);
}

int IngestService::releaseHeld(int most, std::vector<WebhookOutcome> &outcomes,
                               std::vector<Recorded> &recorded)
{
    storage::WebhookLogStore store(m_session);
    Allowance allowance(m_session, m_environment, m_organization);
    std::vector<WebhookRecord> claimed =
        store.claimHeld(m_organization.id, allowance.mostOfHeld(), most);
    std::vector<WebhookRecord> released;
    std::vector<WebhookRecord> kept;
    qint64 messages = 0;
    for (WebhookRecord &record : claimed) {
        record.outcome = IngestOutcome::Held;
        // Each fits alone; one that does not beside the others leaves the room to those behind it.
        if (allowance.takeHeld(record.itemCount)) {
            messages += record.itemCount;
            released.push_back(std::move(record));
        } else {
            kept.push_back(std::move(record));
        }
    }
    store.setOutcomes(kept);
    outcomes = judgeRecords(released, Mode::Arrival, Chosen::Together, recorded);
    if (messages > 0) {
        storage::UsageStore(m_session).add(m_organization.id, localDay(m_environment.clock.now()),
                                           messages);
    }
    return static_cast<int>(released.size());
}

WebhookOutcome IngestService::quarantine(const PreparedWebhook &webhook)
{
    ItemOutcome item;
    item.outcome = IngestOutcome::Quarantined;
    item.reason = u"not_storable"_s;
    WebhookOutcome outcome;
    outcome.isArray = webhook.decoded && webhook.decoded->isArray;
    outcome.items.push_back(std::move(item));
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

QString IngestService::localDay(Timestamp moment) const
{
    const QTimeZone zone(m_organization.timeZone.toLatin1());
    return QDateTime::fromMSecsSinceEpoch(moment.ms, zone).date().toString(Qt::ISODate);
}

void IngestService::log(std::span<const PreparedWebhook *const> webhooks,
                        const std::vector<WebhookOutcome> &outcomes)
{
    std::vector<WebhookRecord> records;
    records.reserve(webhooks.size());
    std::map<QString, qint64> usage; // by local day
    Timestamp lastMoment{-1};
    QString day;
    for (size_t i = 0; i < webhooks.size(); ++i) {
        const PreparedWebhook &webhook = *webhooks[i];
        WebhookRecord &record = records.emplace_back();
        record.receivedAt = webhook.receivedAt;
        record.event = webhook.event;
        record.body = webhook.body.bytes;
        record.bodyCodec = webhook.body.codec;
        describe(record, webhook, outcomes[i]);
        if (outcomes[i].error)
            continue;
        if (webhook.receivedAt != lastMoment) {
            day = localDay(webhook.receivedAt);
            lastMoment = webhook.receivedAt;
        }
        usage[day] += static_cast<qint64>(outcomes[i].items.size());
    }
    storage::WebhookLogStore(m_session).insert(m_organization.id, records);
    storage::UsageStore counter(m_session);
    for (const auto &[countedDay, count] : usage)
        counter.add(m_organization.id, countedDay, count);
}

} // namespace datakubo::services
