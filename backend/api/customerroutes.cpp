#include "backend/api/customerroutes.h"

#include "backend/api/parsing.h"
#include "backend/services/communityservice.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::api {

namespace {

constexpr qsizetype maximumEuis = 10'000;

services::CommunityService serviceOf(Call &call)
{
    return {call.session, call.environment, call.principal};
}

// Null clears.
std::optional<QString> textIfGiven(contract::FieldReader &read, const QString &name,
                                   qsizetype maximum)
{
    return read.has(name) ? std::optional(read.text(name, maximum)) : std::nullopt;
}

std::optional<std::vector<DevEui>> readEuis(contract::FieldReader &read)
{
    const auto texts = read.texts(u"dev_euis"_s, maximumEuis);
    if (!texts)
        return std::nullopt;
    std::vector<DevEui> euis;
    for (const QString &text : *texts) {
        const auto eui = DevEui::parse(text);
        if (!eui) {
            read.fail(u"dev_euis[%1]"_s.arg(euis.size()),
                      u"'%1' is not a device EUI: 16 hexadecimal digits"_s.arg(text.left(100)),
                      ErrorCode::InvalidDeviceId);
        }
        euis.push_back(eui.value_or(DevEui()));
    }
    return euis;
}

contract::Response registeredAnswer(Call &call, const services::CommunityService::Registered &done)
{
    QJsonArray registered;
    for (const Device &device : done.registered) {
        registered.append(contract::toJson(device));
        call.events.push_back({call.principal.organization, contract::DeviceEvent{device}});
    }
    QJsonArray skipped;
    for (const auto &[eui, reason] : done.skipped)
        skipped.append(QJsonObject{{u"dev_eui"_s, eui.toString()}, {u"reason"_s, reason}});
    return contract::success(QJsonObject{{u"registered"_s, registered},
                                         {u"skipped"_s, skipped},
                                         {u"registered_count"_s, registered.size()}});
}

} // namespace

contract::Response listCustomers(Call &call)
{
    return withPage(call, [&call](const QUrlQuery &query, const PageRequest &page) {
        return answer(serviceOf(call).list(queryText(query, u"search"_s).left(200), page), page);
    });
}

contract::Response createCustomer(Call &call)
{
    return withBody(
        call,
        [](contract::FieldReader &read) {
            Community community;
            community.name = read.requiredText(u"name"_s, 200);
            community.adminEmail = read.text(u"admin_email"_s, 254);
            community.tenantName = read.text(u"tenant_name"_s, 200);
            community.timeZone = read.text(u"time_zone"_s, 100);
            community.address = read.text(u"address"_s, 500);
            return community;
        },
        [&call](const Community &community) {
            return answer(serviceOf(call).create(community), 201);
        });
}

contract::Response findCustomer(Call &call)
{
    return answer(serviceOf(call).find(call.path.value(u"id"_s)));
}

contract::Response editCustomer(Call &call)
{
    return withBody(
        call,
        [](contract::FieldReader &read) {
            services::CommunityFields fields;
            if (read.has(u"name"_s))
                fields.name = read.requiredText(u"name"_s, 200);
            fields.adminEmail = textIfGiven(read, u"admin_email"_s, 254);
            fields.tenantName = textIfGiven(read, u"tenant_name"_s, 200);
            fields.timeZone = textIfGiven(read, u"time_zone"_s, 100);
            fields.address = textIfGiven(read, u"address"_s, 500);
            return fields;
        },
        [&call](const services::CommunityFields &fields) {
            return answer(serviceOf(call).edit(call.path.value(u"id"_s), fields));
        });
}

contract::Response deleteCustomer(Call &call)
{
    return answer(serviceOf(call).remove(call.path.value(u"id"_s)));
}

contract::Response registerUnregisteredDevices(Call &call)
{
    struct Wanted {
        std::optional<std::vector<DevEui>> euis;
        std::optional<DeviceType> type;
    };
    return withBody(
        call,
        [](contract::FieldReader &read) {
            return Wanted{readEuis(read), read.word(u"device_type"_s, parseDeviceType)};
        },
        [&call](const Wanted &wanted) {
            const auto done =
                serviceOf(call).registerUnregistered(call.path.value(u"id"_s), wanted.euis,
                                                     wanted.type.value_or(DeviceType::WaterMeter));
            return done ? registeredAnswer(call, *done) : contract::failure(done.error());
        });
}

contract::Response listUnregistered(Call &call)
{
    return withPage(call, [&call](const QUrlQuery &query, const PageRequest &page) {
        return answer(serviceOf(call).unregistered(queryText(query, u"customer_id"_s), page), page);
    });
}

contract::Response listEndUsers(Call &call)
{
    return withPage(call, [&call](const QUrlQuery &query, const PageRequest &page) {
        return answer(serviceOf(call).residents(queryText(query, u"customer_id"_s),
                                                queryText(query, u"search"_s).left(200), page),
                      page);
    });
}

contract::Response createEndUser(Call &call)
{
    return withBody(
        call,
        [](contract::FieldReader &read) {
            read.requiredText(u"customer_id"_s);
            read.requiredText(u"name"_s, 200);
            return contract::readResident(read);
        },
        [&call](const Resident &resident) {
            return answer(serviceOf(call).createResident(resident), 201);
        });
}

contract::Response findEndUser(Call &call)
{
    return answer(serviceOf(call).findResident(call.path.value(u"id"_s)));
}

contract::Response editEndUser(Call &call)
{
    return withBody(
        call,
        [](contract::FieldReader &read) {
            services::ResidentFields fields;
            if (read.has(u"customer_id"_s))
                fields.customerUuid = read.requiredText(u"customer_id"_s);
            if (read.has(u"name"_s))
                fields.name = read.requiredText(u"name"_s, 200);
            const Resident given = contract::readResident(read);
            const auto take = [&read](auto &field, const QString &name, const auto &value) {
                if (read.has(name))
                    field = value;
            };
            take(fields.email, u"email"_s, given.email);
            take(fields.unit, u"unit"_s, given.unit);
            take(fields.moveIn, u"move_in"_s, given.moveIn);
            take(fields.moveOut, u"move_out"_s, given.moveOut);
            take(fields.householdSize, u"household_size"_s, given.householdSize);
            take(fields.shareMillionths, u"share"_s, given.shareMillionths);
            return fields;
        },
        [&call](const services::ResidentFields &fields) {
            return answer(serviceOf(call).editResident(call.path.value(u"id"_s), fields));
        });
}

contract::Response deleteEndUser(Call &call)
{
    return answer(serviceOf(call).removeResident(call.path.value(u"id"_s)));
}

} // namespace datakubo::api
