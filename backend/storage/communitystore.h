#pragma once
#include "backend/domain/access.h"
#include "backend/domain/community.h"
#include "backend/domain/listing.h"
#include "backend/domain/resident.h"

#include <optional>

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

private:
    Session &m_session;
};

} // namespace datakubo::storage
