#include "backend/services/communityservice.h"

#include "backend/services/audittrail.h"
#include "backend/services/deviceservice.h"
#include "backend/services/secrets.h"
#include "backend/services/validation.h"
#include "backend/storage/accessstore.h"
#include "backend/storage/communitystore.h"
#include "backend/storage/devicestatestore.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::services {

namespace {

Error customerNotFound(const QString &uuid, const QJsonObject &details = {})
{
    return {ErrorCode::CustomerNotFound, u"Customer %1 not found"_s.arg(uuid), details};
}

Result<void> cursorFits(const PageRequest &page, const QString &sort, bool byNumber)
{
    if (page.cursor && !page.cursor->fits(sort, byNumber))
        return Error::field(u"cursor"_s, u"The cursor does not belong to this list"_s);
    return {};
}

Error tenantNameTaken(const Community &community)
{
    return Error::field(u"tenant_name"_s,
                        u"Another community has the tenant name '%1'"_s.arg(community.tenantName),
                        ErrorCode::Conflict);
}

Result<void> check(const Community &community)
{
    if (!community.adminEmail.isEmpty() && !isEmailAddress(community.adminEmail))
        return Error::field(u"admin_email"_s, u"admin_email must be an e-mail address"_s);
    if (!community.timeZone.isEmpty() && !isTimeZone(community.timeZone))
        return Error::field(u"time_zone"_s, u"time_zone must be a name such as Europe/Madrid"_s);
    return {};
}

template <typename Target, typename Given>
void take(Target &target, const Given &given)
{
    if (given)
        target = *given;
}

QJsonObject facts(const Community &community)
{
    return {{u"name"_s, community.name},
            {u"admin_email"_s, community.adminEmail},
            {u"tenant_name"_s, community.tenantName},
            {u"time_zone"_s, community.timeZone},
            {u"address"_s, community.address}};
}

QJsonObject facts(const Resident &resident)
{
    return {{u"name"_s, resident.name},
            {u"email"_s, resident.email},
            {u"unit"_s, resident.unit},
            {u"move_in"_s, resident.moveIn.toString(Qt::ISODate)},
            {u"move_out"_s, resident.moveOut.toString(Qt::ISODate)},
            {u"household_size"_s, resident.householdSize},
            {u"share_millionths"_s, resident.shareMillionths},
            {u"customer_id"_s, resident.communityUuid}};
}

} // namespace

CommunityService::CommunityService(storage::Session &session, const Environment &environment,
                                   const Principal &principal)
    : m_session(session),
      m_environment(environment),
      m_principal(principal),
      m_visibility(Visibility::of(principal))
{
}

Result<Community> CommunityService::create(const Community &wanted)
{
    if (const auto right = check(wanted); !right)
        return right.error();
    Community community = wanted;
    community.organization = m_principal.organization;
    community.uuid = makeUuid();
    community.createdAt = m_environment.clock.now();
    if (!storage::CommunityStore(m_session).insert(community))
        return tenantNameTaken(community);
    audit(u"customer.create"_s, community.name, community.uuid, facts(community));
    return find(community.uuid);
}

Result<Community> CommunityService::find(const QString &uuid)
{
    auto community = storage::CommunityStore(m_session).find(m_visibility, uuid);
    if (!community)
        return customerNotFound(uuid);
    return std::move(*community);
}

Result<Listing<Community>> CommunityService::list(const QString &search, const PageRequest &page)
{
    if (const auto fits = cursorFits(page, u"name"_s, false); !fits)
        return fits.error();
    return storage::CommunityStore(m_session).list(m_visibility, search, page);
}

Result<Community> CommunityService::edit(const QString &uuid, const CommunityFields &fields)
{
    auto community = find(uuid);
    if (!community)
        return community;
    const QJsonObject before = facts(*community);
    take(community->name, fields.name);
    take(community->adminEmail, fields.adminEmail);
    take(community->tenantName, fields.tenantName);
    take(community->timeZone, fields.timeZone);
    take(community->address, fields.address);
    if (const auto right = check(*community); !right)
        return right.error();
    if (!storage::CommunityStore(m_session).edit(*community))
        return tenantNameTaken(*community);
    audit(u"customer.edit"_s, community->name, uuid, differences(before, facts(*community)));
    return community;
}

Result<void> CommunityService::remove(const QString &uuid)
{
    const auto community = find(uuid);
    if (!community)
        return community.error();
    if (community->deviceCount > 0) {
        return Error{ErrorCode::Conflict,
                     u"%1 devices stand in this community: move or retire them first"_s.arg(
                         community->deviceCount),
                     {{u"device_count"_s, community->deviceCount}}};
    }
    storage::ResidentStore residents(m_session);
    if (residents.countAssignments(community->id) > 0) {
        return Error{ErrorCode::Conflict,
                     u"Residents of this community had devices assigned: their history stays"_s,
                     {{u"resident_count"_s, community->residentCount}}};
    }
    for (const ResidentId resident : residents.ofCommunity(community->id))
        removeLogIns(resident);
    storage::CommunityStore(m_session).remove(community->id);
    audit(u"customer.delete"_s, community->name, uuid, facts(*community));
    return {};
}

Result<Resident> CommunityService::checked(Resident resident)
{
    const auto community =
        storage::CommunityStore(m_session).find(m_visibility, resident.communityUuid);
    if (!community)
        return customerNotFound(resident.communityUuid, {{u"field"_s, u"customer_id"_s}});
    if (!resident.email.isEmpty() && !isEmailAddress(resident.email))
        return Error::field(u"email"_s, u"email must be an e-mail address"_s);
    if (resident.moveOut.isValid() && resident.moveIn.isValid()
        && resident.moveOut < resident.moveIn)
        return Error::field(u"move_out"_s, u"move_out lies before move_in"_s);
    resident.organization = m_principal.organization;
    resident.community = community->id;
    return resident;
}

Result<Resident> CommunityService::createResident(const Resident &wanted)
{
    auto resident = checked(wanted);
    if (!resident)
        return resident;
    resident->uuid = makeUuid();
    resident->createdAt = m_environment.clock.now();
    storage::ResidentStore(m_session).insert(*resident);
    audit(u"end_user.create"_s, resident->name, resident->uuid, facts(*resident));
    return findResident(resident->uuid);
}

Result<bool> CommunityService::addResidentOnce(const Resident &wanted)
{
    const auto resident = checked(wanted);
    if (!resident)
        return resident.error();
    if (storage::ResidentStore(m_session).findSame(*resident))
        return false;
    const auto made = createResident(wanted);
    return made ? Result<bool>(true) : Result<bool>(made.error());
}

Result<Resident> CommunityService::editResident(const QString &uuid, const ResidentFields &fields)
{
    const auto before = findResident(uuid);
    if (!before)
        return before;
    Resident wanted = *before;
    take(wanted.communityUuid, fields.customerUuid);
    take(wanted.name, fields.name);
    take(wanted.email, fields.email);
    take(wanted.unit, fields.unit);
    take(wanted.moveIn, fields.moveIn);
    take(wanted.moveOut, fields.moveOut);
    take(wanted.householdSize, fields.householdSize);
    take(wanted.shareMillionths, fields.shareMillionths);
    const auto resident = checked(wanted);
    if (!resident)
        return resident;
    storage::ResidentStore store(m_session);
    if (resident->community != before->community && store.countAssignedDevices(resident->id) > 0) {
        return Error::field(u"customer_id"_s,
                            u"Devices are assigned to %1: unassign them first"_s.arg(before->name),
                            ErrorCode::Conflict);
    }
    store.edit(*resident);
    audit(u"end_user.edit"_s, resident->name, uuid, differences(facts(*before), facts(*resident)));
    return findResident(uuid);
}

Result<void> CommunityService::removeResident(const QString &uuid)
{
    const auto resident = findResident(uuid);
    if (!resident)
        return resident.error();
    storage::ResidentStore store(m_session);
    if (store.countAssignments(resident->id) > 0) {
        return Error{
            ErrorCode::Conflict,
            u"Devices were assigned to %1: the history stays; enter the day of moving out instead"_s
                .arg(resident->name),
            {}};
    }
    removeLogIns(resident->id);
    store.remove(resident->id);
    audit(u"end_user.delete"_s, resident->name, uuid, facts(*resident));
    return {};
}

void CommunityService::audit(const QString &action, const QString &subject, const QString &uuid,
                             const QJsonObject &details)
{
    AuditTrail(m_session, m_environment, m_principal).add(action, subject, uuid, details);
}

void CommunityService::removeLogIns(ResidentId resident)
{
    storage::UserStore users(m_session);
    for (const UserId user : users.ofResident(resident))
        users.remove(user);
}

Result<Resident> CommunityService::findResident(const QString &uuid)
{
    auto resident = storage::ResidentStore(m_session).find(m_visibility, uuid);
    if (!resident)
        return Error{ErrorCode::EndUserNotFound, u"End user %1 not found"_s.arg(uuid), {}};
    return std::move(*resident);
}

Result<Listing<Resident>> CommunityService::residents(const QString &communityUuid,
                                                      const QString &search,
                                                      const PageRequest &page)
{
    if (const auto fits = cursorFits(page, u"name"_s, false); !fits)
        return fits.error();
    return storage::ResidentStore(m_session).list(m_visibility, communityUuid, search, page);
}

Result<Listing<UnregisteredDevice>> CommunityService::unregistered(const QString &communityUuid,
                                                                   const PageRequest &page)
{
    if (const auto fits = cursorFits(page, u"-last_seen_at"_s, true); !fits)
        return fits.error();
    return storage::DeviceStateStore(m_session).unregistered(m_visibility, communityUuid, page);
}

Result<CommunityService::Registered> CommunityService::registerUnregistered(
    const QString &communityUuid, const std::optional<std::vector<DevEui>> &euis, DeviceType type)
{
    const auto community = find(communityUuid);
    if (!community)
        return community.error();
    storage::DeviceStateStore states(m_session);
    std::vector<std::pair<DevEui, QString>> wanted; // with the sender's name
    Registered result;
    if (euis) {
        const auto known = states.find(m_principal.organization, *euis);
        for (const DevEui eui : *euis) {
            const auto state = known.find(eui);
            if (state == known.end())
                result.skipped.push_back({eui, u"never_heard"_s});
            else if (state->second.isRegistered)
                result.skipped.push_back({eui, u"already_registered"_s});
            else if (m_visibility.reach != Visibility::Reach::Organization
                     && state->second.tenantName != community->tenantName)
                result.skipped.push_back({eui, u"never_heard"_s}); // not theirs to know of
            else
                wanted.emplace_back(eui, state->second.senderName);
        }
    } else if (!community->tenantName.isEmpty()) {
        for (const UnregisteredDevice &device :
             states.unregisteredOfTenant(m_principal.organization, community->tenantName))
            wanted.emplace_back(device.eui, device.name);
    }
    DeviceService devices(m_session, m_environment, m_principal);
    for (const auto &[eui, name] : wanted) {
        DeviceFields fields;
        fields.name = name.isEmpty() ? eui.toString() : name;
        fields.type = type;
        fields.customerUuid = communityUuid;
        auto device = devices.registerDevice(eui, fields);
        if (device)
            result.registered.push_back(std::move(*device));
        else
            result.skipped.push_back({eui, u"already_registered"_s}); // named twice in the list
    }
    return result;
}

} // namespace datakubo::services
