#pragma once
#include "backend/domain/access.h"
#include "backend/domain/community.h"
#include "backend/domain/device.h"
#include "backend/domain/listing.h"
#include "backend/domain/resident.h"
#include "backend/domain/result.h"
#include "backend/services/environment.h"

namespace datakubo::storage {
class Session;
}

namespace datakubo::services {

// Communities ("customers"), their residents ("end users"), and what waits to be registered.
class CommunityService
{
public:
    CommunityService(storage::Session &session, const Environment &environment,
                     const Principal &principal);

    Result<Community> create(const Community &community);
    Result<Community> find(const QString &uuid);
    Result<Listing<Community>> list(const QString &search, const PageRequest &page);

    Result<Resident> createResident(const Resident &resident); // communityUuid names the community
    Result<Resident> findResident(const QString &uuid);
    Result<Listing<Resident>> residents(const QString &communityUuid, const QString &search,
                                        const PageRequest &page);

    Result<Listing<UnregisteredDevice>> unregistered(const QString &communityUuid,
                                                     const PageRequest &page);

    struct Skipped {
        DevEui eui;
        QString reason;
    };
    struct Registered {
        std::vector<Device> registered;
        std::vector<Skipped> skipped;
    };
    // Without a list: all that wait under the community's tenant name. Each brings its history.
    Result<Registered> registerUnregistered(const QString &communityUuid,
                                            const std::optional<std::vector<DevEui>> &euis,
                                            DeviceType type);

private:
    storage::Session &m_session;
    const Environment &m_environment;
    Principal m_principal;
    Visibility m_visibility;
};

} // namespace datakubo::services
