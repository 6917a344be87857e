#pragma once
#include "backend/services/ingestservice.h"
#include "backend/storage/devicestatestore.h"
#include "backend/storage/readingstore.h"

#include <set>

namespace datakubo::services {

// The working memory of one IngestService::apply: device states and readings as they become while
// the messages of the batch are judged in their order.
class IngestService::Batch
{
public:
    Batch(storage::Session &session, const Organization &organization, Timestamp now)
        : m_session(session), m_organization(organization), m_now(now)
    {
    }

    // Finds the devices of these messages, makes rows for EUIs never heard, claims the
    // deduplication ids.
    void load(const std::vector<const ingest::Uplink *> &uplinks);
    ItemOutcome judge(const ingest::Uplink &uplink, Timestamp receivedAt);
    void save();

    std::vector<Recorded> &recorded() { return m_recorded; }

private:
    struct Verdict {
        IngestOutcome outcome = IngestOutcome::Stored;
        QString reason;
    };
    void touch(storage::DeviceState &state, const ingest::Uplink &uplink, Timestamp receivedAt);
    Verdict judgeSample(const storage::DeviceState &state, const ingest::Uplink &uplink,
                        const ingest::Sample &sample, Timestamp receivedAt);
    std::vector<storage::StoredReading> neighbours(const storage::DeviceState &state,
                                                   Timestamp from, Timestamp to);
    void record(storage::DeviceState &state, const ingest::Uplink &uplink,
                const ingest::Sample &sample, Timestamp receivedAt);

    storage::Session &m_session;
    const Organization &m_organization;
    Timestamp m_now;
    std::map<DevEui, storage::DeviceState> m_states;
    std::set<DeviceId> m_changed;
    std::set<const ingest::Uplink *> m_repeated; // their deduplication id was seen before
    std::map<DeviceId, std::vector<storage::StoredReading>> m_fresh; // of this batch
    std::vector<storage::NewReading> m_readings;
    std::vector<DeviceId> m_awake; // were offline
    std::vector<Recorded> m_recorded;
};

} // namespace datakubo::services
