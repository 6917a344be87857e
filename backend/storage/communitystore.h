#pragma once
#include "backend/domain/access.h"
#include "backend/domain/community.h"
#include "backend/domain/listing.h"
#include "backend/domain/resident.h"

#include <map>
#include <optional>
#include <vector>

namespace datakubo::storage {

class Session;

class CommunityStore
{
public:
    explicit CommunityStore(Session &session) : m_session(session) {}

    // Empty when the organization has this tenant name already.
    std::optional<CommunityId> insert(const Community &community);
    std::optional<Community> find(const Visibility &visibility, const QString &uuid);
    std::optional<CommunityId> findByTenantName(OrganizationId organization,
                                                const QString &tenantName);
    Listing<Community> list(const Visibility &visibility, const QString &search,
                            const PageRequest &page);
    qint64 count(OrganizationId organization);
    // Of those among them that have one of their own.
    std::map<CommunityId, QString> timeZones(OrganizationId organization,
                                             const std::vector<CommunityId> &ids);

    // False when another community of the organization has this tenant name.
    bool edit(const Community &community);
    // With its residents, who must have no history, and the links of its admins. Retired devices
    // stay, at organization level.
    void remove(CommunityId id);

private:
    Session &m_session;
};

class ResidentStore
{
public:
    explicit ResidentStore(Session &session) : m_session(session) {}

    ResidentId insert(const Resident &resident);
    std::optional<Resident> find(const Visibility &visibility, const QString &uuid);
    // `search` matches name, unit and e-mail; empty community: all.
    Listing<Resident> list(const Visibility &visibility, const QString &communityUuid,
                           const QString &search, const PageRequest &page);
    qint64 count(OrganizationId organization);

    void edit(const Resident &resident);
    void remove(ResidentId id);
    // Assignments there ever were: of this resident, of anyone in the community.
    qint64 countAssignments(ResidentId resident);
    qint64 countAssignments(CommunityId community);
    qint64 countAssignedDevices(ResidentId resident); // now
    std::vector<ResidentId> ofCommunity(CommunityId community);
    // Same name and same unit, whatever the case.
    std::optional<ResidentId> findSame(const Resident &resident);

private:
    qint64 countOf(const QString &sql, qint64 id);

    Session &m_session;
};

} // namespace datakubo::storage
