#include "backend/api/accountroutes.h"

#include "backend/api/attempts.h"
#include "backend/api/authentication.h"
#include "backend/api/parsing.h"
#include "backend/services/accountservice.h"
#include "backend/services/secrets.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::api {

namespace {

contract::TokenGrant grantOf(const services::Tokens &tokens)
{
    return {tokens.access, tokens.refresh, services::accessTokenSeconds};
}

QString readRefreshToken(contract::FieldReader &read)
{
    return read.requiredText(u"refresh_token"_s);
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
    const bool trusted = call.request.isLocal || call.request.peer.isLoopback;
    const auto allowed = call.read<Result<void>>([&](storage::Session &session) {
        return services::AccountService(session, call.environment).maySignUp(trusted);
    });
    if (!allowed)
        return contract::failure(allowed.error());
    return withBody(
        call,
        [](contract::FieldReader &read) {
            services::SignupRequest wanted;
            wanted.organizationName = read.requiredText(u"organization_name"_s, 200);
            wanted.email = read.requiredText(u"email"_s, 254);
            wanted.timeZone = read.text(u"time_zone"_s, 100);
            wanted.password = read.requiredSecret(u"password"_s);
            return wanted;
        },
        [&](const services::SignupRequest &wanted) {
            if (const auto valid = wanted.validate(); !valid)
                return contract::failure(valid.error());
            const QString hash = services::hashPassword(wanted.password, call.environment);
            return call.write([&](storage::Session &session, contract::Events &) {
                const auto made = services::AccountService(session, call.environment)
                                      .signUp(wanted, hash, trusted);
                if (!made)
                    return contract::failure(made.error());
                return contract::success(
                    contract::toJson(contract::SignupGrant{made->organization.uuid, made->user.uuid,
                                                           made->apiKey, grantOf(made->tokens)}),
                    201);
            });
        });
}

contract::Response logIn(SlowCall &call)
{
    struct Wanted {
        QString email;
        QString password;
    };
    return withBody(
        call,
        [](contract::FieldReader &read) {
            return Wanted{read.requiredText(u"email"_s, 254), read.requiredSecret(u"password"_s)};
        },
        [&](const Wanted &wanted) {
            const QString address = call.request.isLocal ? QString() : call.request.peer.address;
            if (const auto refused = call.attempts.refusal(address, wanted.email))
                return contract::failure(*refused);
            using Found = std::optional<services::AccountService::Credentials>;
            const auto looked = call.read<Result<Found>>([&](storage::Session &session) {
                return services::AccountService(session, call.environment)
                    .credentials(wanted.email);
            });
            if (!looked)
                return contract::failure(looked.error());
            const Found &found = *looked;
            const bool matches =
                services::verifyPassword(wanted.password, found && !found->passwordHash.isEmpty()
                                                              ? found->passwordHash
                                                              : hashOfNobody(call.environment));
            if (!found || !matches) {
                const auto refused = call.attempts.fail(address, wanted.email);
                return contract::failure(refused.value_or(Error{
                    ErrorCode::InvalidCredentials, u"E-mail address or password is wrong"_s, {}}));
            }
            return call.write([&](storage::Session &session, contract::Events &) {
                const auto tokens =
                    services::AccountService(session, call.environment).startSession(found->user);
                return contract::success(contract::toJson(grantOf(tokens)));
            });
        });
}

contract::Response refreshTokens(SlowCall &call)
{
    return withBody(call, readRefreshToken, [&call](const QString &token) {
        // A refusal is committed too: a token used twice ends its family. The writer undoes the
        // work of an answer that is an error, hence the error is put in its place afterwards.
        std::optional<Error> refused;
        const auto written = call.write([&](storage::Session &session, contract::Events &) {
            const auto tokens = services::AccountService(session, call.environment).refresh(token);
            refused = tokens ? std::nullopt : std::optional(tokens.error());
            return tokens ? contract::success(contract::toJson(grantOf(*tokens)))
                          : contract::noContent();
        });
        return refused && written.status < 400 ? contract::failure(*refused) : written;
    });
}

contract::Response logOut(Call &call)
{
    return withBody(call, readRefreshToken, [&call](const QString &token) {
        services::AccountService(call.session, call.environment).endSession(token);
        return contract::noContent();
    });
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
    struct Wanted {
        QString name;
        std::optional<KeyScope> scope;
    };
    return withBody(
        call,
        [](contract::FieldReader &read) {
            return Wanted{read.requiredText(u"name"_s, 200), read.word(u"scope"_s, parseKeyScope)};
        },
        [&call](const Wanted &wanted) {
            const auto made = services::AccountService(call.session, call.environment)
                                  .createApiKey(call.principal, wanted.name,
                                                wanted.scope.value_or(KeyScope::Full));
            if (!made)
                return contract::failure(made.error());
            QJsonObject answer = contract::toJson(made->key);
            answer[u"api_key"] = made->secret;
            return contract::success(answer, 201);
        });
}

contract::Response revokeApiKey(Call &call)
{
    return answer(services::AccountService(call.session, call.environment)
                      .revokeApiKey(call.principal, call.path.value(u"id"_s)));
}

} // namespace datakubo::api
