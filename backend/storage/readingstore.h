#pragma once
#include "backend/domain/listing.h"
#include "backend/domain/meterregister.h"
#include "backend/domain/reading.h"

#include <map>
#include <set>
#include <vector>

namespace datakubo::storage {

class Session;

// What the rows of one device look like around a moment, to judge a new one.
struct StoredReading {
    DeviceId device;
    Timestamp recordedAt;
    Timestamp receivedAt;
    Volume volume;
    std::optional<qint64> frameCounter;
    bool excluded = false;
};

struct NewReading {
    Reading reading;
    int meterFlags =
        0; // bits of migrations/0001: 1 leak, 2 burst, 4 reverse flow, 8 tamper, 16 battery low
};

class ReadingStore
{
public:
    explicit ReadingStore(Session &session) : m_session(session) {}

    // Readings of the device recorded from `from` to `to`, both included; at most a few thousand.
    std::vector<StoredReading> around(OrganizationId organization, DeviceId device, Timestamp from,
                                      Timestamp to);

    // All of them are new (checked with around()); one that is there already fails the statement.
    void insert(OrganizationId organization, const std::vector<NewReading> &readings);

    std::optional<Reading> find(OrganizationId organization, DeviceId device, Timestamp recordedAt);
    // What a register showed, as it counts: not excluded, with what a person said of it. Recorded
    // after `after`, from `from` to `to` (both included), oldest first.
    std::vector<RegisterSample> samples(OrganizationId organization, DeviceId device,
                                        Timestamp after, std::optional<Timestamp> from,
                                        std::optional<Timestamp> to, int limit);
    std::vector<Reading> excluded(OrganizationId organization, DeviceId device, Timestamp from,
                                  Timestamp to, int limit);
    // The newest that is not excluded, and the one before it.
    std::vector<Reading> newest(OrganizationId organization, DeviceId device, int limit);
    void setMarks(OrganizationId organization, const Reading &reading);
    // What is stored for these devices at exactly these times.
    using Moment = std::pair<DeviceId, Timestamp>;
    std::map<Moment, Volume> volumesAt(OrganizationId organization,
                                       const std::vector<Moment> &moments);
    // Newest first; `from` included, `to` not.
    Listing<Reading> list(OrganizationId organization, DeviceId device,
                          std::optional<Timestamp> from, std::optional<Timestamp> to,
                          const PageRequest &page);
    qint64 count(OrganizationId organization);

    // PostgreSQL keeps readings by month (UTC): makes the partitions for these moments. SQLite:
    // nothing to do.
    void preparePartitions(const std::set<Timestamp> &moments);

private:
    Session &m_session;
};

// Deduplication ids of recent uplinks.
class UplinkKeyStore
{
public:
    explicit UplinkKeyStore(Session &session) : m_session(session) {}

    struct Key {
        DeviceId device;
        qint64 hash = 0;
    };
    // Remembers the keys; for each whether it is new (the first of equal ones among them is).
    std::vector<bool> claim(const std::vector<Key> &keys, Timestamp now);
    int forgetBefore(Timestamp moment, int limit);

private:
    Session &m_session;
};

} // namespace datakubo::storage
