#include "backend/services/deviceservice.h"

#include "backend/services/assignmentservice.h"
#include "backend/services/audittrail.h"
#include "backend/services/secrets.h"
#include "backend/storage/assignmentstore.h"
#include "backend/storage/closingstore.h"
#include "backend/storage/communitystore.h"
#include "backend/storage/devicestatestore.h"
#include "backend/storage/placestore.h"
#include "backend/storage/readingstore.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::services {

namespace {

Error deviceNotFound(DevEui eui, const QJsonObject &details = {})
{
    return {ErrorCode::DeviceNotFound, u"Device with EUI %1 not found"_s.arg(eui.toString()),
            details};
}

// The facts a person gives a device that are others than before, as "x_before" and "x".
QJsonObject changes(const Device &before, const Device &after)
{
    const auto facts = [](const Device &device) {
        return QJsonObject{
            {u"device_name"_s, device.name},
            {u"device_type"_s, toText(device.type)},
            {u"customer"_s, device.customer ? device.customer->name : QString()},
            {u"parent_dev_eui"_s, device.parent ? device.parent->toString() : QString()},
            {u"hierarchy_level"_s, device.hierarchyLevel},
            {u"serial_number"_s, device.serialNumber},
            {u"location"_s, device.location}};
    };
    return differences(facts(before), facts(after));
}

} // namespace

DeviceService::DeviceService(storage::Session &session, const Environment &environment,
                             const Principal &principal)
    : m_session(session),
      m_environment(environment),
      m_principal(principal),
      m_visibility(Visibility::of(principal))
{
}

Result<std::optional<DeviceId>> DeviceService::applyFields(Device &device,
                                                           const DeviceFields &fields, bool isNew)
{
    storage::DeviceStore store(m_session);
    if (fields.name)
        device.name = *fields.name;
    if (fields.type)
        device.type = *fields.type;
    if (fields.serialNumber)
        device.serialNumber = *fields.serialNumber;
    if (fields.location)
        device.location = *fields.location;
    if (fields.customerUuid) {
        const CommunityId before = device.community;
        device.community = {};
        if (!fields.customerUuid->isEmpty()) {
            const auto community =
                storage::CommunityStore(m_session).find(m_visibility, *fields.customerUuid);
            if (!community) {
                return Error::field(u"customer_id"_s,
                                    u"Customer %1 not found"_s.arg(*fields.customerUuid),
                                    ErrorCode::CustomerNotFound);
            }
            device.community = community->id;
        }
        if (before.isValid() && before != device.community && device.endUser) {
            return Error::field(
                u"customer_id"_s,
                u"The device is assigned to %1: unassign it first"_s.arg(device.endUser->name),
                ErrorCode::Conflict);
        }
    }
    if (!device.community.isValid() && m_visibility.reach != Visibility::Reach::Organization)
        return Error::field(u"customer_id"_s,
                            u"customer_id is required: one of your communities"_s);

    std::optional<Device> parent;
    if (fields.clearParent)
        device.parent.reset();
    if (fields.parent)
        device.parent = fields.parent;
    if (device.parent) {
        if (*device.parent == device.eui)
            return Error::field(u"parent_dev_eui"_s, u"A device cannot be its own parent"_s);
        parent = store.find(m_visibility, *device.parent);
        if (!parent)
            return deviceNotFound(*device.parent, {{u"field"_s, u"parent_dev_eui"_s}});
        for (std::optional<Device> above = parent; above && above->parent;) {
            if (*above->parent == device.eui)
                return Error::field(u"parent_dev_eui"_s,
                                    u"That device is fed by this one already"_s);
            above = store.find(Visibility::all(device.organization), *above->parent);
        }
    }
    if (fields.hierarchyLevel)
        device.hierarchyLevel = *fields.hierarchyLevel;
    else if (isNew || fields.parent || fields.clearParent)
        device.hierarchyLevel = parent ? std::min(parent->hierarchyLevel + 1, lowestLevel) : 1;
    return parent ? std::optional(parent->id) : std::nullopt;
}

Result<Device> DeviceService::registerDevice(DevEui eui, const DeviceFields &fields)
{
    storage::DeviceStore store(m_session);
    const auto known = store.findKnown(m_principal.organization, eui);
    // What the principal does not see is not theirs to take: a retired device of another community,
    // or one that waits there with its readings.
    const bool isTheirs =
        !known
        || (known->isRegistered ? store.find(m_visibility, eui).has_value()
                                : storage::DeviceStateStore(m_session).waitsFor(m_visibility, eui));
    if (known && ((known->isRegistered && known->isActive) || !isTheirs)) {
        return Error{ErrorCode::DeviceAlreadyRegistered,
                     u"Device with EUI %1 is already registered"_s.arg(eui.toString()),
                     {{u"field"_s, u"dev_eui"_s}}};
    }
    Device device;
    device.organization = m_principal.organization;
    device.uuid = makeUuid();
    device.eui = eui;
    device.createdAt = m_environment.clock.now();
    const auto parent = applyFields(device, fields, true);
    if (!parent)
        return parent.error();
    const DeviceId id = store.save(device, *parent, known);
    if (known && storage::PlaceStore(m_session).comeBack(id))
        storage::ClosingStore(m_session).forgetAll(device.organization, id);
    auto made = *store.find(m_principal.organization, id);
    audit(u"device.register"_s, made, {{u"device_name"_s, made.name}});
    return made;
}

Result<Device> DeviceService::edit(DevEui eui, const DeviceFields &fields)
{
    storage::DeviceStore store(m_session);
    auto device = store.find(m_visibility, eui);
    if (!device)
        return deviceNotFound(eui);
    const auto parent = applyFields(*device, fields, false);
    if (!parent)
        return parent.error();
    const auto before = *store.find(m_principal.organization, device->id);
    store.edit(*device, *parent);
    auto after = *store.find(m_principal.organization, device->id);
    audit(u"device.edit"_s, after, changes(before, after));
    return after;
}

Result<void> DeviceService::retire(DevEui eui)
{
    storage::DeviceStore store(m_session);
    const auto device = store.find(m_visibility, eui);
    if (!device || !device->isActive)
        return deviceNotFound(eui);
    const Timestamp now = m_environment.clock.now();
    AssignmentService assignments(m_session, m_environment, m_principal);
    if (const auto ended = assignments.end(*device, now); !ended)
        return ended;
    store.retire(device->id, now);
    audit(u"device.retire"_s, *device, {});
    return {};
}

Result<Device> DeviceService::setStatus(DevEui eui, DeviceStatus status)
{
    storage::DeviceStore store(m_session);
    auto device = store.find(m_visibility, eui);
    if (!device)
        return deviceNotFound(eui);
    store.setStatus(device->id, status);
    audit(u"device.set_status"_s, *device,
          {{u"status_before"_s, toText(device->status)}, {u"status"_s, toText(status)}});
    device->status = status;
    return std::move(*device);
}

void DeviceService::audit(const QString &action, const Device &device, const QJsonObject &details)
{
    AuditTrail(m_session, m_environment, m_principal)
        .add(action, device.eui.toString(), device.uuid, details);
}

// A resident sees nothing of who lived there before.
void DeviceService::hideEarlierReading(Device &device)
{
    if (m_visibility.reach != Visibility::Reach::Resident || !device.lastRecordedAt)
        return;
    const auto since = storage::AssignmentStore(m_session).current(device.id);
    if (since && *device.lastRecordedAt >= since->from)
        return;
    device.lastRecordedAt.reset();
    device.lastVolume.reset();
}

Result<Device> DeviceService::find(DevEui eui)
{
    auto device = storage::DeviceStore(m_session).find(m_visibility, eui);
    if (!device)
        return deviceNotFound(eui);
    hideEarlierReading(*device);
    return std::move(*device);
}

Result<Listing<Device>> DeviceService::list(const storage::DeviceFilter &filter,
                                            const PageRequest &page)
{
    QString key = filter.sort;
    if (key.startsWith(u'-'))
        key.remove(0, 1);
    if (!key.isEmpty() && !storage::deviceSortKeys().contains(key)) {
        return Error::field(u"sort"_s,
                            u"sort must be one of %1, with '-' in front for descending"_s.arg(
                                storage::deviceSortKeys().join(u", "_s)));
    }
    storage::DeviceFilter wanted = filter;
    if (wanted.sort.isEmpty())
        wanted.sort = u"device_name"_s;
    if (page.cursor && !page.cursor->fits(wanted.sort, key.endsWith(u"_at"_s)))
        return Error::field(u"cursor"_s,
                            u"The cursor belongs to a list sorted by %1"_s.arg(page.cursor->sort));
    auto found = storage::DeviceStore(m_session).list(m_visibility, wanted, page);
    for (Device &device : found.items)
        hideEarlierReading(device);
    return found;
}

Result<QString> DeviceService::timeZone(DevEui eui)
{
    const auto device = storage::DeviceStore(m_session).find(m_visibility, eui);
    if (!device)
        return deviceNotFound(eui);
    return QString::fromLatin1(
        storage::PlaceStore(m_session).timeZone(device->organization, device->community));
}

Result<Listing<Reading>> DeviceService::readings(DevEui eui, std::optional<Timestamp> from,
                                                 std::optional<Timestamp> to,
                                                 const PageRequest &page)
{
    const auto device = storage::DeviceStore(m_session).find(m_visibility, eui);
    if (!device)
        return deviceNotFound(eui);
    if (page.cursor && !page.cursor->fits(u"-recorded_at"_s, true))
        return Error::field(u"cursor"_s, u"The cursor does not belong to a list of readings"_s);
    std::optional<Timestamp> begin = from;
    if (m_visibility.reach == Visibility::Reach::Resident) { // not those of who lived there before
        const auto since = storage::AssignmentStore(m_session).current(device->id);
        begin = std::max(from.value_or(Timestamp{}), since ? since->from : Timestamp{});
    }
    return storage::ReadingStore(m_session).list(device->organization, device->id, begin, to, page);
}

} // namespace datakubo::services
