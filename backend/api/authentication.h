#pragma once
#include "backend/api/route.h"

namespace datakubo::api {

// Who sends this request, looked up in the handler's own transaction: a revoked key is dead at
// once. `X-API-Key` first (wrong: INVALID_API_KEY, the token is not tried), else
// `Authorization: Bearer`, else INVALID_API_KEY. A local request is the owner's.
Result<Principal> authenticate(const contract::Request &request, storage::Session &session,
                               const services::Environment &environment);

// FORBIDDEN when the principal's role or key may not call a route of this scope.
Result<void> authorize(const Principal &principal, Scope scope);

// What the principal may do, for /auth/me: "read", "manage", "admin", "ingest".
std::vector<QString> scopesOf(const Principal &principal);

} // namespace datakubo::api
