#include "backend/services/ingestbatch.h"

#include "backend/ingest/fieldmapping.h"
#include "backend/storage/closingstore.h"
#include "backend/storage/fieldmappingstore.h"

#include <QCryptographicHash>
#include <QtEndian>

#include <algorithm>
#include <array>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::services {

namespace {

// Same counter "within a few minutes" and a custom body without time and counter "within 60 s"
// (contract, "Duplicates").
constexpr qint64 counterWindow = 5 * duration::minute;
constexpr qint64 customWindow = 60 * duration::second;
// How far apart a network server may date two deliveries of one uplink.
constexpr qint64 repetitionWindow = duration::day;
// How many milliseconds after its own a reading may stand that takes an excluded one's place.
constexpr qint64 roomBeside = 100;

qint64 keyHash(const QByteArray &key)
{
    const QByteArray digest = QCryptographicHash::hash(key, QCryptographicHash::Blake2b_160);
    return qFromLittleEndian<qint64>(digest.constData());
}

int flagBits(const std::vector<MeterFlag> &flags)
{
    int bits = 0;
    for (const MeterFlag flag : flags)
        bits |= 1 << static_cast<int>(flag);
    return bits;
}

} // namespace

void IngestService::Batch::load(const std::vector<const ingest::Uplink *> &uplinks,
                                const std::set<const ingest::Uplink *> &repetitions)
{
    m_repeated = repetitions;
    storage::DeviceStateStore store(m_session);
    std::vector<DevEui> euis;
    for (const ingest::Uplink *uplink : uplinks)
        euis.push_back(uplink->eui);
    m_states = store.find(m_organization.id, euis);
    std::set<DevEui> unknown;
    for (const ingest::Uplink *uplink : uplinks) {
        if (uplink->isUplink && !m_states.contains(uplink->eui))
            unknown.insert(uplink->eui);
    }
    if (!unknown.empty()) {
        const std::vector<DevEui> fresh(unknown.begin(), unknown.end());
        store.addUnregistered(m_organization.id, fresh, m_now);
        m_states.merge(store.find(m_organization.id, fresh));
    }

    mapFields(uplinks);

    std::vector<storage::UplinkKeyStore::Key> keys;
    std::vector<const ingest::Uplink *> owners;
    for (const ingest::Uplink *decoded : uplinks) {
        const ingest::Uplink *uplink = &afterMapping(*decoded);
        if (uplink->samples.empty() || uplink->deduplicationKey.isEmpty())
            continue;
        const auto state = m_states.find(uplink->eui);
        if (state == m_states.end())
            continue;
        keys.push_back({state->second.id, keyHash(uplink->deduplicationKey)});
        owners.push_back(uplink);
    }
    const std::vector<bool> isNew = storage::UplinkKeyStore(m_session).claim(keys, m_now);
    // Applied again, none is new: then only what stands twice in these webhooks is a repetition.
    std::set<std::pair<DeviceId, qint64>> seen;
    for (size_t i = 0; i < owners.size(); ++i) {
        const bool isFirst =
            m_mode == Mode::Arrival ? isNew[i] : seen.emplace(keys[i].device, keys[i].hash).second;
        if (!isFirst)
            m_repeated.insert(owners[i]);
    }
}

// The first mapping that fits decides.
void IngestService::Batch::mapFields(const std::vector<const ingest::Uplink *> &uplinks)
{
    std::optional<std::vector<FieldMapping>> mappings; // asked for when one is needed
    for (const ingest::Uplink *uplink : uplinks) {
        const auto state = m_states.find(uplink->eui);
        if (uplink->unmapped.isEmpty() || state == m_states.end())
            continue;
        if (!mappings)
            mappings = storage::FieldMappingStore(m_session).list(m_organization.id);
        for (const FieldMapping &mapping : *mappings) {
            const bool isMeant =
                !mapping.deviceType
                || (state->second.isRegistered && state->second.type == *mapping.deviceType);
            if (!isMeant)
                continue;
            if (auto found = ingest::mapped(*uplink, mapping)) {
                m_mapped.emplace(uplink, std::move(*found));
                break;
            }
        }
    }
}

const ingest::Uplink &IngestService::Batch::afterMapping(const ingest::Uplink &uplink) const
{
    const auto found = m_mapped.find(&uplink);
    return found == m_mapped.end() ? uplink : found->second;
}

ItemOutcome IngestService::Batch::judge(const ingest::Uplink &decoded, Timestamp receivedAt)
{
    const ingest::Uplink &uplink = afterMapping(decoded);
    ItemOutcome item;
    item.devEui = uplink.eui.toString();
    item.recordedAt = uplink.recordedAt;
    item.reason = uplink.skipReason;
    const auto known = m_states.find(uplink.eui);
    if (known == m_states.end())
        return item; // a join or ack of a device nobody knows
    storage::DeviceState &state = known->second;
    touch(state, uplink, receivedAt);
    if (!uplink.isUplink)
        return item;

    item.isUplink = true;
    Verdict verdict{IngestOutcome::Skipped, uplink.skipReason};
    if (!uplink.samples.empty()) {
        item.volume = uplink.samples.front().volume;
        item.recordedAt = uplink.samples.front().recordedAt;
        verdict = judgeAll(state, uplink, receivedAt);
    } else if (!uplink.quarantineReason.isEmpty()) {
        verdict = {IngestOutcome::Quarantined, uplink.quarantineReason};
    }
    if (!state.isRegistered) {
        item.outcome = IngestOutcome::Unregistered;
        item.reason = verdict.outcome == IngestOutcome::Stored ? QString() : verdict.reason;
        return item;
    }
    item.outcome = verdict.outcome;
    item.reason = verdict.reason;
    if (!state.isActive && item.outcome == IngestOutcome::Stored)
        item.reason = u"retired_device"_s;
    return item;
}

// What a person has to settle speaks for the whole message, what is new before what is known.
IngestService::Batch::Verdict IngestService::Batch::judgeAll(storage::DeviceState &state,
                                                             const ingest::Uplink &uplink,
                                                             Timestamp receivedAt)
{
    static constexpr std::array order{IngestOutcome::Quarantined, IngestOutcome::Stored,
                                      IngestOutcome::Skipped, IngestOutcome::Duplicate};
    const auto rank = [](IngestOutcome outcome) {
        return std::find(order.begin(), order.end(), outcome) - order.begin();
    };
    std::optional<Verdict> verdict;
    for (const ingest::Sample &sample : uplink.samples) {
        const Verdict one = judgeSample(state, uplink, sample, receivedAt);
        if (one.outcome == IngestOutcome::Stored)
            record(state, uplink, sample, placeFor(state, sample.recordedAt), receivedAt);
        if (!verdict || rank(one.outcome) < rank(verdict->outcome))
            verdict = one;
    }
    return *verdict;
}

void IngestService::Batch::touch(storage::DeviceState &state, const ingest::Uplink &uplink,
                                 Timestamp receivedAt)
{
    // What came late, or is applied again, says nothing of now.
    const bool isNews = uplink.recordedAt >= state.lastRecordedAt;
    if (isNews && (uplink.battery.millivolts || uplink.battery.percent))
        state.battery = uplink.battery;
    m_changed.insert(state.id);
    if (!uplink.isUplink)
        return;
    if (isNews && (uplink.signal.rssi || uplink.signal.snrTenths))
        state.signal = uplink.signal;
    if (!uplink.deviceName.isEmpty())
        state.senderName = uplink.deviceName;
    if (!uplink.tenantName.isEmpty())
        state.tenantName = uplink.tenantName;
    if (state.firstSeenAt.ms == 0)
        state.firstSeenAt = receivedAt;
    state.lastSeenAt = std::max(state.lastSeenAt, receivedAt);
    if (m_mode == Mode::Again)
        return;
    ++state.messageCount;
    if (state.isRegistered && state.status == DeviceStatus::Offline) {
        state.status = DeviceStatus::Online;
        m_awake.push_back(state.id);
    }
}

std::vector<storage::StoredReading>
IngestService::Batch::neighbours(const storage::DeviceState &state, Timestamp from, Timestamp to)
{
    std::vector<storage::StoredReading> found;
    // Nothing was ever recorded after the newest reading: the usual case needs no look-up.
    if (from <= std::max(state.lastRecordedAt, state.knownUntil))
        found = storage::ReadingStore(m_session).around(m_organization.id, state.id, from, to);
    const auto fresh = m_fresh.find(state.id);
    if (fresh != m_fresh.end()) {
        for (const storage::StoredReading &reading : fresh->second) {
            if (reading.recordedAt >= from && reading.recordedAt <= to)
                found.push_back(reading);
        }
    }
    return found;
}

IngestService::Batch::Verdict IngestService::Batch::judgeSample(const storage::DeviceState &state,
                                                                const ingest::Uplink &uplink,
                                                                const ingest::Sample &sample,
                                                                Timestamp receivedAt)
{
    if (m_repeated.contains(&uplink))
        return judgeRepetition(state, uplink, sample);
    const bool isCurrent = sample.recordedAt == uplink.recordedAt; // else from the meter's own log
    const bool isAgain = m_mode == Mode::Again;
    const qint64 window = isCurrent ? counterWindow : 0;
    const qint64 after = std::max(window, isAgain ? roomBeside : 0);
    for (const storage::StoredReading &other :
         neighbours(state, sample.recordedAt - window, sample.recordedAt + after)) {
        const bool sameVolume = other.volume == sample.volume;
        if (uplink.isNormalized
            && (other.recordedAt == sample.recordedAt || other.frameCounter == uplink.frameCounter))
            return {IngestOutcome::Skipped, u"normalized_duplicate"_s};
        if (other.recordedAt == sample.recordedAt) {
            if (!sameVolume && other.excluded && isAgain)
                continue;
            return sameVolume ? Verdict{IngestOutcome::Duplicate, u"same_time_and_value"_s}
                              : Verdict{IngestOutcome::Quarantined, u"same_time_other_value"_s};
        }
        if (!sameVolume)
            continue;
        const qint64 later = other.recordedAt - sample.recordedAt;
        if (isAgain && later > 0 && later <= roomBeside)
            return {IngestOutcome::Duplicate, u"same_time_and_value"_s};
        if (!isCurrent)
            continue;
        if (uplink.frameCounter && other.frameCounter == uplink.frameCounter)
            return {IngestOutcome::Duplicate, u"same_counter_and_value"_s};
        const bool isBare = !uplink.timeFromSender && !uplink.frameCounter;
        if (isBare && std::abs(receivedAt - other.receivedAt) <= customWindow)
            return {IngestOutcome::Duplicate, u"same_value_within_a_minute"_s};
    }
    return {};
}

// The same id again with a value that is nowhere near is no repetition but a contradiction.
IngestService::Batch::Verdict
IngestService::Batch::judgeRepetition(const storage::DeviceState &state,
                                      const ingest::Uplink &uplink, const ingest::Sample &sample)
{
    const Verdict known{IngestOutcome::Duplicate, u"same_deduplication_id"_s};
    if (!uplink.timeFromSender)
        return known;
    const auto near = neighbours(state, sample.recordedAt - repetitionWindow,
                                 sample.recordedAt + repetitionWindow);
    for (const storage::StoredReading &other : near) {
        if (other.volume == sample.volume)
            return known;
    }
    return {IngestOutcome::Quarantined, u"same_id_other_value"_s};
}

// Where a person has excluded a reading and has another value for its moment applied again, that
// gets the next millisecond: nothing is written over.
Timestamp IngestService::Batch::placeFor(const storage::DeviceState &state, Timestamp recordedAt)
{
    if (m_mode != Mode::Again)
        return recordedAt;
    for (const storage::StoredReading &other :
         neighbours(state, recordedAt, recordedAt + roomBeside)) {
        if (other.recordedAt == recordedAt)
            recordedAt = recordedAt + 1;
    }
    return recordedAt;
}

void IngestService::Batch::record(storage::DeviceState &state, const ingest::Uplink &uplink,
                                  const ingest::Sample &sample, Timestamp recordedAt,
                                  Timestamp receivedAt)
{
    const bool isCurrent = sample.recordedAt == uplink.recordedAt; // else from the meter's own log
    storage::NewReading entry;
    entry.reading.device = state.id;
    entry.reading.recordedAt = recordedAt;
    entry.reading.receivedAt = receivedAt;
    entry.reading.volume = sample.volume;
    entry.reading.source = uplink.source;
    entry.reading.timeDoubtful = sample.timeDoubtful;
    if (isCurrent) {
        entry.reading.battery = uplink.battery;
        entry.reading.signal = uplink.signal;
        entry.reading.frameCounter = uplink.frameCounter;
        entry.meterFlags = flagBits(uplink.flags);
    }
    m_fresh[state.id].push_back(
        {state.id, recordedAt, receivedAt, sample.volume, entry.reading.frameCounter});
    if (recordedAt <= state.knownUntil) {
        Timestamp &late = m_late.try_emplace(state.id, recordedAt).first->second;
        late = std::min(late, recordedAt);
    }
    Recorded recorded{state.id, state.isRegistered, entry.reading, std::nullopt};
    if (recordedAt > state.lastRecordedAt) {
        recorded.previous = state.lastVolume;
        state.previousVolume = state.lastVolume;
        state.lastVolume = sample.volume;
        state.lastRecordedAt = recordedAt;
    }
    m_recorded.push_back(std::move(recorded));
    m_readings.push_back(std::move(entry));
}

void IngestService::Batch::save()
{
    storage::DeviceStateStore states(m_session);
    std::vector<const storage::DeviceState *> changed;
    for (const auto &[eui, state] : m_states) {
        if (m_changed.contains(state.id))
            changed.push_back(&state);
    }
    // In key order, so that two processes on one database cannot wait for each other in a ring.
    std::sort(changed.begin(), changed.end(),
              [](const auto *a, const auto *b) { return a->id < b->id; });
    storage::ReadingStore(m_session).insert(m_organization.id, m_readings);
    states.save(m_organization.id, changed);
    states.setOnline(m_awake);
    for (const auto &[device, recordedAt] : m_late)
        storage::ClosingStore(m_session).forgetFrom(m_organization.id, device, recordedAt);
}

} // namespace datakubo::services
