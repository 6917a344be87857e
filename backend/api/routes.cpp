#include "backend/api/accountroutes.h"
#include "backend/api/consumptionroutes.h"
#include "backend/api/customerroutes.h"
#include "backend/api/deviceroutes.h"
#include "backend/api/docsroutes.h"
#include "backend/api/exports.h"
#include "backend/api/jobroutes.h"
#include "backend/api/organizationroutes.h"
#include "backend/api/repairroutes.h"
#include "backend/api/route.h"
#include "backend/api/systemroutes.h"
#include "backend/api/userroutes.h"
#include "backend/api/webhookroutes.h"

namespace datakubo::api {

using contract::Method;

std::span<const Route> routes()
{
    static const Route table[] = {
        {Method::Get, "/ping", Scope::Public, Access::None, &ping},
        {Method::Get, "/health", Scope::Public, Access::Read, &health},
        {Method::Get, "/metrics", Scope::Public, Access::Read, &metrics},
        {Method::Get, "/overview", Scope::Admin, Access::Read, &overview},
        {Method::Get, "/reseller/billing", Scope::Admin, Access::Read, &billing},
        {Method::Get, "/openapi.json", Scope::Public, Access::None, &openApi},
        {Method::Get, "/docs", Scope::Public, Access::None, &swaggerPage},
        {Method::Get, "/redoc", Scope::Public, Access::None, &redocPage},
        {Method::Get, "/docs/{file}", Scope::Public, Access::None, &docsFile},
        {Method::Get, "/reseller/usage", Scope::Admin, Access::Read, &usage},
        {Method::Get, "/organization", Scope::Admin, Access::Read, &findOrganization},
        {Method::Patch, "/organization", Scope::Admin, Access::Write, &editOrganization},

        {Method::Post, "/auth/signup", Scope::Public, Access::Slow, &signUp},
        {Method::Post, "/auth/login", Scope::Public, Access::Slow, &logIn},
        {Method::Post, "/auth/refresh", Scope::Public, Access::Slow, &refreshTokens},
        {Method::Post, "/auth/logout", Scope::Public, Access::Write, &logOut},
        {Method::Get, "/auth/me", Scope::Anyone, Access::Read, &me},
        {Method::Get, "/api-keys", Scope::Admin, Access::Read, &listApiKeys},
        {Method::Post, "/api-keys", Scope::Admin, Access::Write, &createApiKey},
        {Method::Delete, "/api-keys/{id}", Scope::Admin, Access::Write, &revokeApiKey},
        {Method::Get, "/users", Scope::Admin, Access::Read, &listUsers},
        {Method::Post, "/users", Scope::Admin, Access::Slow, &createUser},
        {Method::Patch, "/users/{id}", Scope::Admin, Access::Slow, &editUser},
        {Method::Delete, "/users/{id}", Scope::Admin, Access::Write, &deleteUser},

        {Method::Post, "/ingest/water-consumption", Scope::Ingest, Access::Batch,
         BatchOfWebhooks{}},
        {Method::Get, "/ingest/unregistered", Scope::Manage, Access::Read, &listUnregistered},
        {Method::Get, "/ingest/log", Scope::Admin, Access::Read, &listWebhooks},
        {Method::Get, "/ingest/log/{id}", Scope::Admin, Access::Read, &findWebhook},
        {Method::Post, "/ingest/log/{id}/replay", Scope::Admin, Access::Write, &replayWebhook},
        {Method::Post, "/ingest/log/replay", Scope::Admin, Access::Write, &replayWebhooks},
        {Method::Get, "/ingest/mappings", Scope::Admin, Access::Read, &listMappings},
        {Method::Post, "/ingest/mappings", Scope::Admin, Access::Write, &createMapping},
        {Method::Delete, "/ingest/mappings/{id}", Scope::Admin, Access::Write, &removeMapping},

        {Method::Post, "/devices/register", Scope::Manage, Access::Write, &registerDevice},
        {Method::Post, "/devices/bulk-register", Scope::Manage, Access::Slow, &bulkRegisterDevices,
         Takes::JsonOrCsv},
        {Method::Get, "/devices", Scope::Member, Access::Read, &listDevices},
        {Method::Get, "/devices/{eui}", Scope::Member, Access::Read, &findDevice},
        {Method::Patch, "/devices/{eui}", Scope::Manage, Access::Write, &editDevice},
        {Method::Delete, "/devices/{eui}", Scope::Manage, Access::Write, &retireDevice},
        {Method::Put, "/devices/{eui}/assign", Scope::Manage, Access::Write, &assignDevice},
        {Method::Delete, "/devices/{eui}/assign", Scope::Manage, Access::Write, &unassignDevice},
        {Method::Get, "/devices/{eui}/assignments", Scope::Manage, Access::Read, &listAssignments},
        {Method::Put, "/devices/{eui}/status", Scope::Manage, Access::Write, &setDeviceStatus},
        {Method::Get, "/devices/{eui}/readings", Scope::Member, Access::Read, &listReadings},
        {Method::Post, "/devices/{eui}/readings", Scope::Manage, Access::Write, &addReading},
        {Method::Patch, "/readings/{id}", Scope::Manage, Access::Write, &editReading},
        {Method::Post, "/devices/{eui}/replace", Scope::Manage, Access::Write, &replaceDevice},
        {Method::Post, "/devices/{eui}/handover", Scope::Manage, Access::Write, &handOverDevice},
        {Method::Get, "/devices/{eui}/consumption", Scope::Member, Access::Read,
         &deviceConsumption},

        {Method::Post, "/readings/import", Scope::Manage, Access::Slow, &importReadings,
         Takes::Csv},

        {Method::Get, "/customers", Scope::Manage, Access::Read, &listCustomers},
        {Method::Post, "/customers", Scope::Admin, Access::Write, &createCustomer},
        {Method::Get, "/customers/{id}", Scope::Manage, Access::Read, &findCustomer},
        {Method::Patch, "/customers/{id}", Scope::Admin, Access::Write, &editCustomer},
        {Method::Delete, "/customers/{id}", Scope::Admin, Access::Write, &deleteCustomer},
        {Method::Post, "/customers/{id}/register-unregistered-devices", Scope::Manage,
         Access::Write, &registerUnregisteredDevices},
        {Method::Get, "/customers/{id}/consumption", Scope::Manage, Access::Read,
         &customerConsumption},
        {Method::Get, "/customers/{id}/balance", Scope::Manage, Access::Read, &customerBalance},
        {Method::Get, "/end-users", Scope::Manage, Access::Read, &listEndUsers},
        {Method::Post, "/end-users", Scope::Manage, Access::Write, &createEndUser},
        {Method::Post, "/end-users/import", Scope::Manage, Access::Slow, &importEndUsers,
         Takes::Csv},
        {Method::Get, "/end-users/{id}", Scope::Member, Access::Read, &findEndUser},
        {Method::Patch, "/end-users/{id}", Scope::Manage, Access::Write, &editEndUser},
        {Method::Delete, "/end-users/{id}", Scope::Manage, Access::Write, &deleteEndUser},

        {Method::Get, "/end-users/{id}/consumption", Scope::Member, Access::Read,
         &endUserConsumption},

        {Method::Get, "/attention", Scope::Manage, Access::Read, &listAttention},
        {Method::Get, "/audit", Scope::Admin, Access::Read, &listAudit},
        {Method::Get, "/exports/{list}", Scope::Member, Access::Slow, &exportList},
        {Method::Get, "/jobs/{id}", Scope::Manage, Access::Read, &findJob},
        {Method::Delete, "/jobs/{id}", Scope::Manage, Access::Write, &cancelJob},
    };
    return table;
}

} // namespace datakubo::api
