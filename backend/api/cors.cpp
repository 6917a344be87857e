#include "backend/api/cors.h"

namespace datakubo::api {

void allowOrigin(contract::Response &response, const QByteArray &origin,
                 const QByteArrayList &allowed, bool isPreflight)
{
    if (allowed.isEmpty())
        return;
    response.headers.push_back({"vary", "Origin"});
    if (!allowed.contains(origin))
        return;
    response.headers.push_back({"access-control-allow-origin", origin});
    response.headers.push_back(
        {"access-control-expose-headers", "ETag, Retry-After, X-Request-Id, Content-Disposition"});
    if (!isPreflight)
        return;
    response.headers.push_back({"access-control-allow-methods", response.header("allow")});
    response.headers.push_back(
        {"access-control-allow-headers",
         "Authorization, Content-Type, If-None-Match, X-API-Key, X-Request-Id"});
    response.headers.push_back({"access-control-max-age", "600"});
}

} // namespace datakubo::api
