#include "backend/api/accountroutes.h"
#include "backend/api/customerroutes.h"
#include "backend/api/deviceroutes.h"
#include "backend/api/docsroutes.h"
#include "backend/api/route.h"
#include "backend/api/systemroutes.h"

namespace datakubo::api {

using contract::Method;

std::span<const Route> routes()
{
    static const Route table[] = {
        {Method::Get, "/ping", Scope::Public, Access::None, &ping},
        {Method::Get, "/health", Scope::Public, Access::Read, &health},
        {Method::Get, "/overview", Scope::Admin, Access::Read, &overview},
        {Method::Get, "/reseller/billing", Scope::Admin, Access::Read, &billing},
        {Method::Get, "/openapi.json", Scope::Public, Access::None, &openApi},
        {Method::Get, "/docs", Scope::Public, Access::None, &swaggerPage},
        {Method::Get, "/redoc", Scope::Public, Access::None, &redocPage},
        {Method::Get, "/docs/{file}", Scope::Public, Access::None, &docsFile},

        {Method::Post, "/auth/signup", Scope::Public, Access::Slow, &signUp},
        {Method::Post, "/auth/login", Scope::Public, Access::Slow, &logIn},
        {Method::Post, "/auth/refresh", Scope::Public, Access::Slow, &refreshTokens},
        {Method::Post, "/auth/logout", Scope::Public, Access::Write, &logOut},
        {Method::Get, "/auth/me", Scope::Member, Access::Read, &me},
        {Method::Get, "/api-keys", Scope::Admin, Access::Read, &listApiKeys},
        {Method::Post, "/api-keys", Scope::Admin, Access::Write, &createApiKey},
        {Method::Delete, "/api-keys/{id}", Scope::Admin, Access::Write, &revokeApiKey},

        {Method::Post, "/ingest/water-consumption", Scope::Ingest, Access::Batch,
         BatchOfWebhooks{}},
        {Method::Get, "/ingest/unregistered", Scope::Manage, Access::Read, &listUnregistered},

        {Method::Post, "/devices/register", Scope::Manage, Access::Write, &registerDevice},
        {Method::Get, "/devices", Scope::Member, Access::Read, &listDevices},
        {Method::Get, "/devices/{eui}", Scope::Member, Access::Read, &findDevice},
        {Method::Patch, "/devices/{eui}", Scope::Manage, Access::Write, &editDevice},
        {Method::Delete, "/devices/{eui}", Scope::Manage, Access::Write, &retireDevice},
        {Method::Put, "/devices/{eui}/assign", Scope::Manage, Access::Write, &assignDevice},
        {Method::Delete, "/devices/{eui}/assign", Scope::Manage, Access::Write, &unassignDevice},
        {Method::Get, "/devices/{eui}/assignments", Scope::Manage, Access::Read, &listAssignments},
        {Method::Put, "/devices/{eui}/status", Scope::Manage, Access::Write, &setDeviceStatus},
        {Method::Get, "/devices/{eui}/readings", Scope::Member, Access::Read, &listReadings},

        {Method::Get, "/customers", Scope::Manage, Access::Read, &listCustomers},
        {Method::Post, "/customers", Scope::Admin, Access::Write, &createCustomer},
        {Method::Get, "/customers/{id}", Scope::Manage, Access::Read, &findCustomer},
        {Method::Post, "/customers/{id}/register-unregistered-devices", Scope::Manage,
         Access::Write, &registerUnregisteredDevices},
        {Method::Get, "/end-users", Scope::Manage, Access::Read, &listEndUsers},
        {Method::Post, "/end-users", Scope::Manage, Access::Write, &createEndUser},
        {Method::Get, "/end-users/{id}", Scope::Member, Access::Read, &findEndUser},
    };
    return table;
}

} // namespace datakubo::api
