#include "backend/services/communityservice.h"

#include "backend/services/deviceservice.h"
#include "backend/services/secrets.h"
#include "backend/services/validation.h"
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
    if (!wanted.adminEmail.isEmpty() && !isEmailAddress(wanted.adminEmail))
        return Error::field(u"admin_email"_s, u"admin_email must be an e-mail address"_s);
    if (!wanted.timeZone.isEmpty() && !isTimeZone(wanted.timeZone))
        return Error::field(u"time_zone"_s, u"time_zone must be a name such as Europe/Madrid"_s);
    Community community = wanted;
    community.organization = m_principal.organization;
    community.uuid = makeUuid();
    community.createdAt = m_environment.clock.now();
    if (!storage::CommunityStore(m_session).insert(community)) {
        return Error::field(
            u"tenant_name"_s,
            u"Another community has the tenant name '%1'"_s.arg(community.tenantName),
            ErrorCode::Conflict);
    }
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

Result<Resident> CommunityService::createResident(const Resident &wanted)
{
    const auto community =
        storage::CommunityStore(m_session).find(m_visibility, wanted.communityUuid);
    if (!community)
        return customerNotFound(wanted.communityUuid, {{u"field"_s, u"customer_id"_s}});
    if (!wanted.email.isEmpty() && !isEmailAddress(wanted.email))
        return Error::field(u"email"_s, u"email must be an e-mail address"_s);
    if (wanted.moveOut.isValid() && wanted.moveIn.isValid() && wanted.moveOut < wanted.moveIn)
        return Error::field(u"move_out"_s, u"move_out lies before move_in"_s);
    Resident resident = wanted;
    resident.organization = m_principal.organization;
    resident.community = community->id;
    resident.uuid = makeUuid();
    resident.createdAt = m_environment.clock.now();
    storage::ResidentStore(m_session).insert(resident);
    return findResident(resident.uuid);
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
