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

// What a person changes; an absent field stays as it is, an empty text clears it.
struct CommunityFields {
    std::optional<QString> name;
    std::optional<QString> adminEmail;
    std::optional<QString> tenantName;
    std::optional<QString> timeZone;
    std::optional<QString> address;
};
struct ResidentFields {
    std::optional<QString> customerUuid;
    std::optional<QString> name;
    std::optional<QString> email;
    std::optional<QString> unit;
    std::optional<QDate> moveIn; // invalid: unknown
    std::optional<QDate> moveOut;
    std::optional<int> householdSize; // 0: unknown
    std::optional<qint64> shareMillionths;
};

// Communities ("customers"), their residents ("end users"), and what waits to be registered.
class CommunityService
{
public:
    CommunityService(storage::Session &session, const Environment &environment,
                     const Principal &principal);

    Result<Community> create(const Community &community);
    Result<Community> find(const QString &uuid);
    Result<Listing<Community>> list(const QString &search, const PageRequest &page);

    Result<Community> edit(const QString &uuid, const CommunityFields &fields);
    // CONFLICT while active devices stand in it, or while a resident of it has a history of
    // assignments: whose consumption it was must stay to be told. Its other residents go with it.
    Result<void> remove(const QString &uuid);

    Result<Resident> createResident(const Resident &resident); // communityUuid names the community
    Result<Resident> findResident(const QString &uuid);
    // Into another community only while no device is assigned.
    Result<Resident> editResident(const QString &uuid, const ResidentFields &fields);
    // CONFLICT when a device was ever assigned: the history stays. The resident's log-ins go.
    Result<void> removeResident(const QString &uuid);
    // Makes the resident unless one of this name and unit is there: false, nothing changed.
    Result<bool> addResidentOnce(const Resident &resident);
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
    Result<Resident> checked(Resident resident);
    void audit(const QString &action, const QString &subject, const QString &uuid,
               const QJsonObject &details);
    void removeLogIns(ResidentId resident);

    storage::Session &m_session;
    const Environment &m_environment;
    Principal m_principal;
    Visibility m_visibility;
};

} // namespace datakubo::services
