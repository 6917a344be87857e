#include "backend/api/repairroutes.h"

#include "backend/api/parsing.h"
#include "backend/contract/consumptioncodecs.h"
#include "backend/services/accountservice.h"
#include "backend/services/assignmentservice.h"
#include "backend/services/audittrail.h"
#include "backend/services/deviceservice.h"
#include "backend/services/placeservice.h"
#include "backend/services/readingservice.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::api {

namespace {

constexpr qsizetype longestNote = 500;

// What the register did at a reading, as a person says; null takes the answer back.
std::optional<RegisterAnswer> readAnswer(contract::FieldReader &read)
{
    if (!read.has(u"register"_s))
        return std::nullopt;
    if (read.isNull(u"register"_s))
        return RegisterAnswer::None;
    return read.word(u"register"_s, parseRegisterAnswer);
}

// The device after a change, to those who watch too.
contract::Response changed(Call &call, const Result<Device> &device)
{
    if (device)
        call.events.push_back({call.principal.organization, contract::DeviceEvent{*device}});
    return answer(device);
}

// A register value: m³, not negative.
std::optional<Volume> readRegister(contract::FieldReader &read, const QString &name)
{
    const auto volume = read.volume(name);
    if (volume && volume->millilitres < 0)
        read.fail(name, u"%1 must not be negative"_s.arg(name));
    return volume;
}

template <typename T>
T required(contract::FieldReader &read, const QString &name, const std::optional<T> &value)
{
    if (!value && !read.failed())
        read.fail(name, u"%1 is required"_s.arg(name));
    return value.value_or(T{});
}

} // namespace

contract::Response addReading(Call &call)
{
    struct Wanted {
        Timestamp recordedAt;
        Volume volume;
        QString note;
    };
    const auto fields = [](contract::FieldReader &read) {
        Wanted wanted;
        wanted.recordedAt = required(read, u"recorded_at"_s, read.time(u"recorded_at"_s));
        wanted.volume =
            required(read, u"consumption_m3"_s, readRegister(read, u"consumption_m3"_s));
        wanted.note = read.text(u"note"_s, longestNote);
        return wanted;
    };
    return withEui(call, [&](DevEui eui) {
        return withBody(call, fields, [&](const Wanted &wanted) {
            services::ReadingService service(call.session, call.environment, call.principal);
            return answer(service.add(eui, wanted.recordedAt, wanted.volume, wanted.note), 201);
        });
    });
}

contract::Response editReading(Call &call)
{
    const auto fields = [](contract::FieldReader &read) {
        services::ReadingFields wanted;
        wanted.excluded = read.boolean(u"excluded"_s);
        wanted.reason = read.text(u"reason"_s, longestNote);
        wanted.answer = readAnswer(read);
        if (!wanted.excluded && !wanted.answer && !read.failed())
            read.fail(u"excluded"_s, u"excluded or register is required"_s);
        return wanted;
    };
    return withBody(call, fields, [&call](const services::ReadingFields &wanted) {
        services::ReadingService service(call.session, call.environment, call.principal);
        return answer(service.edit(call.path[u"id"_s], wanted));
    });
}

contract::Response replaceDevice(Call &call)
{
    const auto fields = [](contract::FieldReader &read) {
        services::MeterSwap swap;
        swap.newEui = read.requiredEui(u"new_dev_eui"_s);
        swap.newName = read.text(u"new_device_name"_s, 200);
        swap.finalReading =
            required(read, u"final_reading_m3"_s, readRegister(read, u"final_reading_m3"_s));
        swap.initialReading =
            required(read, u"initial_reading_m3"_s, readRegister(read, u"initial_reading_m3"_s));
        swap.replacedAt = required(read, u"replaced_at"_s, read.time(u"replaced_at"_s));
        return swap;
    };
    return withEui(call, [&](DevEui eui) {
        return withBody(call, fields, [&](const services::MeterSwap &swap) {
            services::PlaceService service(call.session, call.environment, call.principal);
            return changed(call, service.replace(eui, swap));
        });
    });
}

contract::Response handOverDevice(Call &call)
{
    const auto fields = [](contract::FieldReader &read) {
        services::Handover handover;
        handover.at = required(read, u"at"_s, read.time(u"at"_s));
        handover.reading = readRegister(read, u"consumption_m3"_s);
        if (!read.has(u"end_user_id"_s))
            read.fail(u"end_user_id"_s, u"end_user_id is required (null: nobody moves in)"_s);
        handover.residentUuid = read.text(u"end_user_id"_s);
        return handover;
    };
    return withEui(call, [&](DevEui eui) {
        return withBody(call, fields, [&](const services::Handover &handover) {
            services::AssignmentService service(call.session, call.environment, call.principal);
            return changed(call, service.handOver(eui, handover));
        });
    });
}

contract::Response listAudit(Call &call)
{
    return withPage(call, [&call](const QUrlQuery &query, const PageRequest &page) {
        storage::AuditFilter filter;
        filter.subjectUuid = queryText(query, u"subject_id"_s);
        const auto who =
            services::AccountService(call.session, call.environment).identity(call.principal);
        if (!who)
            return contract::failure(who.error());
        const auto times = queryTimes(query, who->organization.timeZone);
        if (!times)
            return contract::failure(times.error());
        filter.from = times->from;
        filter.to = times->to;
        services::AuditTrail trail(call.session, call.environment, call.principal);
        return answer(trail.list(filter, page), page);
    });
}

} // namespace datakubo::api
