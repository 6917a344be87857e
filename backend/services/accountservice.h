#pragma once
#include "backend/domain/access.h"
#include "backend/domain/organization.h"
#include "backend/domain/result.h"
#include "backend/services/environment.h"

namespace datakubo::storage {
class Session;
}

namespace datakubo::services {

struct SignupRequest {
    QString organizationName;
    QString email;
    QString password;
    QString timeZone; // IANA name; empty: the computer's

    // Fields a person can get wrong: name, address, password length (10 at least).
    Result<void> validate() const;
};

struct Tokens {
    QString access;
    QString refresh;
};

struct SignedUp {
    Organization organization;
    User user;
    QString apiKey; // shown once
    Tokens tokens;
};

// Organizations, users and their sessions. Hashing is not done here (secrets.h): it is slow, and
// this runs inside transactions.
class AccountService
{
public:
    AccountService(storage::Session &session, const Environment &environment)
        : m_session(session), m_environment(environment)
    {
    }

    // The first organization may be made by the owner of the computer (`trusted`: loopback, the
    // window, the command line); later ones only with
    // allowSignup, of the program or of that first organization. SIGNUP_CLOSED otherwise.
    Result<void> maySignUp(bool trusted);
    Result<SignedUp> signUp(const SignupRequest &request, const QString &passwordHash,
                            bool trusted);

    // The stored password hash of this address; empty when there is none.
    struct Credentials {
        User user;
        QString passwordHash;
    };
    std::optional<Credentials> credentials(const QString &email);
    Tokens startSession(const User &user);
    // One use each; a token used twice ends its whole family.
    Result<Tokens> refresh(const QString &refreshToken);
    void endSession(const QString &refreshToken);

    // Who an API key, an access token or the owner of this computer is.
    Result<Principal> principalOfKey(const QString &apiKey);
    Result<Principal> principalOfToken(const QByteArray &accessToken);
    Result<Principal> owner(); // INVALID_API_KEY before the first sign-up

    struct Identity {
        Organization organization;
        std::optional<User> user;
    };
    Result<Identity> identity(const Principal &principal);

    std::vector<ApiKey> apiKeys(OrganizationId organization);
    struct NewKey {
        ApiKey key;
        QString secret; // shown once
    };
    Result<NewKey> createApiKey(OrganizationId organization, const QString &name, KeyScope scope);
    void noteKeyUse(ApiKeyId key);
    // The same by somebody, which is noted in the audit log.
    Result<NewKey> createApiKey(const Principal &by, const QString &name, KeyScope scope);
    Result<void> revokeApiKey(const Principal &by, const QString &uuid);
    Result<void> revokeApiKey(OrganizationId organization, const QString &uuid);

private:
    Tokens issue(const User &user, const QString &family);

    storage::Session &m_session;
    const Environment &m_environment;
};

} // namespace datakubo::services
