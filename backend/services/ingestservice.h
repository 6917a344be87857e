#pragma once
#include "backend/domain/access.h"
#include "backend/domain/organization.h"
#include "backend/domain/reading.h"
#include "backend/domain/webhook.h"
#include "backend/ingest/uplink.h"
#include "backend/services/bodycodec.h"
#include "backend/services/environment.h"

#include <map>
#include <span>

namespace datakubo::storage {
class Session;
struct DeviceState;
struct NewReading;
} // namespace datakubo::storage

namespace datakubo::services {

// A webhook made ready off the writer: decoded and packed. No disk was touched.
struct PreparedWebhook {
    QString event;
    Timestamp receivedAt;
    Result<ingest::Decoded> decoded;
    BodyCodec::Packed body;
    bool isRepetition = false; // of the log: its deduplication id belongs to another webhook
};

PreparedWebhook prepareWebhook(const ingest::RawWebhook &webhook, BodyCodec &codec);

// What became of one message.
struct ItemOutcome {
    IngestOutcome outcome = IngestOutcome::Skipped;
    QString devEui; // empty when there is none
    std::optional<Timestamp> recordedAt;
    std::optional<Volume> volume;
    QString reason;
    bool isUplink = false;      // and not a join, a status or the like
    std::optional<Error> error; // of a rejected item
};

struct WebhookOutcome {
    bool isArray = false;
    std::vector<ItemOutcome> items;
    std::optional<Error> error; // the body as a whole was refused (it is kept all the same)
    bool isHeld = false;        // over the month's limit: kept, and counted in later
};

// A reading that went in, for the events after the commit.
struct Recorded {
    DeviceId device;
    bool isRegistered = false;
    Reading reading;
    std::optional<Volume> previous; // register before it; empty for the first and for late ones
};

// Takes a batch of webhooks of one organization in: judges duplicates, stores readings, keeps
// unknown devices, counts usage and keeps every body with its outcome, in a few set statements.
class IngestService
{
public:
    IngestService(storage::Session &session, const Environment &environment,
                  const Organization &organization);
    ~IngestService();

    // The outcomes, in the order of the webhooks; adds what was stored to `recorded`.
    std::vector<WebhookOutcome> apply(std::span<const PreparedWebhook *const> webhooks,
                                      std::vector<Recorded> &recorded);

    // Who had webhooks applied again: a person this one, or everything a filter finds.
    enum class Chosen { Singly, Together };

    // Applies webhooks of the log again, after a fix: nothing is counted, and their deduplication
    // ids do not speak against them, but for contradictions of such ids, which a person settles one
    // by one. The records get their new outcome, in the log too.
    std::vector<WebhookOutcome> applyAgain(std::vector<WebhookRecord> &records, Chosen chosen,
                                           std::vector<Recorded> &recorded);

    // Counts in what was held, oldest first, as far as the month's limit allows, at most `most`
    // webhooks. How many there were.
    int releaseHeld(int most, std::vector<WebhookOutcome> &outcomes,
                    std::vector<Recorded> &recorded);

    // The database refused this one alone: its body is kept as quarantined.
    WebhookOutcome quarantine(const PreparedWebhook &webhook);

    // What those who watch are told: the devices of these readings, registered ones only, and
    // what waits unregistered of these EUIs.
    std::map<DeviceId, Device> devicesOf(const std::vector<Recorded> &recorded);
    std::vector<UnregisteredDevice> unregistered(const std::vector<DevEui> &euis);

private:
    class Batch;

    enum class Mode { Arrival, Again };
    std::vector<WebhookOutcome> judge(std::span<const PreparedWebhook *const> webhooks, Mode mode,
                                      std::vector<Recorded> &recorded);
    std::vector<WebhookOutcome> judgeRecords(std::vector<WebhookRecord> &records, Mode mode,
                                             Chosen chosen, std::vector<Recorded> &recorded);
    void log(std::span<const PreparedWebhook *const> webhooks,
             const std::vector<WebhookOutcome> &outcomes);
    QString localDay(Timestamp moment) const;

    storage::Session &m_session;
    const Environment &m_environment;
    Organization m_organization;
};

} // namespace datakubo::services
