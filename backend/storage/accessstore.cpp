#include "backend/storage/accessstore.h"

#include "backend/storage/paging.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::storage {

namespace {

const QString selectUser = u"select id, organization_id, uuid, email, name, role, resident_id, "
                           "created_at_ms, password_hash from users "_s;

User readUser(const Statement &row)
{
    User user;
    user.id = row.id<UserId>(0);
    user.organization = row.id<OrganizationId>(1);
    user.uuid = row.text(2);
    user.email = row.text(3);
    user.name = row.text(4);
    user.role = parseRole(row.text(5)).value_or(Role::Resident);
    user.resident = row.id<ResidentId>(6);
    user.createdAt = row.time(7);
    return user;
}

const QString selectKey = u"select id, organization_id, uuid, name, scope, prefix, created_at_ms, "
                          "last_used_at_ms from api_keys "_s;

ApiKey readKey(const Statement &row)
{
    ApiKey key;
    key.id = row.id<ApiKeyId>(0);
    key.organization = row.id<OrganizationId>(1);
    key.uuid = row.text(2);
    key.name = row.text(3);
    key.scope = parseKeyScope(row.text(4)).value_or(KeyScope::Ingest);
    key.prefix = row.text(5);
    key.createdAt = row.time(6);
    if (row.integer(7) > 0)
        key.lastUsedAt = row.time(7);
    return key;
}

} // namespace

std::optional<UserId> UserStore::insert(const User &user, const QString &passwordHash)
{
    Statement &row = m_session.prepare(
        u"insert into users (organization_id, uuid, email, name, password_hash, role, resident_id, "
        u"created_at_ms) "
        "values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (email) do nothing returning id"_s);
    row.bindAll(user.organization, user.uuid, user.email, user.name, passwordHash,
                toText(user.role), user.resident, user.createdAt)
        .exec();
    if (!row.next())
        return std::nullopt;
    const auto id = row.id<UserId>(0);
    linkCommunities(id, user.communities);
    return id;
}

void UserStore::linkCommunities(UserId id, const std::vector<CommunityId> &communities)
{
    for (const CommunityId community : communities) {
        m_session
            .prepare(u"insert into user_communities (user_id, community_id) values (?, ?) "
                     "on conflict do nothing"_s)
            .bindAll(id, community)
            .exec();
    }
}

bool UserStore::edit(const User &user)
{
    const auto other = findByEmail(user.email);
    if (other && other->user.id != user.id)
        return false;
    m_session
        .prepare(u"update users set email = ?, name = ?, role = ?, resident_id = ? where id = ?"_s)
        .bindAll(user.email, user.name, toText(user.role), user.resident, user.id)
        .exec();
    m_session.prepare(u"delete from user_communities where user_id = ?"_s).bind(user.id).exec();
    linkCommunities(user.id, user.communities);
    return true;
}

void UserStore::setPassword(UserId id, const QString &passwordHash)
{
    m_session.prepare(u"update users set password_hash = ? where id = ?"_s)
        .bindAll(passwordHash, id)
        .exec();
}

void UserStore::remove(UserId id)
{
    for (const QString &sql :
         {u"delete from refresh_tokens where user_id = ?"_s,
          u"delete from user_communities where user_id = ?"_s, u"delete from users where id = ?"_s})
        m_session.prepare(sql).bind(id).exec();
}

qint64 UserStore::countAdmins(OrganizationId organization)
{
    Statement &row =
        m_session
            .prepare(u"select count(*) from users where organization_id = ? and role = 'admin'"_s)
            .bind(organization)
            .exec();
    return row.next() ? row.integer(0) : 0;
}

std::vector<UserId> UserStore::ofResident(ResidentId resident)
{
    std::vector<UserId> users;
    Statement &row =
        m_session.prepare(u"select id from users where resident_id = ?"_s).bind(resident).exec();
    while (row.next())
        users.push_back(row.id<UserId>(0));
    return users;
}

namespace {

UserAccount readAccount(const Statement &row)
{
    return {readUser(row), {}, {}};
}

} // namespace

void UserStore::completeAccount(UserAccount &account)
{
    account.user.communities = communitiesOf(account.user.id);
    if (account.user.resident.isValid()) {
        Statement &row = m_session.prepare(u"select uuid from residents where id = ?"_s)
                             .bind(account.user.resident)
                             .exec();
        if (row.next())
            account.endUserUuid = row.text(0);
    }
    Statement &row =
        m_session
            .prepare(u"select c.uuid from user_communities u join communities c "
                     "on c.id = u.community_id where u.user_id = ? order by c.name_key, c.id"_s)
            .bind(account.user.id)
            .exec();
    while (row.next())
        account.customerUuids.append(row.text(0));
}

std::optional<UserAccount> UserStore::account(OrganizationId organization, const QString &uuid)
{
    Statement &row = m_session.prepare(selectUser + u"where organization_id = ? and uuid = ?"_s)
                         .bindAll(organization, uuid)
                         .exec();
    if (!row.next())
        return std::nullopt;
    UserAccount account = readAccount(row);
    completeAccount(account);
    return account;
}

Listing<UserAccount> UserStore::accounts(OrganizationId organization, const PageRequest &page)
{
    Conditions conditions(m_session.engine());
    conditions.add(u"organization_id = ?"_s, {organization.value});
    const SortOrder order{u"created_at"_s, u"created_at_ms"_s,      u"id"_s, 7, 0,
                          false,           SortOrder::Kind::Integer};
    auto listing = readPage<UserAccount>(m_session, selectUser, u"select count(*) from users"_s,
                                         conditions, order, page, readAccount);
    for (UserAccount &account : listing.items)
        completeAccount(account);
    return listing;
}

std::optional<UserStore::WithPassword> UserStore::findByEmail(const QString &lowerCaseEmail)
{
    Statement &row =
        m_session.prepare(selectUser + u"where email = ?"_s).bind(lowerCaseEmail).exec();
    if (!row.next())
        return std::nullopt;
    WithPassword found{readUser(row), row.text(8)};
    found.user.communities = communitiesOf(found.user.id);
    return found;
}

std::optional<User> UserStore::find(UserId id)
{
    Statement &row = m_session.prepare(selectUser + u"where id = ?"_s).bind(id).exec();
    if (!row.next())
        return std::nullopt;
    User user = readUser(row);
    user.communities = communitiesOf(id);
    return user;
}

std::optional<User> UserStore::findByUuid(const QString &uuid)
{
    Statement &row = m_session.prepare(selectUser + u"where uuid = ?"_s).bind(uuid).exec();
    if (!row.next())
        return std::nullopt;
    User user = readUser(row);
    user.communities = communitiesOf(user.id);
    return user;
}

std::vector<CommunityId> UserStore::communitiesOf(UserId id)
{
    std::vector<CommunityId> communities;
    Statement &row =
        m_session
            .prepare(
                u"select community_id from user_communities where user_id = ? order by community_id"_s)
            .bind(id)
            .exec();
    while (row.next())
        communities.push_back(row.id<CommunityId>(0));
    return communities;
}

ApiKeyId ApiKeyStore::insert(const ApiKey &key, const QByteArray &sha256)
{
    Statement &row = m_session.prepare(u"insert into api_keys (organization_id, uuid, name, scope, "
                                       u"prefix, key_hash, created_at_ms, last_used_at_ms) "
                                       "values (?, ?, ?, ?, ?, ?, ?, 0) returning id"_s);
    row.bindAll(key.organization, key.uuid, key.name, toText(key.scope), key.prefix, sha256,
                key.createdAt)
        .exec()
        .next();
    return row.id<ApiKeyId>(0);
}

std::optional<ApiKey> ApiKeyStore::findByHash(const QByteArray &sha256)
{
    Statement &row =
        m_session.prepare(selectKey + u"where key_hash = ? and revoked_at_ms is null"_s)
            .bind(sha256)
            .exec();
    return row.next() ? std::optional(readKey(row)) : std::nullopt;
}

std::vector<ApiKey> ApiKeyStore::list(OrganizationId organization)
{
    std::vector<ApiKey> keys;
    Statement &row =
        m_session
            .prepare(
                selectKey
                + u"where organization_id = ? and revoked_at_ms is null order by id limit 1000"_s)
            .bind(organization)
            .exec();
    while (row.next())
        keys.push_back(readKey(row));
    return keys;
}

QString ApiKeyStore::nameOf(ApiKeyId id)
{
    Statement &row =
        m_session.prepare(u"select name from api_keys where id = ?"_s).bind(id).exec();
    return row.next() ? row.text(0) : QString();
}

bool ApiKeyStore::revoke(OrganizationId organization, const QString &uuid, Timestamp now)
{
    return m_session
               .prepare(u"update api_keys set revoked_at_ms = ? "
                        "where organization_id = ? and uuid = ? and revoked_at_ms is null"_s)
               .bindAll(now, organization, uuid)
               .exec()
               .changes()
           > 0;
}

void ApiKeyStore::touch(ApiKeyId id, Timestamp now)
{
    m_session
        .prepare(u"update api_keys set last_used_at_ms = ? where id = ? and last_used_at_ms < ?"_s)
        .bindAll(now, id, now - duration::minute)
        .exec();
}

void RefreshTokenStore::insert(const QByteArray &sha256, const Token &token, Timestamp now)
{
    m_session
        .prepare(u"insert into refresh_tokens (token_hash, user_id, family, created_at_ms, "
                 u"expires_at_ms) "
                 "values (?, ?, ?, ?, ?)"_s)
        .bindAll(sha256, token.user, token.family, now, token.expiresAt)
        .exec();
}

std::optional<RefreshTokenStore::Token> RefreshTokenStore::find(const QByteArray &sha256)
{
    Statement &row =
        m_session
            .prepare(u"select user_id, family, expires_at_ms, used_at_ms, revoked_at_ms "
                     "from refresh_tokens where token_hash = ?"_s)
            .bind(sha256)
            .exec();
    if (!row.next())
        return std::nullopt;
    return Token{row.id<UserId>(0), row.text(1), row.time(2), !row.isNull(3), !row.isNull(4)};
}

void RefreshTokenStore::markUsed(const QByteArray &sha256, Timestamp now)
{
    m_session.prepare(u"update refresh_tokens set used_at_ms = ? where token_hash = ?"_s)
        .bindAll(now, sha256)
        .exec();
}

void RefreshTokenStore::revokeAllOf(UserId user, Timestamp now)
{
    m_session
        .prepare(
            u"update refresh_tokens set revoked_at_ms = ? where user_id = ? and revoked_at_ms is null"_s)
        .bindAll(now, user)
        .exec();
}

void RefreshTokenStore::revokeFamily(const QString &family, Timestamp now)
{
    m_session
        .prepare(
            u"update refresh_tokens set revoked_at_ms = ? where family = ? and revoked_at_ms is null"_s)
        .bindAll(now, family)
        .exec();
}

} // namespace datakubo::storage
