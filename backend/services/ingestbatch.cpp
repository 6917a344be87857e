#include "backend/services/ingestbatch.h"

#include "backend/ingest/fieldmapping.h"
#include "backend/storage/closingstore.h"
#include "backend/storage/fieldmappingstore.h"

#include <QCryptographicHash>
#include <QtEndian>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::services {

namespace {

// Same counter "within a few minutes" and a custom body without time and counter "within 60 s"
// (contract, "Duplicates").
constexpr qint64 counterWindow = 5 * duration::minute;
constexpr qint64 customWindow = 60 * duration::second;

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

void IngestService::Batch::load(const std::vector<const ingest::Uplink *> &uplinks)
{
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
    for (size_t i = 0; i < owners.size(); ++i) {
        if (!isNew[i] && m_mode == Mode::Arrival)
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

    Verdict verdict{IngestOutcome::Skipped, uplink.skipReason};
    if (!uplink.samples.empty()) {
        item.volume = uplink.samples.front().volume;
        item.recordedAt = uplink.samples.front().recordedAt;
        for (size_t i = 0; i < uplink.samples.size(); ++i) {
            const ingest::Sample &sample = uplink.samples[i];
            const Verdict one = judgeSample(state, uplink, sample, receivedAt);
            if (i == 0
                || (verdict.outcome == IngestOutcome::Duplicate
                    && one.outcome == IngestOutcome::Stored))
                verdict = one;
            if (one.outcome == IngestOutcome::Stored)
                record(state, uplink, sample, receivedAt);
        }
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

void IngestService::Batch::touch(storage::DeviceState &state, const ingest::Uplink &uplink,
                                 Timestamp receivedAt)
{
    if (uplink.battery.millivolts || uplink.battery.percent)
        state.battery = uplink.battery;
    m_changed.insert(state.id);
    if (!uplink.isUplink)
        return;
    if (uplink.signal.rssi || uplink.signal.snrTenths)
        state.signal = uplink.signal;
    if (!uplink.deviceName.isEmpty())
        state.senderName = uplink.deviceName;
    if (!uplink.tenantName.isEmpty())
        state.tenantName = uplink.tenantName;
    if (state.firstSeenAt.ms == 0)
        state.firstSeenAt = receivedAt;
    state.lastSeenAt = std::max(state.lastSeenAt, receivedAt);
    if (m_mode == Mode::Arrival)
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
        return {IngestOutcome::Duplicate, u"same_deduplication_id"_s};
    const bool isCurrent = sample.recordedAt == uplink.recordedAt; // else from the meter's own log
    const qint64 window = isCurrent ? counterWindow : 0;
    for (const storage::StoredReading &other :
         neighbours(state, sample.recordedAt - window, sample.recordedAt + window)) {
        const bool sameVolume = other.volume == sample.volume;
        if (other.recordedAt == sample.recordedAt) {
            return sameVolume ? Verdict{IngestOutcome::Duplicate, u"same_time_and_value"_s}
                              : Verdict{IngestOutcome::Quarantined, u"same_time_other_value"_s};
        }
        if (!isCurrent || !sameVolume)
            continue;
        if (uplink.frameCounter && other.frameCounter == uplink.frameCounter)
            return {IngestOutcome::Duplicate, u"same_counter_and_value"_s};
        const bool isBare = !uplink.timeFromSender && !uplink.frameCounter;
        if (isBare && std::abs(receivedAt - other.receivedAt) <= customWindow)
            return {IngestOutcome::Duplicate, u"same_value_within_a_minute"_s};
    }
    return {};
}

void IngestService::Batch::record(storage::DeviceState &state, const ingest::Uplink &uplink,
                                  const ingest::Sample &sample, Timestamp receivedAt)
{
    const bool isCurrent = sample.recordedAt == uplink.recordedAt; // else from the meter's own log
    storage::NewReading entry;
    entry.reading.device = state.id;
    entry.reading.recordedAt = sample.recordedAt;
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
        {state.id, sample.recordedAt, receivedAt, sample.volume, entry.reading.frameCounter});
    if (sample.recordedAt <= state.knownUntil) {
        Timestamp &late = m_late.try_emplace(state.id, sample.recordedAt).first->second;
        late = std::min(late, sample.recordedAt);
    }
    Recorded recorded{state.id, state.isRegistered, entry.reading, std::nullopt};
    if (sample.recordedAt > state.lastRecordedAt) {
        recorded.previous = state.lastVolume;
        state.previousVolume = state.lastVolume;
        state.lastVolume = sample.volume;
        state.lastRecordedAt = sample.recordedAt;
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
