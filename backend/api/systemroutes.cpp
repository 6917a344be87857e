#include "backend/api/systemroutes.h"

#include "backend/api/parsing.h"
#include "backend/contract/codecs.h"
#include "backend/services/metricsservice.h"
#include "backend/services/overviewservice.h"

#include <QJsonDocument>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::api {

contract::Response ping(const contract::Request &, const services::Environment &)
{
    contract::Response response;
    response.contentType = "text/plain; charset=utf-8";
    response.body = "pong";
    return response;
}

contract::Response health(Call &call)
{
    const bool alive = call.session.isAlive();
    const bool sqlite = call.session.engine() == storage::Engine::Sqlite;
    const qint64 uptime =
        (call.environment.clock.monotonicMs() - call.environment.startedMonotonicMs) / 1000;
    const QJsonObject body{
        {u"status"_s, alive ? u"ok"_s : u"unavailable"_s},
        {u"version"_s, call.environment.version},
        {u"storage"_s,
         QJsonObject{{u"engine"_s, sqlite ? u"sqlite"_s : u"postgresql"_s}, {u"ok"_s, alive}}},
        {u"uptime_s"_s, uptime}};
    contract::Response response;
    response.status = alive ? 200 : 503;
    response.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    return response;
}

contract::Response metrics(Call &call)
{
    if (!call.request.peer.isLoopback && !call.request.isLocal) {
        return contract::failure({ErrorCode::Forbidden,
                                  u"Only programs on the server's own computer may ask this"_s,
                                  {}});
    }
    const services::Metrics found =
        services::MetricsService(call.session, call.environment).collect();
    const qint64 uptime =
        (call.environment.clock.monotonicMs() - call.environment.startedMonotonicMs) / 1000;
    QByteArray text;
    const auto add = [&text](const char *name, const char *help, qint64 value,
                             const QByteArray &labels = {}) {
        if (!text.contains(QByteArray("# HELP ") + name + ' '))
            text += QByteArray("# HELP ") + name + ' ' + help + "\n# TYPE " + name + " gauge\n";
        text += name + labels + ' ' + QByteArray::number(value) + '\n';
    };
    constexpr const char *devices = "datakubo_devices";
    constexpr const char *devicesHelp = "Registered devices that are not retired.";
    add("datakubo_build_info", "The version that runs.", 1,
        "{version=\"" + call.environment.version.toLatin1() + "\"}");
    add("datakubo_uptime_seconds", "Since the program started.", uptime);
    add("datakubo_organizations", "Organizations on this server.", found.organizations);
    add(devices, devicesHelp, found.online, "{status=\"online\"}");
    add(devices, devicesHelp, found.offline, "{status=\"offline\"}");
    add(devices, devicesHelp, found.maintenance, "{status=\"maintenance\"}");
    add("datakubo_unregistered_devices", "Devices that send and nobody registered.",
        found.unregistered);
    add("datakubo_webhooks_this_month", "Messages counted in the organizations' calendar month.",
        found.webhooksThisMonth);
    add("datakubo_webhooks_held", "Messages held by a monthly limit.", found.webhooksHeld);
    contract::Response response;
    response.contentType = "text/plain; version=0.0.4; charset=utf-8";
    response.body = text;
    return response;
}

contract::Response overview(Call &call)
{
    services::OverviewService service(call.session, call.environment, call.principal);
    const auto counts = service.counts();
    if (!counts)
        return contract::failure(counts.error());
    QJsonArray uplinks;
    for (const LastUplink &last : service.lastUplinks(10))
        uplinks.append(contract::toJson(last));
    return contract::success(
        QJsonObject{{u"counts"_s, contract::toJson(*counts)}, {u"last_uplinks"_s, uplinks}});
}

} // namespace datakubo::api
