#include "backend/services/assignmentservice.h"

#include "backend/domain/intervals.h"
#include "backend/services/audittrail.h"
#include "backend/services/deviceservice.h"
#include "backend/services/readingservice.h"
#include "backend/services/registerneighbours.h"
#include "backend/storage/assignmentstore.h"
#include "backend/storage/communitystore.h"
#include "backend/storage/devicestore.h"

#include <QTimeZone>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::services {

namespace {

Error deviceNotFound(DevEui eui)
{
    return {ErrorCode::DeviceNotFound, u"Device with EUI %1 not found"_s.arg(eui.toString()), {}};
}

// A handover has one moment, whatever the parts of it call theirs.
Error aboutTheMoment(Error error)
{
    const QString field = error.details[u"field"].toString();
    if (field == u"from" || field == u"recorded_at")
        error.details[u"field"] = u"at"_s;
    return error;
}

} // namespace

AssignmentService::AssignmentService(storage::Session &session, const Environment &environment,
                                     const Principal &principal)
    : m_session(session),
      m_environment(environment),
      m_principal(principal),
      m_visibility(Visibility::of(principal))
{
}

Result<Resident> AssignmentService::resident(const Device &device, const QString &uuid,
                                             Timestamp from)
{
    auto resident = storage::ResidentStore(m_session).find(m_visibility, uuid);
    if (!resident) {
        return Error::field(u"end_user_id"_s, u"End user %1 not found"_s.arg(uuid),
                            ErrorCode::EndUserNotFound);
    }
    if (from > m_environment.clock.now() + duration::day)
        return Error::field(u"from"_s, u"The time lies more than a day ahead"_s);
    if (device.community.isValid() && device.community != resident->community) {
        return Error::field(
            u"end_user_id"_s,
            u"%1 lives in another community than the device stands in"_s.arg(resident->name),
            ErrorCode::Conflict);
    }
    return std::move(*resident);
}

Result<Device> AssignmentService::assign(DevEui eui, const QString &residentUuid,
                                         std::optional<Timestamp> from)
{
    auto device = storage::DeviceStore(m_session).find(m_visibility, eui);
    if (!device || !device->isActive)
        return deviceNotFound(eui);
    const Timestamp begin = from.value_or(m_environment.clock.now());
    const auto next = resident(*device, residentUuid, begin);
    if (!next)
        return next.error();
    PlaceStays place(m_session, *device);
    if (const auto stood = stoodThere(place, begin); !stood)
        return stood.error();
    const Stay *current = place.current();
    if (current != nullptr && current->resident == next->id && !from)
        return std::move(*device);
    for (const Stay &stay : place.stays()) {
        if (stay.time.to && *stay.time.to > begin) {
            return Error::field(u"from"_s,
                                u"The device was assigned to %1 until %2"_s.arg(
                                    place.resident(stay.resident).name, stay.time.to->toString()));
        }
    }
    if (const auto may = mayEnd(place, begin); !may)
        return may.error();
    return give(*device, place, *next, begin);
}

Result<void> AssignmentService::mayEnd(const PlaceStays &place, Timestamp at)
{
    const Stay *current = place.current();
    if (current == nullptr || at >= current->time.from)
        return {};
    const QString since = current->time.from.toString();
    return Error{ErrorCode::Validation,
                 u"The device is assigned since %1; the change must not be earlier"_s.arg(since),
                 {{u"field"_s, u"from"_s}, {u"current_from"_s, since}}};
}

Result<void> AssignmentService::stoodThere(const PlaceStays &place, Timestamp at)
{
    if (!place.since() || at >= *place.since())
        return {};
    return Error::field(
        u"from"_s, u"The device was at another place until %1"_s.arg(place.since()->toString()));
}

Result<void> AssignmentService::end(const Device &device, Timestamp at)
{
    PlaceStays place(m_session, device);
    if (const auto may = mayEnd(place, at); !may)
        return may;
    place.save(handedOver(place.stays(), at, {}));
    return {};
}

Result<Device> AssignmentService::unassign(DevEui eui, std::optional<Timestamp> from)
{
    const auto device = storage::DeviceStore(m_session).find(m_visibility, eui);
    if (!device)
        return deviceNotFound(eui);
    const Timestamp at = from.value_or(m_environment.clock.now());
    PlaceStays place(m_session, *device);
    if (const auto may = mayEnd(place, at); !may)
        return may.error();
    return place.current() != nullptr ? free(*device, place, at) : *device;
}

Result<Device> AssignmentService::handOver(DevEui eui, const Handover &handover)
{
    const auto device = storage::DeviceStore(m_session).find(m_visibility, eui);
    if (!device || !device->isActive)
        return deviceNotFound(eui);
    PlaceStays place(m_session, *device);
    if (const auto stood = stoodThere(place, handover.at); !stood)
        return aboutTheMoment(stood.error());
    std::optional<Resident> next;
    if (!handover.residentUuid.isEmpty()) {
        const auto found = resident(*device, handover.residentUuid, handover.at);
        if (!found)
            return aboutTheMoment(found.error());
        next = *found;
    } else if (stayAt(place.stays(), handover.at) == nullptr) {
        return Error::field(
            u"end_user_id"_s,
            u"Nobody lived there at %1: there is nothing to end"_s.arg(handover.at.toString()),
            ErrorCode::Conflict);
    }
    if (handover.reading) {
        if (const auto read = this->read(place, handover.at, *handover.reading); !read)
            return aboutTheMoment(read.error());
    }
    noteMoves(*device, place, handover.at, next);
    return next ? give(*device, place, *next, handover.at) : free(*device, place, handover.at);
}

Result<void> AssignmentService::read(const PlaceStays &place, Timestamp at, Volume reading)
{
    const storage::MeterWindow &meter = place.meterAt(at);
    const auto neighbours = RegisterNeighbours::of(m_session, meter, at);
    if (const auto fits = registerFits(neighbours, {at, reading}, u"consumption_m3"_s); !fits)
        return fits;
    const auto device = storage::DeviceStore(m_session).find(meter.organization, meter.device);
    const auto added = ReadingService(m_session, m_environment, m_principal)
                           .add(*device, at, reading, u"Handover"_s);
    return added ? Result<void>() : added.error();
}

Result<Device> AssignmentService::give(Device device, PlaceStays &place, const Resident &resident,
                                       Timestamp from)
{
    const Stay *before = stayAt(place.stays(), from);
    const QString nameBefore =
        before != nullptr ? place.resident(before->resident).name : QString();
    const Stays stays = handedOver(place.stays(), from, resident.id);
    if (stays != place.stays()) {
        place.save(stays);
        audit(u"device.assign"_s, device,
              {{u"end_user_before"_s, nameBefore},
               {u"end_user"_s, resident.name},
               {u"from"_s, from.toString()}});
    }
    if (!device.community.isValid()) {
        DeviceFields fields;
        fields.customerUuid = resident.communityUuid;
        return DeviceService(m_session, m_environment, m_principal).edit(device.eui, fields);
    }
    return *storage::DeviceStore(m_session).find(m_principal.organization, device.id);
}

Result<Device> AssignmentService::free(const Device &device, PlaceStays &place, Timestamp from)
{
    if (const Stay *before = stayAt(place.stays(), from)) {
        audit(u"device.unassign"_s, device,
              {{u"end_user_before"_s, place.resident(before->resident).name},
               {u"from"_s, from.toString()}});
    }
    place.save(handedOver(place.stays(), from, {}));
    return *storage::DeviceStore(m_session).find(m_principal.organization, device.id);
}

Result<std::vector<Assignment>> AssignmentService::list(DevEui eui)
{
    const auto device = storage::DeviceStore(m_session).find(m_visibility, eui);
    if (!device)
        return deviceNotFound(eui);
    return storage::AssignmentStore(m_session).list(device->id);
}

void AssignmentService::noteMoves(const Device &device, const PlaceStays &place, Timestamp at,
                                  const std::optional<Resident> &next)
{
    const CommunityId community = next ? next->community : device.community;
    const QTimeZone zone(storage::PlaceStore(m_session).timeZone(device.organization, community));
    const auto day = [&zone](std::optional<Timestamp> moment) {
        return moment ? localDate(*moment, zone) : QDate();
    };
    const ResidentId comes = next ? next->id : ResidentId{};
    const Stay *left = stayAt(place.stays(), at);
    if (left != nullptr && left->resident == comes)
        return;
    if (left != nullptr) {
        const auto leaves = storage::ResidentStore(m_session).find(
            m_visibility, place.resident(left->resident).uuid);
        if (leaves && left->time.from < at)
            noteMove(*leaves, &Resident::moveOut, day(at), day(left->time.to));
        else if (leaves) // was never there
            noteMove(*leaves, &Resident::moveIn, {}, day(at));
    }
    if (!next)
        return;
    Resident resident = *next;
    std::optional<Timestamp> later; // a stay of theirs that begins earlier now
    for (const Stay &stay : place.stays()) {
        if (stay.resident != comes)
            continue;
        if (stay.time.to && *stay.time.to <= at) // is back
            resident = noteMove(resident, &Resident::moveOut, {}, day(stay.time.to));
        if (stay.time.to == at)
            return;
        if (stay.time.from > at) {
            later = stay.time.from;
            break;
        }
    }
    noteMove(resident, &Resident::moveIn, day(at), day(later));
}

Resident AssignmentService::noteMove(Resident resident, QDate Resident::*day, QDate at,
                                     QDate before)
{
    QDate &known = resident.*day;
    if (known == at || (known.isValid() && known != before))
        return resident; // a person has entered it
    known = at;
    storage::ResidentStore(m_session).edit(resident);
    return resident;
}

void AssignmentService::audit(const QString &action, const Device &device,
                              const QJsonObject &details)
{
    AuditTrail(m_session, m_environment, m_principal)
        .add(action, device.eui.toString(), device.uuid, details);
}

} // namespace datakubo::services
