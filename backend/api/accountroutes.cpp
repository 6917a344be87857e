#include "backend/api/accountroutes.h"

#include "backend/api/authentication.h"
#include "backend/api/parsing.h"
#include "backend/contract/codecs.h"
#include "backend/contract/fields.h"
#include "backend/domain/text.h"
#include "backend/services/accountservice.h"
#include "backend/services/secrets.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::api {

namespace {

contract::TokenGrant grantOf(const services::Tokens &tokens)
{
    return {tokens.access, tokens.refresh, services::accessTokenSeconds};
}

// A hash nobody's password has: an unknown address costs the same time as a wrong password.
const QString &hashOfNobody(const services::Environment &environment)
{
    static const QString hash = services::hashPassword(services::makeApiKey(), environment);
    return hash;
}

} // namespace

contract::Response signUp(SlowCall &call)
{
    const auto body = bodyObject(call.request);
    if (!body)
        return contract::failure(body.error());
    const bool trusted = call.request.isLocal || call.request.peer.isLoopback;
    const auto allowed =
        services::AccountService(call.session, call.environment).maySignUp(trusted);
    if (!allowed)
        return contract::failure(allowed.error());

    contract::FieldReader read(*body);
    services::SignupRequest wanted;
    wanted.organizationName = read.requiredText(u"organization_name"_s, 200);
    wanted.email = read.requiredText(u"email"_s, 254);
    wanted.timeZone = read.text(u"time_zone"_s, 100);
    if (read.failed())
        return contract::failure(read.error());
    if (!body->value(u"password").isString())
        return contract::failure(Error::field(u"password"_s, u"password is required"_s));
    wanted.password = body->value(u"password").toString();
    if (const auto valid = wanted.validate(); !valid)
        return contract::failure(valid.error());

    const QString hash = services::hashPassword(wanted.password, call.environment);
    return call.write([&](storage::Session &session, contract::Events &) {
        const auto made =
            services::AccountService(session, call.environment).signUp(wanted, hash, trusted);
        if (!made)
            return contract::failure(made.error());
        return contract::success(
            contract::toJson(contract::SignupGrant{made->organization.uuid, made->user.uuid,
                                                   made->apiKey, grantOf(made->tokens)}),
            201);
    });
}

contract::Response logIn(SlowCall &call)
{
    const auto body = bodyObject(call.request);
    if (!body)
        return contract::failure(body.error());
    contract::FieldReader read(*body);
    const QString email = read.requiredText(u"email"_s, 254);
    if (read.failed())
        return contract::failure(read.error());
    const QString password = body->value(u"password").toString();
    if (password.isEmpty() || characterCount(password) > 1000)
        return contract::failure(Error::field(u"password"_s, u"password is required"_s));

    const auto found = services::AccountService(call.session, call.environment).credentials(email);
    const bool matches = services::verifyPassword(password, found ? found->passwordHash
                                                                  : hashOfNobody(call.environment));
    if (!found || !matches)
        return contract::failure(
            {ErrorCode::InvalidCredentials, u"E-mail address or password is wrong"_s, {}});
    return call.write([&](storage::Session &session, contract::Events &) {
        const auto tokens =
            services::AccountService(session, call.environment).startSession(found->user);
        return contract::success(contract::toJson(grantOf(tokens)));
    });
}

contract::Response refreshTokens(SlowCall &call)
{
    const auto body = bodyObject(call.request);
    if (!body)
        return contract::failure(body.error());
    contract::FieldReader read(*body);
    const QString token = read.requiredText(u"refresh_token"_s);
    if (read.failed())
        return contract::failure(read.error());
    // A refusal is committed too: a token used twice ends its family. The writer undoes the work
    // of an answer that is an error, hence the error is put in its place afterwards.
    std::optional<Error> refused;
    const auto written = call.write([&](storage::Session &session, contract::Events &) {
        const auto tokens = services::AccountService(session, call.environment).refresh(token);
        refused = tokens ? std::nullopt : std::optional(tokens.error());
        return tokens ? contract::success(contract::toJson(grantOf(*tokens)))
                      : contract::noContent();
    });
    return refused && written.status < 400 ? contract::failure(*refused) : written;
}

contract::Response logOut(Call &call)
{
    const auto body = bodyObject(call.request);
    if (!body)
        return contract::failure(body.error());
    contract::FieldReader read(*body);
    const QString token = read.requiredText(u"refresh_token"_s);
    if (read.failed())
        return contract::failure(read.error());
    services::AccountService(call.session, call.environment).endSession(token);
    return contract::noContent();
}

contract::Response me(Call &call)
{
    const auto identity =
        services::AccountService(call.session, call.environment).identity(call.principal);
    if (!identity)
        return contract::failure(identity.error());
    contract::Me answer;
    answer.organizationUuid = identity->organization.uuid;
    answer.organizationName = identity->organization.name;
    answer.timeZone = identity->organization.timeZone;
    switch (call.principal.kind) {
    case Principal::Kind::ApiKey: answer.kind = u"api_key"_s; break;
    case Principal::Kind::User: answer.kind = u"user"_s; break;
    case Principal::Kind::LocalOwner: answer.kind = u"local"_s; break;
    }
    if (identity->user) {
        answer.userUuid = identity->user->uuid;
        answer.email = identity->user->email;
    }
    answer.role = call.principal.role;
    answer.scopes = scopesOf(call.principal);
    return contract::success(contract::toJson(answer));
}

contract::Response listApiKeys(Call &call)
{
    QJsonArray keys;
    for (const ApiKey &key : services::AccountService(call.session, call.environment)
                                 .apiKeys(call.principal.organization))
        keys.append(contract::toJson(key));
    return contract::successPage(keys, {keys.size(), 1000, 0, {}});
}

contract::Response createApiKey(Call &call)
{
    const auto body = bodyObject(call.request);
    if (!body)
        return contract::failure(body.error());
    contract::FieldReader read(*body);
    const QString name = read.requiredText(u"name"_s, 200);
    const KeyScope scope = read.word(u"scope"_s, parseKeyScope).value_or(KeyScope::Full);
    if (read.failed())
        return contract::failure(read.error());
    const auto made = services::AccountService(call.session, call.environment)
                          .createApiKey(call.principal.organization, name, scope);
    if (!made)
        return contract::failure(made.error());
    QJsonObject answer = contract::toJson(made->key);
    answer[u"api_key"] = made->secret;
    return contract::success(answer, 201);
}

contract::Response revokeApiKey(Call &call)
{
    const auto revoked = services::AccountService(call.session, call.environment)
                             .revokeApiKey(call.principal.organization, call.path.value(u"id"_s));
    return revoked ? contract::noContent() : contract::failure(revoked.error());
}

} // namespace datakubo::api
