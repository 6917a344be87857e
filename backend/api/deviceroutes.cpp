#include "backend/api/deviceroutes.h"

#include "backend/api/parsing.h"
#include "backend/services/assignmentservice.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::api {

namespace {

services::DeviceService serviceOf(Call &call)
{
    return {call.session, call.environment, call.principal};
}

services::AssignmentService assignmentsOf(Call &call)
{
    return {call.session, call.environment, call.principal};
}

// Answers a changed device and tells those who watch.
contract::Response changed(Call &call, const Result<Device> &device, int status = 200)
{
    if (device)
        call.events.push_back({call.principal.organization, contract::DeviceEvent{*device}});
    return answer(device, status);
}

services::DeviceFields readFields(contract::FieldReader &read)
{
    services::DeviceFields fields;
    if (read.has(u"device_name"_s))
        fields.name = read.requiredText(u"device_name"_s, 200);
    fields.type = read.word(u"device_type"_s, parseDeviceType);
    if (read.has(u"customer_id"_s))
        fields.customerUuid = read.text(u"customer_id"_s);
    fields.parent = read.eui(u"parent_dev_eui"_s);
    fields.clearParent = read.has(u"parent_dev_eui"_s) && !fields.parent;
    if (const auto level = read.integer(u"hierarchy_level"_s, 0, lowestLevel))
        fields.hierarchyLevel = static_cast<int>(*level);
    if (read.has(u"serial_number"_s))
        fields.serialNumber = read.text(u"serial_number"_s, 100);
    if (read.has(u"location"_s))
        fields.location = read.text(u"location"_s, 200);
    return fields;
}

} // namespace

DeviceToRegister readDevice(contract::FieldReader &read)
{
    DeviceToRegister wanted;
    wanted.eui = read.requiredEui(u"dev_eui"_s);
    read.requiredText(u"device_name"_s, 200);
    read.requiredText(u"device_type"_s);
    wanted.fields = readFields(read);
    return wanted;
}

contract::Response registerDevice(Call &call)
{
    return withBody(call, readDevice, [&call](const DeviceToRegister &wanted) {
        return changed(call, serviceOf(call).registerDevice(wanted.eui, wanted.fields), 201);
    });
}

contract::Response listDevices(Call &call)
{
    const QUrlQuery query = call.request.queryItems();
    const auto page = pageRequest(query);
    if (!page)
        return contract::failure(page.error());
    storage::DeviceFilter filter;
    if (const QString status = queryText(query, u"status"_s); !status.isEmpty()) {
        filter.status = parseDeviceStatus(status);
        if (!filter.status)
            return contract::failure(
                Error::field(u"status"_s, u"status must be online, offline or maintenance"_s));
    }
    if (const QString type = queryText(query, u"device_type"_s); !type.isEmpty()) {
        filter.type = parseDeviceType(type);
        if (!filter.type) {
            return contract::failure(Error::field(
                u"device_type"_s, u"device_type must be water_meter or hot_water_meter"_s));
        }
    }
    const auto assigned = queryBool(query, u"assigned"_s);
    if (!assigned)
        return contract::failure(assigned.error());
    const auto includeRetired = queryBool(query, u"include_retired"_s);
    if (!includeRetired)
        return contract::failure(includeRetired.error());
    filter.assigned = *assigned;
    filter.includeRetired = includeRetired->value_or(false);
    filter.customerUuid = queryText(query, u"customer_id"_s);
    filter.endUserUuid = queryText(query, u"end_user_id"_s);
    filter.search = queryText(query, u"search"_s).left(200);
    filter.sort = queryText(query, u"sort"_s);
    return answer(serviceOf(call).list(filter, *page), *page);
}

contract::Response findDevice(Call &call)
{
    return withEui(call, [&call](DevEui eui) { return answer(serviceOf(call).find(eui)); });
}

contract::Response editDevice(Call &call)
{
    return withEui(call, [&call](DevEui eui) {
        return withBody(call, readFields, [&](const services::DeviceFields &fields) {
            return changed(call, serviceOf(call).edit(eui, fields));
        });
    });
}

contract::Response retireDevice(Call &call)
{
    return withEui(call, [&call](DevEui eui) { return answer(serviceOf(call).retire(eui)); });
}

contract::Response assignDevice(Call &call)
{
    struct Wanted {
        bool unassigns = false;
        QString endUser;
        std::optional<Timestamp> from;
    };
    const auto fields = [](contract::FieldReader &read) {
        if (!read.has(u"end_user_id"_s))
            read.fail(u"end_user_id"_s, u"end_user_id is required (null unassigns)"_s);
        return Wanted{read.isNull(u"end_user_id"_s), read.text(u"end_user_id"_s),
                      read.time(u"from"_s)};
    };
    return withEui(call, [&](DevEui eui) {
        return withBody(call, fields, [&](const Wanted &wanted) {
            return changed(call, wanted.unassigns ? assignmentsOf(call).unassign(eui, wanted.from)
                                                  : assignmentsOf(call).assign(eui, wanted.endUser,
                                                                               wanted.from));
        });
    });
}

contract::Response unassignDevice(Call &call)
{
    return withEui(call, [&call](DevEui eui) {
        const auto unassigned = changed(call, assignmentsOf(call).unassign(eui, std::nullopt));
        return unassigned.status < 400 ? contract::noContent() : unassigned;
    });
}

contract::Response listAssignments(Call &call)
{
    return withEui(call, [&call](DevEui eui) {
        const auto assignments = assignmentsOf(call).list(eui);
        if (!assignments)
            return contract::failure(assignments.error());
        QJsonArray items;
        for (const Assignment &assignment : *assignments)
            items.append(contract::toJson(assignment));
        return contract::successPage(items, {items.size(), 1000, 0, {}});
    });
}

contract::Response setDeviceStatus(Call &call)
{
    const auto field = [](contract::FieldReader &read) {
        read.requiredText(u"status"_s);
        return read.word(u"status"_s, parseDeviceStatus);
    };
    return withEui(call, [&](DevEui eui) {
        return withBody(call, field, [&](std::optional<DeviceStatus> status) {
            return changed(call, serviceOf(call).setStatus(eui, *status));
        });
    });
}

contract::Response listReadings(Call &call)
{
    return withEui(call, [&call](DevEui eui) {
        return withPage(call, [&](const QUrlQuery &query, const PageRequest &page) {
            services::DeviceService service = serviceOf(call);
            const auto zone = service.timeZone(eui);
            if (!zone)
                return contract::failure(zone.error());
            const auto times = queryTimes(query, *zone);
            if (!times)
                return contract::failure(times.error());
            return answer(service.readings(eui, times->from, times->to, page), page);
        });
    });
}

} // namespace datakubo::api
