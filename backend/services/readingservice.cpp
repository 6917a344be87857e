#include "backend/services/readingservice.h"

#include "backend/services/audittrail.h"
#include "backend/storage/closingstore.h"
#include "backend/storage/devicestatestore.h"
#include "backend/storage/devicestore.h"
#include "backend/storage/readingstore.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::services {

namespace {

QJsonValue word(RegisterAnswer answer)
{
    return answer == RegisterAnswer::None ? QJsonValue() : QJsonValue(toText(answer));
}

Error readingNotFound(const QString &uuid)
{
    return {ErrorCode::NotFound, u"Reading %1 not found"_s.arg(uuid), {}};
}

QJsonObject facts(const Reading &reading)
{
    return {{u"recorded_at"_s, reading.recordedAt.toString()},
            {u"consumption_m3"_s, reading.volume.toCubicMetres()}};
}

} // namespace

ReadingService::ReadingService(storage::Session &session, const Environment &environment,
                               const Principal &principal)
    : m_session(session),
      m_environment(environment),
      m_principal(principal),
      m_visibility(Visibility::of(principal))
{
}

Result<Reading> ReadingService::edit(const QString &uuid, const ReadingFields &fields)
{
    const auto key = ReadingKey::parse(uuid);
    if (!key)
        return readingNotFound(uuid);
    storage::DeviceStore devices(m_session);
    const auto known = devices.find(m_principal.organization, key->device);
    const auto device = known ? devices.find(m_visibility, known->eui) : std::nullopt;
    storage::ReadingStore store(m_session);
    auto reading =
        device ? store.find(device->organization, device->id, key->recordedAt) : std::nullopt;
    if (!reading)
        return readingNotFound(uuid);
    if (fields.excluded.value_or(false) && fields.reason.isEmpty())
        return Error::field(u"reason"_s, u"reason is required to exclude a reading"_s);

    QJsonObject details = facts(*reading);
    QString action = u"reading.answer"_s;
    if (fields.excluded) {
        action = *fields.excluded ? u"reading.exclude"_s : u"reading.restore"_s;
        reading->excluded = *fields.excluded;
    }
    if (!fields.reason.isEmpty()) {
        if (!reading->note.isEmpty())
            details[u"note_before"] = reading->note;
        reading->note = fields.reason;
        details[u"reason"] = fields.reason;
    }
    if (fields.answer) {
        details[u"register_before"] = word(reading->answer);
        details[u"register"] = word(*fields.answer);
        reading->answer = *fields.answer;
    }
    store.setMarks(device->organization, *reading);
    readingChanged(m_session, device->organization, device->eui, reading->recordedAt);
    AuditTrail(m_session, m_environment, m_principal)
        .add(action, device->eui.toString(), device->uuid, details);
    return std::move(*reading);
}

Result<Reading> ReadingService::add(DevEui eui, Timestamp recordedAt, Volume volume,
                                    const QString &note)
{
    const auto device = storage::DeviceStore(m_session).find(m_visibility, eui);
    if (!device) {
        return Error{
            ErrorCode::DeviceNotFound, u"Device with EUI %1 not found"_s.arg(eui.toString()), {}};
    }
    return add(*device, recordedAt, volume, note);
}

Result<Reading> ReadingService::add(const Device &device, Timestamp recordedAt, Volume volume,
                                    const QString &note)
{
    const Timestamp now = m_environment.clock.now();
    if (volume.millilitres < 0)
        return Error::field(u"consumption_m3"_s, u"consumption_m3 must not be negative"_s);
    if (recordedAt < earliestEntry || recordedAt > now + entryAheadAtMost) {
        return Error::field(u"recorded_at"_s,
                            u"recorded_at must lie after 2000 and not ahead of today"_s);
    }
    storage::ReadingStore store(m_session);
    auto there = store.find(device.organization, device.id, recordedAt);
    // An excluded one keeps its moment; what replaces it stands a millisecond beside.
    while (there && there->excluded) {
        recordedAt = recordedAt + 1;
        there = store.find(device.organization, device.id, recordedAt);
    }
    if (there) {
        if (there->volume == volume)
            return std::move(*there);
        return Error::field(u"recorded_at"_s,
                            u"A reading of that very moment says %1 m³: enter a time "
                            "beside it"_s.arg(there->volume.toCubicMetres()),
                            ErrorCode::Conflict);
    }
    storage::NewReading entry;
    entry.reading.device = device.id;
    entry.reading.recordedAt = recordedAt;
    entry.reading.receivedAt = now;
    entry.reading.volume = volume;
    entry.reading.source = ReadingSource::Manual;
    entry.reading.note = note;
    store.insert(device.organization, {entry});
    readingChanged(m_session, device.organization, device.eui, recordedAt);
    QJsonObject details = facts(entry.reading);
    if (!note.isEmpty())
        details[u"note"] = note;
    AuditTrail(m_session, m_environment, m_principal)
        .add(u"reading.add"_s, device.eui.toString(), device.uuid, details);
    return entry.reading;
}

void readingChanged(storage::Session &session, OrganizationId organization, DevEui eui,
                    Timestamp recordedAt)
{
    storage::DeviceStateStore states(session);
    auto known = states.find(organization, {eui});
    const auto found = known.find(eui);
    if (found == known.end())
        return;
    storage::DeviceState &state = found->second;
    const auto newest = storage::ReadingStore(session).newest(organization, state.id, 2);
    state.lastRecordedAt = newest.empty() ? Timestamp{} : newest[0].recordedAt;
    state.lastVolume = newest.empty() ? std::nullopt : std::optional(newest[0].volume);
    state.previousVolume = newest.size() < 2 ? std::nullopt : std::optional(newest[1].volume);
    states.save(organization, {&state});
    storage::ClosingStore(session).forgetFrom(organization, state.id, recordedAt);
}

} // namespace datakubo::services
