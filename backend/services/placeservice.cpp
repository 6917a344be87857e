#include "backend/services/placeservice.h"

#include "backend/domain/intervals.h"
#include "backend/services/audittrail.h"
#include "backend/services/deviceservice.h"
#include "backend/services/readingservice.h"
#include "backend/services/registerhistory.h"
#include "backend/services/secrets.h"
#include "backend/storage/assignmentstore.h"
#include "backend/storage/closingstore.h"
#include "backend/storage/communitystore.h"
#include "backend/storage/devicestore.h"
#include "backend/storage/readingstore.h"

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

PlaceService::PlaceService(storage::Session &session, const Environment &environment,
                           const Principal &principal)
    : m_session(session),
      m_environment(environment),
      m_principal(principal),
      m_visibility(Visibility::of(principal))
{
}

Result<Device> PlaceService::replace(DevEui eui, const MeterSwap &swap)
{
    storage::DeviceStore devices(m_session);
    const auto old = devices.find(m_visibility, eui);
    if (!old || !old->isActive)
        return deviceNotFound(eui);
    if (swap.replacedAt > m_environment.clock.now())
        return Error::field(u"replaced_at"_s, u"replaced_at lies ahead"_s);
    const auto next = successorOf(*old, swap);
    if (!next)
        return next;
    if (const auto fits = registersFit(*old, *next, swap); !fits)
        return fits.error();

    storage::PlaceStore places(m_session);
    places.replace(old->id, next->id, swap.replacedAt);
    places.handChildren(old->id, next->id);
    storage::AssignmentStore(m_session).handOver(old->organization, old->id, next->id,
                                                 swap.replacedAt);
    devices.retire(old->id, m_environment.clock.now());
    ReadingService readings(m_session, m_environment, m_principal);
    const auto last = readings.add(*old, swap.replacedAt, swap.finalReading, u"Final reading"_s);
    if (!last)
        return Error::field(u"final_reading_m3"_s, last.error().message, last.error().code);
    const auto first =
        readings.add(*next, swap.replacedAt, swap.initialReading, u"Initial reading"_s);
    if (!first)
        return Error::field(u"initial_reading_m3"_s, first.error().message, first.error().code);
    storage::ClosingStore closings(m_session);
    closings.forgetAll(old->organization, old->id);
    closings.forgetAll(next->organization, next->id);
    AuditTrail(m_session, m_environment, m_principal)
        .add(u"device.replace"_s, eui.toString(), old->uuid,
             {{u"new_dev_eui"_s, swap.newEui.toString()},
              {u"replaced_at"_s, swap.replacedAt.toString()},
              {u"final_reading_m3"_s, swap.finalReading.toCubicMetres()},
              {u"initial_reading_m3"_s, swap.initialReading.toCubicMetres()}});
    return *devices.find(m_principal.organization, next->id);
}

Result<Device> PlaceService::successorOf(const Device &old, const MeterSwap &swap)
{
    const auto refuse = [](const QString &message) {
        return Error::field(u"new_dev_eui"_s, message, ErrorCode::Conflict);
    };
    if (swap.newEui == old.eui)
        return Error::field(u"new_dev_eui"_s, u"A meter cannot replace itself"_s);
    storage::DeviceStore devices(m_session);
    storage::PlaceStore places(m_session);
    const auto known = devices.findKnown(m_principal.organization, swap.newEui);
    DeviceFields fields;
    fields.name = swap.newName.isEmpty() ? old.name : swap.newName;
    fields.type = old.type;
    fields.customerUuid = old.customer ? old.customer->uuid : QString();
    fields.parent = old.parent;
    fields.clearParent = !old.parent;
    fields.hierarchyLevel = old.hierarchyLevel;
    fields.location = old.location;
    DeviceService service(m_session, m_environment, m_principal);
    if (!known || !known->isRegistered)
        return service.registerDevice(swap.newEui, fields);

    const auto next = devices.find(m_visibility, swap.newEui);
    if (!next)
        return refuse(u"That meter is registered elsewhere"_s);
    if (!next->isActive)
        return refuse(u"That meter was retired"_s);
    if (places.chain(next->organization, next->id).size() > 1)
        return refuse(u"That meter has replaced another one already"_s);
    if (next->community.isValid() && next->community != old.community)
        return refuse(u"That meter stands in another community"_s);
    if (next->endUser && (!old.endUser || next->endUser->uuid != old.endUser->uuid))
        return refuse(u"That meter is assigned to %1: unassign it first"_s.arg(next->endUser->name));
    if (old.parent == next->eui || next->parent == old.eui)
        return refuse(u"One of the two meters is fed by the other"_s);
    if (swap.newName.isEmpty())
        fields.name.reset();
    return service.edit(swap.newEui, fields);
}

Result<void> PlaceService::registersFit(const Device &old, const Device &next,
                                        const MeterSwap &swap)
{
    storage::PlaceStore places(m_session);
    const auto chain = places.chain(old.organization, old.id);
    const auto &installed = chain.back().installedAt;
    if (installed && swap.replacedAt <= *installed) {
        return Error::field(u"replaced_at"_s, u"The old meter was installed at %1 only"_s.arg(
                                                  installed->toString()));
    }
    const std::array moment{swap.replacedAt};
    RegisterHistory history(m_session);
    const RegisterAt before = history.at(chain.back(), moment).front();
    if (before.before && swap.finalReading + registerlimits::heldAtMost < before.levelBefore) {
        return Error::field(u"final_reading_m3"_s,
                            u"The old meter showed %1 m³ at %2 already"_s.arg(
                                before.levelBefore.toCubicMetres()).arg(before.before->toString()));
    }
    const auto later = storage::ReadingStore(m_session).samples(
        next.organization, next.id, swap.replacedAt, std::nullopt, std::nullopt, 1);
    if (!later.empty() && later.front().value + registerlimits::heldAtMost < swap.initialReading) {
        return Error::field(u"initial_reading_m3"_s,
                            u"The new meter showed only %1 m³ at %2"_s.arg(
                                later.front().value.toCubicMetres()).arg(later.front().at.toString()));
    }
    return {};
}

Result<Device> PlaceService::handOver(DevEui eui, const Handover &handover)
{
    storage::DeviceStore devices(m_session);
    const auto device = devices.find(m_visibility, eui);
    if (!device || !device->isActive)
        return deviceNotFound(eui);
    if (handover.reading) {
        const auto reading = ReadingService(m_session, m_environment, m_principal)
                                 .add(*device, handover.at, *handover.reading, u"Handover"_s);
        if (!reading)
            return aboutTheMoment(reading.error());
    }
    const QString leaving = device->endUser ? device->endUser->uuid : QString();
    DeviceService service(m_session, m_environment, m_principal);
    auto changed = handover.residentUuid.isEmpty()
        ? service.unassign(eui, handover.at)
        : service.assign(eui, handover.residentUuid, handover.at);
    if (!changed)
        return aboutTheMoment(changed.error());
    if (leaving != handover.residentUuid) {
        noteMove(leaving, handover.at, *device, false);
        noteMove(handover.residentUuid, handover.at, *device, true);
    }
    return changed;
}

void PlaceService::noteMove(const QString &residentUuid, Timestamp at, const Device &device,
                            bool isMoveIn)
{
    storage::ResidentStore store(m_session);
    auto resident = residentUuid.isEmpty() ? std::nullopt : store.find(m_visibility, residentUuid);
    if (!resident)
        return;
    const QTimeZone zone(
        storage::PlaceStore(m_session).timeZone(device.organization, resident->community));
    QDate &date = isMoveIn ? resident->moveIn : resident->moveOut;
    if (date.isValid())
        return; // a person has entered it
    date = localDate(at, zone);
    store.edit(*resident);
}

} // namespace datakubo::services
