#include "backend/api/customerroutes.h"

#include "backend/api/parsing.h"
#include "backend/contract/codecs.h"
#include "backend/contract/fields.h"
#include "backend/services/communityservice.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::api {

namespace {

constexpr qsizetype maximumEuis = 10'000;

services::CommunityService serviceOf(Call &call)
{
    return {call.session, call.environment, call.principal};
}

Result<std::optional<std::vector<DevEui>>> readEuis(const QJsonObject &body)
{
    const QJsonValue listed = body.value(u"dev_euis");
    if (listed.isUndefined() || listed.isNull())
        return std::optional<std::vector<DevEui>>();
    const QJsonArray texts = listed.toArray();
    if (!listed.isArray() || texts.size() > maximumEuis)
        return Error::field(u"dev_euis"_s,
                            u"dev_euis must be an array of at most %1 EUIs"_s.arg(maximumEuis));
    std::vector<DevEui> euis;
    for (const QJsonValue &text : texts) {
        const auto eui = DevEui::parse(text.toString());
        if (!eui) {
            return Error::field(
                u"dev_euis[%1]"_s.arg(euis.size()),
                u"'%1' is not a device EUI: 16 hexadecimal digits"_s.arg(text.toString().left(100)),
                ErrorCode::InvalidDeviceId);
        }
        euis.push_back(*eui);
    }
    return std::optional(std::move(euis));
}

} // namespace

contract::Response listCustomers(Call &call)
{
    const QUrlQuery query = call.request.queryItems();
    const auto page = pageRequest(query);
    if (!page)
        return contract::failure(page.error());
    return answer(serviceOf(call).list(queryText(query, u"search"_s).left(200), *page), *page);
}

contract::Response createCustomer(Call &call)
{
    const auto body = bodyObject(call.request);
    if (!body)
        return contract::failure(body.error());
    contract::FieldReader read(*body);
    Community community;
    community.name = read.requiredText(u"name"_s, 200);
    community.adminEmail = read.text(u"admin_email"_s, 254);
    community.tenantName = read.text(u"tenant_name"_s, 200);
    community.timeZone = read.text(u"time_zone"_s, 100);
    community.address = read.text(u"address"_s, 500);
    if (read.failed())
        return contract::failure(read.error());
    return answer(serviceOf(call).create(community), 201);
}

contract::Response findCustomer(Call &call)
{
    return answer(serviceOf(call).find(call.path.value(u"id"_s)));
}

contract::Response registerUnregisteredDevices(Call &call)
{
    const auto body = bodyObject(call.request);
    if (!body)
        return contract::failure(body.error());
    const auto euis = readEuis(*body);
    if (!euis)
        return contract::failure(euis.error());
    contract::FieldReader read(*body);
    const DeviceType type =
        read.word(u"device_type"_s, parseDeviceType).value_or(DeviceType::WaterMeter);
    if (read.failed())
        return contract::failure(read.error());
    const auto done = serviceOf(call).registerUnregistered(call.path.value(u"id"_s), *euis, type);
    if (!done)
        return contract::failure(done.error());
    QJsonArray registered;
    for (const Device &device : done->registered) {
        registered.append(contract::toJson(device));
        call.events.push_back({call.principal.organization, contract::DeviceEvent{device}});
    }
    QJsonArray skipped;
    for (const auto &[eui, reason] : done->skipped)
        skipped.append(QJsonObject{{u"dev_eui"_s, eui.toString()}, {u"reason"_s, reason}});
    return contract::success(QJsonObject{{u"registered"_s, registered},
                                         {u"skipped"_s, skipped},
                                         {u"registered_count"_s, registered.size()}});
}

contract::Response listUnregistered(Call &call)
{
    const QUrlQuery query = call.request.queryItems();
    const auto page = pageRequest(query);
    if (!page)
        return contract::failure(page.error());
    return answer(serviceOf(call).unregistered(queryText(query, u"customer_id"_s), *page), *page);
}

contract::Response listEndUsers(Call &call)
{
    const QUrlQuery query = call.request.queryItems();
    const auto page = pageRequest(query);
    if (!page)
        return contract::failure(page.error());
    return answer(serviceOf(call).residents(queryText(query, u"customer_id"_s),
                                            queryText(query, u"search"_s).left(200), *page),
                  *page);
}

contract::Response createEndUser(Call &call)
{
    const auto body = bodyObject(call.request);
    if (!body)
        return contract::failure(body.error());
    contract::FieldReader read(*body);
    read.requiredText(u"customer_id"_s);
    read.requiredText(u"name"_s, 200);
    if (read.failed())
        return contract::failure(read.error());
    const auto resident = contract::residentFromJson(*body);
    if (!resident)
        return contract::failure(resident.error());
    return answer(serviceOf(call).createResident(*resident), 201);
}

contract::Response findEndUser(Call &call)
{
    return answer(serviceOf(call).findResident(call.path.value(u"id"_s)));
}

} // namespace datakubo::api
