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
    Batch(storage::Session &session, const Organization &organization, Timestamp now, Mode mode)
        : m_session(session), m_organization(organization), m_now(now), m_mode(mode)
    {
    }

    // Finds the devices of these messages, makes rows for EUIs never heard, claims the
    // deduplication ids. `repetitions`: those whose id belongs to another webhook.
    void load(const std::vector<const ingest::Uplink *> &uplinks,
              const std::set<const ingest::Uplink *> &repetitions);
    ItemOutcome judge(const ingest::Uplink &decoded, Timestamp receivedAt);
    void save();

    std::vector<Recorded> &recorded() { return m_recorded; }

private:
    struct Verdict {
        IngestOutcome outcome = IngestOutcome::Stored;
        QString reason;
    };
    void mapFields(const std::vector<const ingest::Uplink *> &uplinks);
    const ingest::Uplink &afterMapping(const ingest::Uplink &uplink) const;
    void touch(storage::DeviceState &state, const ingest::Uplink &uplink, Timestamp receivedAt);
    Verdict judgeAll(storage::DeviceState &state, const ingest::Uplink &uplink,
                     Timestamp receivedAt);
    Verdict judgeSample(const storage::DeviceState &state, const ingest::Uplink &uplink,
                        const ingest::Sample &sample, Timestamp receivedAt);
    Verdict judgeRepetition(const storage::DeviceState &state, const ingest::Uplink &uplink,
                            const ingest::Sample &sample);
    Timestamp placeFor(const storage::DeviceState &state, Timestamp recordedAt);
    std::vector<storage::StoredReading> neighbours(const storage::DeviceState &state,
                                                   Timestamp from, Timestamp to);
    void record(storage::DeviceState &state, const ingest::Uplink &uplink,
                const ingest::Sample &sample, Timestamp recordedAt, Timestamp receivedAt);

    storage::Session &m_session;
    const Organization &m_organization;
    Timestamp m_now;
    Mode m_mode;
    std::map<DevEui, storage::DeviceState> m_states;
    std::set<DeviceId> m_changed;
    std::map<const ingest::Uplink *, ingest::Uplink> m_mapped; // by the organization's mappings
    std::set<const ingest::Uplink *> m_repeated; // their deduplication id was seen before
    std::map<DeviceId, std::vector<storage::StoredReading>> m_fresh; // of this batch
    std::vector<storage::NewReading> m_readings;
    std::vector<DeviceId> m_awake;        // were offline
    std::map<DeviceId, Timestamp> m_late; // the earliest of readings that touch what is kept
    std::vector<Recorded> m_recorded;
};

} // namespace datakubo::services
