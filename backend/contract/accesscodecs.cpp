#include "backend/contract/codecs.h"
#include "backend/contract/fields.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::contract {

QJsonObject toJson(const UserAccount &account)
{
    return {{u"id"_s, account.user.uuid},
            {u"email"_s, account.user.email},
            {u"name"_s, account.user.name},
            {u"role"_s, toText(account.user.role)},
            {u"end_user_id"_s, textOrNull(account.endUserUuid)},
            {u"customer_ids"_s, QJsonArray::fromStringList(account.customerUuids)},
            {u"created_at"_s, account.user.createdAt.toString()}};
}

Result<UserAccount> userAccountFromJson(const QJsonObject &object)
{
    FieldReader read(object);
    UserAccount account;
    account.user.uuid = read.text(u"id"_s);
    account.user.email = read.text(u"email"_s);
    account.user.name = read.text(u"name"_s);
    account.user.role = read.word(u"role"_s, parseRole).value_or(Role::Resident);
    account.endUserUuid = read.text(u"end_user_id"_s);
    account.customerUuids = read.texts(u"customer_ids"_s, 100'000).value_or(QStringList());
    account.user.createdAt = read.time(u"created_at"_s).value_or(Timestamp{});
    return read.finish(std::move(account));
}

QJsonObject toJson(const ApiKey &key)
{
    return {{u"id"_s, key.uuid},
            {u"name"_s, key.name},
            {u"scope"_s, toText(key.scope)},
            {u"prefix"_s, key.prefix},
            {u"created_at"_s, key.createdAt.toString()},
            {u"last_used_at"_s, toJson(key.lastUsedAt)}};
}

Result<ApiKey> apiKeyFromJson(const QJsonObject &object)
{
    FieldReader read(object);
    ApiKey key;
    key.uuid = read.text(u"id"_s);
    key.name = read.text(u"name"_s);
    key.scope = read.word(u"scope"_s, parseKeyScope).value_or(KeyScope::Full);
    key.prefix = read.text(u"prefix"_s);
    key.createdAt = read.time(u"created_at"_s).value_or(Timestamp{});
    key.lastUsedAt = read.time(u"last_used_at"_s);
    return read.finish(std::move(key));
}

QJsonObject toJson(const Me &me)
{
    QJsonArray scopes;
    for (const QString &scope : me.scopes)
        scopes.append(scope);
    return {{u"organization"_s, QJsonObject{{u"id"_s, me.organizationUuid},
                                            {u"name"_s, me.organizationName},
                                            {u"time_zone"_s, me.timeZone}}},
            {u"kind"_s, me.kind},
            {u"user_id"_s, textOrNull(me.userUuid)},
            {u"email"_s, textOrNull(me.email)},
            {u"role"_s, toText(me.role)},
            {u"scopes"_s, scopes}};
}

Result<Me> meFromJson(const QJsonObject &object)
{
    FieldReader read(object);
    Me me;
    const QJsonObject organization = object[u"organization"].toObject();
    me.organizationUuid = organization[u"id"].toString();
    me.organizationName = organization[u"name"].toString();
    me.timeZone = organization[u"time_zone"].toString();
    me.kind = read.text(u"kind"_s);
    me.userUuid = read.text(u"user_id"_s);
    me.email = read.text(u"email"_s);
    me.role = read.word(u"role"_s, parseRole).value_or(Role::Resident);
    const QJsonArray scopes = object[u"scopes"].toArray();
    for (const QJsonValue &scope : scopes)
        me.scopes.push_back(scope.toString());
    return read.finish(std::move(me));
}

QJsonObject toJson(const TokenGrant &grant)
{
    return {{u"access_token"_s, grant.accessToken},
            {u"refresh_token"_s, grant.refreshToken},
            {u"token_type"_s, u"Bearer"_s},
            {u"expires_in"_s, grant.expiresInS}};
}

Result<TokenGrant> tokenGrantFromJson(const QJsonObject &object)
{
    FieldReader read(object);
    TokenGrant grant;
    grant.accessToken = read.text(u"access_token"_s, 5000);
    grant.refreshToken = read.text(u"refresh_token"_s, 5000);
    grant.expiresInS = read.integer(u"expires_in"_s).value_or(0);
    return read.finish(std::move(grant));
}

QJsonObject toJson(const SignupGrant &grant)
{
    QJsonObject object = toJson(grant.tokens);
    object[u"organization_id"] = grant.organizationUuid;
    object[u"user_id"] = grant.userUuid;
    object[u"api_key"] = grant.apiKey;
    return object;
}

Result<SignupGrant> signupGrantFromJson(const QJsonObject &object)
{
    const auto tokens = tokenGrantFromJson(object);
    if (!tokens)
        return tokens.error();
    FieldReader read(object);
    SignupGrant grant;
    grant.organizationUuid = read.text(u"organization_id"_s);
    grant.userUuid = read.text(u"user_id"_s);
    grant.apiKey = read.text(u"api_key"_s);
    grant.tokens = *tokens;
    return read.finish(std::move(grant));
}

} // namespace datakubo::contract
