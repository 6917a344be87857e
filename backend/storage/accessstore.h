#pragma once
#include "backend/domain/access.h"
#include "backend/domain/listing.h"

#include <QByteArray>

#include <optional>
#include <vector>

namespace datakubo::storage {

class Session;

class UserStore
{
public:
    explicit UserStore(Session &session) : m_session(session) {}

    struct WithPassword {
        User user;
        QString passwordHash; // argon2id, libsodium's text form
    };

    // Empty when the e-mail address is taken.
    std::optional<UserId> insert(const User &user, const QString &passwordHash);
    std::optional<WithPassword> findByEmail(const QString &lowerCaseEmail);
    std::optional<User> find(UserId id);
    std::optional<User> findByUuid(const QString &uuid);

    std::optional<UserAccount> account(OrganizationId organization, const QString &uuid);
    Listing<UserAccount> accounts(OrganizationId organization, const PageRequest &page);
    // Everything but the password. False when the e-mail address is another user's.
    bool edit(const User &user);
    void setPassword(UserId id, const QString &passwordHash);
    void remove(UserId id); // with its sessions
    qint64 countAdmins(OrganizationId organization);
    std::vector<UserId> ofResident(ResidentId resident);

private:
    std::vector<CommunityId> communitiesOf(UserId id);
    void linkCommunities(UserId id, const std::vector<CommunityId> &communities);
    void completeAccount(UserAccount &account);

    Session &m_session;
};

class ApiKeyStore
{
public:
    explicit ApiKeyStore(Session &session) : m_session(session) {}

    ApiKeyId insert(const ApiKey &key, const QByteArray &sha256);
    // Keys that are not revoked.
    std::optional<ApiKey> findByHash(const QByteArray &sha256);
    std::vector<ApiKey> list(OrganizationId organization);
    QString nameOf(ApiKeyId id); // of a revoked one too
    bool revoke(OrganizationId organization, const QString &uuid, Timestamp now);
    void touch(ApiKeyId id, Timestamp now);

private:
    Session &m_session;
};

// Refresh tokens: each is used once and replaced by the next of its family; one used twice is
// stolen and ends the whole family.
class RefreshTokenStore
{
public:
    explicit RefreshTokenStore(Session &session) : m_session(session) {}

    struct Token {
        UserId user;
        QString family;
        Timestamp expiresAt;
        bool used = false;
        bool revoked = false;
    };

    void insert(const QByteArray &sha256, const Token &token, Timestamp now);
    std::optional<Token> find(const QByteArray &sha256);
    void markUsed(const QByteArray &sha256, Timestamp now);
    void revokeFamily(const QString &family, Timestamp now);
    void revokeAllOf(UserId user, Timestamp now);

private:
    Session &m_session;
};

} // namespace datakubo::storage
