#include "backend/services/placeservice.h"

#include "backend/services/audittrail.h"
#include "backend/services/deviceservice.h"
#include "backend/services/readingservice.h"
#include "backend/services/registerneighbours.h"
#include "backend/services/secrets.h"
#include "backend/storage/assignmentstore.h"
#include "backend/storage/closingstore.h"
#include "backend/storage/devicestore.h"
#include "backend/storage/readingstore.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::services {

namespace {

Error deviceNotFound(DevEui eui)
{
    return {ErrorCode::DeviceNotFound, u"Device with EUI %1 not found"_s.arg(eui.toString()), {}};
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
    if (swap.replacedAt < earliestEntry)
        return Error::field(u"replaced_at"_s, u"replaced_at must lie after 2000"_s);
    storage::PlaceStore places(m_session);
    if (places.successor(old->id)) {
        return Error{ErrorCode::Conflict,
                     u"This meter was replaced once before: retire it and register the new one"_s,
                     {}};
    }
    const auto next = successorOf(*old, swap);
    if (!next)
        return next;
    if (const auto fits = registersFit(*old, *next, swap); !fits)
        return fits.error();

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
    if (places.successor(next->id))
        return refuse(u"That meter was replaced itself once before"_s);
    if (places.chain(next->organization, next->id).size() > 1)
        return refuse(u"That meter has replaced another one already"_s);
    if (next->community.isValid() && next->community != old.community)
        return refuse(u"That meter stands in another community"_s);
    if (next->endUser && (!old.endUser || next->endUser->uuid != old.endUser->uuid))
        return refuse(
            u"That meter is assigned to %1: unassign it first"_s.arg(next->endUser->name));
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
        return Error::field(u"replaced_at"_s,
                            u"The old meter was installed at %1 only"_s.arg(installed->toString()));
    }
    // What the old meter showed afterwards, and the new one before, was not seen at the place.
    RegisterNeighbours around = RegisterNeighbours::of(m_session, chain.back(), swap.replacedAt);
    around.after.reset();
    if (const auto fits =
            registerFits(around, {swap.replacedAt, swap.finalReading}, u"final_reading_m3"_s);
        !fits)
        return fits;
    const auto later = storage::ReadingStore(m_session).samples(
        next.organization, next.id, swap.replacedAt, std::nullopt, std::nullopt, 1);
    around = {};
    if (!later.empty())
        around.after = RegisterValue{later.front().at, later.front().value};
    if (const auto fits =
            registerFits(around, {swap.replacedAt, swap.initialReading}, u"initial_reading_m3"_s);
        !fits)
        return fits;
    return {};
}

} // namespace datakubo::services
