#pragma once
#include "backend/domain/ids.h"
#include "backend/domain/timestamp.h"
#include "backend/domain/words.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace datakubo {

struct User {
    UserId id;
    OrganizationId organization;
    QString uuid;
    QString email; // lower case
    QString name;
    Role role = Role::Resident;
    std::vector<CommunityId> communities; // of a community admin
    ResidentId resident;                  // of a resident; invalid otherwise
    Timestamp createdAt;
};

// A user as an admin sees it: with the outside ids of what it is limited to.
struct UserAccount {
    User user;
    QString endUserUuid;       // empty unless a resident
    QStringList customerUuids; // of a community admin
};

struct ApiKey {
    ApiKeyId id;
    OrganizationId organization;
    QString uuid;
    QString name;
    KeyScope scope = KeyScope::Full;
    QString prefix; // the first characters, to recognise it by
    Timestamp createdAt;
    std::optional<Timestamp> lastUsedAt;
};

// Who asks: made by api/authentication, handed down to the services.
struct Principal {
    enum class Kind { ApiKey, User, LocalOwner };

    Kind kind = Kind::ApiKey;
    OrganizationId organization;
    Role role = Role::Admin; // an API key and the local owner act as admin
    KeyScope keyScope = KeyScope::Full;
    UserId user;
    ApiKeyId apiKey;
    std::vector<CommunityId> communities;
    ResidentId resident;
};

// Which devices, communities and residents a principal may see; every list and look-up of the
// stores takes one. Admins see the organization, community admins their communities, residents
// the devices assigned to them now.
struct Visibility {
    enum class Reach { Organization, Communities, Resident };

    OrganizationId organization;
    Reach reach = Reach::Organization;
    std::vector<CommunityId> communities;
    ResidentId resident;

    static Visibility of(const Principal &principal);
    static Visibility all(OrganizationId organization)
    {
        return {organization, Reach::Organization, {}, {}};
    }
};

} // namespace datakubo
