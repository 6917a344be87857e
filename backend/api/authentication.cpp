#include "backend/api/authentication.h"

#include "backend/services/accountservice.h"
#include "backend/services/secrets.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::api {

Result<Principal> authenticate(const contract::Request &request, storage::Session &session,
                               const services::Environment &environment)
{
    services::AccountService accounts(session, environment);
    if (request.hasHeader("x-api-key"))
        return accounts.principalOfKey(QString::fromLatin1(request.header("x-api-key")));
    const QByteArray authorization = request.header("authorization");
    if (authorization.size() > 7 && authorization.left(7).toLower() == "bearer ")
        return accounts.principalOfToken(authorization.mid(7).trimmed());
    if (request.isLocal)
        return accounts.owner();
    return Error{ErrorCode::InvalidApiKey,
                 u"An API key (X-API-Key) or an access token (Authorization: Bearer) is needed"_s,
                 {}};
}

Result<void> authorize(const Principal &principal, Scope scope)
{
    const bool isKey = principal.kind == Principal::Kind::ApiKey;
    const bool isFull = !isKey || principal.keyScope == KeyScope::Full;
    bool allowed = false;
    switch (scope) {
    case Scope::Public:
    case Scope::Anyone: allowed = true; break;
    case Scope::Member: allowed = isFull; break;
    case Scope::Manage: allowed = isFull && principal.role != Role::Resident; break;
    case Scope::Admin: allowed = isFull && principal.role == Role::Admin; break;
    case Scope::Ingest: allowed = isKey || principal.role == Role::Admin; break;
    }
    if (allowed)
        return {};
    return Error{ErrorCode::Forbidden,
                 isFull ? u"Your role does not allow this call"_s
                        : u"This API key may only send readings"_s,
                 {}};
}

std::vector<QString> scopesOf(const Principal &principal)
{
    std::vector<QString> scopes;
    for (const auto &[scope, name] :
         {std::pair{Scope::Member, u"read"_s}, std::pair{Scope::Manage, u"manage"_s},
          std::pair{Scope::Admin, u"admin"_s}, std::pair{Scope::Ingest, u"ingest"_s}}) {
        if (authorize(principal, scope))
            scopes.push_back(name);
    }
    return scopes;
}

} // namespace datakubo::api
