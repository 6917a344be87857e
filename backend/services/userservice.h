#pragma once
#include "backend/domain/access.h"
#include "backend/domain/listing.h"
#include "backend/domain/result.h"
#include "backend/services/environment.h"

namespace datakubo::storage {
class Session;
}

namespace datakubo::services {

// What an admin gives a user; in an edit an absent field stays as it is.
struct UserFields {
    std::optional<QString> email;
    std::optional<QString> name;
    std::optional<Role> role;
    std::optional<QString> password;
    std::optional<QString> endUserUuid;       // of a resident
    std::optional<QStringList> customerUuids; // of a community admin

    // What can be judged without the database: address, length of the password.
    Result<void> validate() const;
};

// The people of the organization who log in. Hashing is not done here (secrets.h). Whoever loses
// a role, a password or the account loses the sessions with it; one admin always stays.
class UserService
{
public:
    UserService(storage::Session &session, const Environment &environment,
                const Principal &principal)
        : m_session(session), m_environment(environment), m_principal(principal)
    {
    }

    // An empty hash: nobody can log in until a password is set.
    Result<UserAccount> create(const UserFields &fields, const QString &passwordHash);
    Result<UserAccount> edit(const QString &uuid, const UserFields &fields,
                             const std::optional<QString> &passwordHash);
    Result<void> remove(const QString &uuid);
    Result<UserAccount> find(const QString &uuid);
    Result<Listing<UserAccount>> list(const PageRequest &page);

private:
    Result<void> applyRole(User &user, const UserFields &fields);
    Result<void> anotherAdminStays(const User &user);

    storage::Session &m_session;
    const Environment &m_environment;
    Principal m_principal;
};

} // namespace datakubo::services
