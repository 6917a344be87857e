#include "backend/services/accountservice.h"

#include "backend/domain/text.h"
#include "backend/services/audittrail.h"
#include "backend/services/secrets.h"
#include "backend/services/validation.h"
#include "backend/storage/accessstore.h"
#include "backend/storage/organizationstore.h"

#include <QTimeZone>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::services {

Result<void> SignupRequest::validate() const
{
    if (organizationName.isEmpty())
        return Error::field(u"organization_name"_s, u"organization_name is required"_s);
    if (!isEmailAddress(email))
        return Error::field(u"email"_s, u"email must be an e-mail address"_s);
    if (const auto fits = checkPassword(password); !fits)
        return fits;
    if (!timeZone.isEmpty() && !isTimeZone(timeZone))
        return Error::field(u"time_zone"_s, u"time_zone must be a name such as Europe/Madrid"_s);
    return {};
}

Result<void> AccountService::maySignUp(bool trusted)
{
    const auto owner = storage::OrganizationStore(m_session).first();
    if (m_environment.allowSignup || (owner ? owner->allowSignup : trusted))
        return {};
    return Error{ErrorCode::SignupClosed, u"Sign-up is closed on this server"_s, {}};
}

Result<SignedUp> AccountService::signUp(const SignupRequest &request, const QString &passwordHash,
                                        bool trusted)
{
    if (const auto allowed = maySignUp(trusted); !allowed)
        return allowed.error();
    const Timestamp now = m_environment.clock.now();
    SignedUp result;
    result.organization.uuid = makeUuid();
    result.organization.name = request.organizationName;
    result.organization.timeZone = request.timeZone.isEmpty()
                                       ? QString::fromLatin1(QTimeZone::systemTimeZoneId())
                                       : request.timeZone;
    result.organization.subscriptionTier = m_environment.tiers.front().name;
    result.organization.createdAt = now;
    result.organization.id = storage::OrganizationStore(m_session).insert(result.organization);

    result.user.organization = result.organization.id;
    result.user.uuid = makeUuid();
    result.user.email = request.email.toLower();
    result.user.role = Role::Admin;
    result.user.createdAt = now;
    const auto user = storage::UserStore(m_session).insert(result.user, passwordHash);
    if (!user) {
        return Error::field(u"email"_s, u"This e-mail address has an account already"_s,
                            ErrorCode::Conflict);
    }
    result.user.id = *user;
    const auto key = createApiKey(result.organization.id, u"Created at sign-up"_s, KeyScope::Full);
    if (!key)
        return key.error();
    result.apiKey = key->secret;
    result.tokens = startSession(result.user);
    return result;
}

std::optional<AccountService::Credentials> AccountService::credentials(const QString &email)
{
    auto found = storage::UserStore(m_session).findByEmail(email.toLower());
    if (!found)
        return std::nullopt;
    return Credentials{std::move(found->user), std::move(found->passwordHash)};
}

Tokens AccountService::startSession(const User &user)
{
    return issue(user, makeUuid());
}

Tokens AccountService::issue(const User &user, const QString &family)
{
    const Timestamp now = m_environment.clock.now();
    const Tokens tokens{signAccessToken(user.uuid, m_environment), makeRefreshToken()};
    storage::RefreshTokenStore(m_session).insert(
        sha256(tokens.refresh),
        {user.id, family, now + refreshTokenSeconds * duration::second, false, false}, now);
    return tokens;
}

Result<Tokens> AccountService::refresh(const QString &refreshToken)
{
    const Error invalid{
        ErrorCode::InvalidToken, u"The refresh token is not valid or has expired"_s, {}};
    const Timestamp now = m_environment.clock.now();
    storage::RefreshTokenStore store(m_session);
    const QByteArray hash = sha256(refreshToken);
    const auto token = store.find(hash);
    if (!token || token->revoked || token->expiresAt <= now)
        return invalid;
    if (token->used) {
        store.revokeFamily(token->family, now);
        return invalid;
    }
    const auto user = storage::UserStore(m_session).find(token->user);
    if (!user)
        return invalid;
    store.markUsed(hash, now);
    return issue(*user, token->family);
}

void AccountService::endSession(const QString &refreshToken)
{
    storage::RefreshTokenStore store(m_session);
    if (const auto token = store.find(sha256(refreshToken)))
        store.revokeFamily(token->family, m_environment.clock.now());
}

Result<Principal> AccountService::principalOfKey(const QString &apiKey)
{
    const auto key = storage::ApiKeyStore(m_session).findByHash(sha256(apiKey));
    if (!key)
        return Error{ErrorCode::InvalidApiKey, u"The API key is not valid"_s, {}};
    Principal principal;
    principal.kind = Principal::Kind::ApiKey;
    principal.organization = key->organization;
    principal.keyScope = key->scope;
    principal.apiKey = key->id;
    return principal;
}

Result<Principal> AccountService::principalOfToken(const QByteArray &accessToken)
{
    const auto uuid = verifyAccessToken(accessToken, m_environment);
    if (!uuid)
        return uuid.error();
    const auto user = storage::UserStore(m_session).findByUuid(*uuid);
    if (!user)
        return Error{
            ErrorCode::InvalidToken, u"The user of this access token no longer exists"_s, {}};
    Principal principal;
    principal.kind = Principal::Kind::User;
    principal.organization = user->organization;
    principal.role = user->role;
    principal.user = user->id;
    principal.communities = user->communities;
    principal.resident = user->resident;
    return principal;
}

Result<Principal> AccountService::owner()
{
    const auto organization = storage::OrganizationStore(m_session).first();
    if (!organization)
        return Error{
            ErrorCode::InvalidApiKey, u"There is no organization yet: sign up first"_s, {}};
    Principal principal;
    principal.kind = Principal::Kind::LocalOwner;
    principal.organization = organization->id;
    return principal;
}

Result<AccountService::Identity> AccountService::identity(const Principal &principal)
{
    auto organization = storage::OrganizationStore(m_session).find(principal.organization);
    if (!organization)
        return Error{ErrorCode::NotFound, u"The organization no longer exists"_s, {}};
    Identity identity{std::move(*organization), std::nullopt};
    if (principal.kind == Principal::Kind::User)
        identity.user = storage::UserStore(m_session).find(principal.user);
    return identity;
}

std::vector<ApiKey> AccountService::apiKeys(OrganizationId organization)
{
    return storage::ApiKeyStore(m_session).list(organization);
}

Result<AccountService::NewKey> AccountService::createApiKey(OrganizationId organization,
                                                            const QString &name, KeyScope scope)
{
    storage::ApiKeyStore store(m_session);
    if (store.list(organization).size() >= 1000)
        return Error{ErrorCode::Conflict, u"There are 1000 API keys; revoke some first"_s, {}};
    NewKey made;
    made.secret = makeApiKey();
    made.key.organization = organization;
    made.key.uuid = makeUuid();
    made.key.name = name;
    made.key.scope = scope;
    made.key.prefix = made.secret.left(12);
    made.key.createdAt = m_environment.clock.now();
    made.key.id = store.insert(made.key, sha256(made.secret));
    return made;
}

Result<AccountService::NewKey> AccountService::createApiKey(const Principal &by,
                                                            const QString &name, KeyScope scope)
{
    auto made = createApiKey(by.organization, name, scope);
    if (made) {
        AuditTrail(m_session, m_environment, by)
            .add(u"api_key.create"_s, name, made->key.uuid, {{u"scope"_s, toText(scope)}});
    }
    return made;
}

Result<void> AccountService::revokeApiKey(const Principal &by, const QString &uuid)
{
    QString name;
    for (const ApiKey &key : storage::ApiKeyStore(m_session).list(by.organization)) {
        if (key.uuid == uuid)
            name = key.name;
    }
    const auto revoked = revokeApiKey(by.organization, uuid);
    if (revoked)
        AuditTrail(m_session, m_environment, by).add(u"api_key.revoke"_s, name, uuid);
    return revoked;
}

void AccountService::noteKeyUse(ApiKeyId key)
{
    storage::ApiKeyStore(m_session).touch(key, m_environment.clock.now());
}

Result<void> AccountService::revokeApiKey(OrganizationId organization, const QString &uuid)
{
    if (storage::ApiKeyStore(m_session).revoke(organization, uuid, m_environment.clock.now()))
        return {};
    return Error{ErrorCode::NotFound, u"API key %1 not found"_s.arg(uuid), {}};
}

} // namespace datakubo::services
