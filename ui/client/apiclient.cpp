#include "ui/client/apiclient.h"

#include "ui/client/calls.h"

using namespace Qt::Literals::StringLiterals;
using datakubo::contract::Method;
using datakubo::contract::Page;
using datakubo::contract::Request;
using datakubo::contract::Response;

namespace datakubo::ui {

using namespace calls;

ApiClient::ApiClient(Transport &transport, QObject *parent)
    : QObject(parent), m_transport(transport)
{
    connect(&transport, &Transport::eventsReceived, this, &ApiClient::eventsReceived);
}

void ApiClient::me(QObject *context, Answer<contract::Me> done)
{
    send<contract::Me>(request(Method::Get, u"/auth/me"_s), context, std::move(done),
                       one(&contract::meFromJson));
}

void ApiClient::signup(const SignupDraft &draft, QObject *context,
                       Answer<contract::SignupGrant> done)
{
    const QJsonObject body{{u"organization_name"_s, draft.organizationName},
                           {u"email"_s, draft.email},
                           {u"password"_s, draft.password}};
    send<contract::SignupGrant>(requestWithBody(Method::Post, u"/auth/signup"_s, body), context,
                                std::move(done), one(&contract::signupGrantFromJson));
}

void ApiClient::overview(QObject *context, Answer<Overview> done)
{
    send<Overview>(request(Method::Get, u"/overview"_s), context, std::move(done),
                   [](const Response &response) -> Result<Overview> {
                       const auto data = contract::readData(response);
                       if (!data)
                           return data.error();
                       const auto counts =
                           contract::overviewCountsFromJson((*data)[u"counts"].toObject());
                       if (!counts)
                           return counts.error();
                       Overview overview{*counts, {}};
                       const QJsonArray uplinks = (*data)[u"last_uplinks"].toArray();
                       for (const QJsonValue &value : uplinks) {
                           auto uplink = contract::lastUplinkFromJson(value.toObject());
                           if (!uplink)
                               return uplink.error();
                           overview.lastUplinks.push_back(std::move(*uplink));
                       }
                       return overview;
                   });
}

void ApiClient::devices(const DeviceQuery &query, QObject *context, Answer<Page<Device>> done)
{
    QUrlQuery items = filtersOf(query);
    items.addQueryItem(u"limit"_s, QString::number(query.limit));
    items.addQueryItem(u"offset"_s, QString::number(query.offset));
    send<Page<Device>>(request(Method::Get, u"/devices"_s, items), context, std::move(done),
                       list(&contract::deviceFromJson));
}

void ApiClient::device(DevEui eui, QObject *context, Answer<Device> done)
{
    send<Device>(request(Method::Get, devicePath(eui)), context, std::move(done),
                 one(&contract::deviceFromJson));
}

void ApiClient::registerDevice(const DeviceDraft &draft, QObject *context, Answer<Device> done)
{
    QJsonObject body{{u"dev_eui"_s, draft.eui.toString()},
                     {u"device_name"_s, draft.name},
                     {u"device_type"_s, toText(draft.type)}};
    addIfSet(body, u"customer_id"_s, draft.customerUuid);
    addIfSet(body, u"serial_number"_s, draft.serialNumber);
    addIfSet(body, u"location"_s, draft.location);
    if (draft.parent)
        body[u"parent_dev_eui"] = draft.parent->toString();
    if (draft.isPrincipal)
        body[u"hierarchy_level"] = 0;
    send<Device>(requestWithBody(Method::Post, u"/devices/register"_s, body), context,
                 std::move(done), one(&contract::deviceFromJson));
}

void ApiClient::changeDevice(DevEui eui, const DeviceChange &change, QObject *context,
                             Answer<Device> done)
{
    QJsonObject body;
    if (change.name)
        body[u"device_name"] = *change.name;
    if (change.serialNumber)
        body[u"serial_number"] = contract::textOrNull(*change.serialNumber);
    if (change.location)
        body[u"location"] = contract::textOrNull(*change.location);
    if (change.hierarchyLevel)
        body[u"hierarchy_level"] = *change.hierarchyLevel;
    send<Device>(requestWithBody(Method::Patch, devicePath(eui), body), context, std::move(done),
                 one(&contract::deviceFromJson));
}

void ApiClient::setStatus(DevEui eui, DeviceStatus status, QObject *context, Answer<void> done)
{
    send<void>(requestWithBody(Method::Put, devicePath(eui, u"/status"_s),
                               {{u"status"_s, toText(status)}}),
               context, std::move(done), nothing);
}

void ApiClient::assign(DevEui eui, const QString &residentUuid, std::optional<Timestamp> from,
                       QObject *context, Answer<void> done)
{
    QJsonObject body{{u"end_user_id"_s, residentUuid}};
    if (from)
        body[u"from"] = from->toString();
    send<void>(requestWithBody(Method::Put, devicePath(eui, u"/assign"_s), body), context,
               std::move(done), nothing);
}

void ApiClient::unassign(DevEui eui, QObject *context, Answer<void> done)
{
    send<void>(request(Method::Delete, devicePath(eui, u"/assign"_s)), context, std::move(done),
               nothing);
}

void ApiClient::assignments(DevEui eui, QObject *context, Answer<Page<Assignment>> done)
{
    send<Page<Assignment>>(request(Method::Get, devicePath(eui, u"/assignments"_s)), context,
                           std::move(done), list(&contract::assignmentFromJson));
}

void ApiClient::unregistered(const QString &customerUuid, QObject *context,
                             Answer<Page<UnregisteredDevice>> done)
{
    QUrlQuery items = filtersOf(ListQuery{ListQuery::Kind::Unregistered, customerUuid, {}});
    items.addQueryItem(u"limit"_s, QString::number(wholeList));
    send<Page<UnregisteredDevice>>(request(Method::Get, u"/ingest/unregistered"_s, items), context,
                                   std::move(done), list(&contract::unregisteredDeviceFromJson));
}

void ApiClient::webhooks(const WebhookQuery &query, QObject *context,
                         Answer<Page<WebhookRecord>> done)
{
    QUrlQuery items = filtersOf(query);
    items.addQueryItem(u"limit"_s, QString::number(query.limit));
    if (!query.cursor.isEmpty())
        items.addQueryItem(u"cursor"_s, query.cursor);
    send<Page<WebhookRecord>>(request(Method::Get, u"/ingest/log"_s, items), context,
                              std::move(done), list(&contract::webhookFromJson));
}

void ApiClient::webhook(WebhookId id, QObject *context, Answer<WebhookDetail> done)
{
    send<WebhookDetail>(request(Method::Get, u"/ingest/log/%1"_s.arg(id.value)), context,
                        std::move(done), [](const Response &response) -> Result<WebhookDetail> {
                            const auto data = contract::readData(response);
                            if (!data)
                                return data.error();
                            auto record = contract::webhookFromJson(data->toObject());
                            if (!record)
                                return record.error();
                            const bool isText = (*data)[u"body"].isString();
                            return WebhookDetail{
                                std::move(*record),
                                (*data)[isText ? u"body" : u"body_base64"].toString(), isText};
                        });
}

void ApiClient::replayWebhook(WebhookId id, QObject *context, Answer<WebhookRecord> done)
{
    send<WebhookRecord>(request(Method::Post, u"/ingest/log/%1/replay"_s.arg(id.value)), context,
                        std::move(done), one(&contract::webhookFromJson));
}

void ApiClient::replayWebhooks(const QString &cursor, QObject *context,
                               Answer<ReplayedWebhooks> done)
{
    QUrlQuery items;
    if (!cursor.isEmpty())
        items.addQueryItem(u"cursor"_s, cursor);
    send<ReplayedWebhooks>(request(Method::Post, u"/ingest/log/replay"_s, items), context,
                           std::move(done),
                           [](const Response &response) -> Result<ReplayedWebhooks> {
                               const auto data = contract::readData(response);
                               if (!data)
                                   return data.error();
                               ReplayedWebhooks replayed;
                               replayed.replayed = (*data)[u"replayed"].toInteger();
                               for (const QString &outcome : {u"stored"_s, u"unregistered"_s,
                                                              u"duplicate"_s, u"quarantined"_s})
                                   replayed.withReading += (*data)[outcome].toInteger();
                               replayed.nextCursor = (*data)[u"next_cursor"].toString();
                               return replayed;
                           });
}

void ApiClient::registerUnregistered(const QString &customerUuid, const std::vector<DevEui> &euis,
                                     DeviceType type, QObject *context,
                                     Answer<BulkRegistration> done)
{
    QJsonObject body{{u"device_type"_s, toText(type)}};
    if (!euis.empty()) {
        QJsonArray array;
        for (const DevEui eui : euis)
            array.append(eui.toString());
        body[u"dev_euis"] = array;
    }
    const QString path = u"/customers/%1/register-unregistered-devices"_s.arg(customerUuid);
    send<BulkRegistration>(requestWithBody(Method::Post, path, body), context, std::move(done),
                           [](const Response &response) -> Result<BulkRegistration> {
                               const auto data = contract::readData(response);
                               if (!data)
                                   return data.error();
                               BulkRegistration outcome;
                               outcome.registeredCount = (*data)[u"registered_count"].toInteger();
                               const QJsonArray skipped = (*data)[u"skipped"].toArray();
                               for (const QJsonValue &item : skipped) {
                                   outcome.skipped.push_back(item[u"dev_eui"].toString() + u": "_s
                                                             + item[u"reason"].toString());
                               }
                               return outcome;
                           });
}

void ApiClient::job(const QString &uuid, QObject *context, Answer<Job> done)
{
    send<Job>(request(Method::Get, u"/jobs/"_s + uuid), context, std::move(done),
              one(&contract::jobFromJson));
}

void ApiClient::cancelJob(const QString &uuid, QObject *context, Answer<void> done)
{
    send<void>(request(Method::Delete, u"/jobs/"_s + uuid), context, std::move(done), nothing);
}

void ApiClient::billing(QObject *context, Answer<BillingSummary> done)
{
    send<BillingSummary>(request(Method::Get, u"/reseller/billing"_s), context, std::move(done),
                         one(&contract::billingSummaryFromJson));
}

void ApiClient::apiKeys(QObject *context, Answer<Page<ApiKey>> done)
{
    send<Page<ApiKey>>(request(Method::Get, u"/api-keys"_s), context, std::move(done),
                       list(&contract::apiKeyFromJson));
}

void ApiClient::createApiKey(const QString &name, KeyScope scope, QObject *context,
                             Answer<CreatedApiKey> done)
{
    send<CreatedApiKey>(requestWithBody(Method::Post, u"/api-keys"_s,
                                        {{u"name"_s, name}, {u"scope"_s, toText(scope)}}),
                        context, std::move(done),
                        [](const Response &response) -> Result<CreatedApiKey> {
                            const auto data = contract::readData(response);
                            if (!data)
                                return data.error();
                            const auto key = contract::apiKeyFromJson(data->toObject());
                            if (!key)
                                return key.error();
                            return CreatedApiKey{*key, (*data)[u"api_key"].toString()};
                        });
}

void ApiClient::revokeApiKey(const QString &uuid, QObject *context, Answer<void> done)
{
    send<void>(request(Method::Delete, u"/api-keys/"_s + uuid), context, std::move(done), nothing);
}

} // namespace datakubo::ui
