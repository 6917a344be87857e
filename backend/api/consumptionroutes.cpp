#include "backend/api/consumptionroutes.h"

#include "backend/api/parsing.h"
#include "backend/contract/consumptioncodecs.h"
#include "backend/services/consumptionservice.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::api {

namespace {

services::ConsumptionService serviceOf(Call &call)
{
    return {call.session, call.environment, call.principal};
}

// A day, or a moment of RFC 3339.
Result<std::optional<services::ConsumptionRange::Moment>> queryMoment(const QUrlQuery &query,
                                                                      const QString &name)
{
    const QString text = queryText(query, name);
    if (text.isEmpty())
        return std::optional<services::ConsumptionRange::Moment>();
    services::ConsumptionRange::Moment moment;
    const auto day = queryDate(query, name);
    if (day && *day) {
        moment.day = **day;
        return std::optional(moment);
    }
    const auto time = queryTime(query, name, u"UTC"_s);
    if (!time)
        return time.error();
    moment.at = *time;
    return std::optional(moment);
}

Result<services::ConsumptionRange> rangeOf(const QUrlQuery &query)
{
    services::ConsumptionRange range;
    if (const QString text = queryText(query, u"interval"_s); !text.isEmpty()) {
        const auto interval = parseInterval(text);
        if (!interval)
            return Error::field(u"interval"_s, u"interval must be hour, day or month"_s);
        range.interval = *interval;
    }
    const auto from = queryMoment(query, u"from"_s);
    if (!from)
        return from.error();
    const auto to = queryMoment(query, u"to"_s);
    if (!to)
        return to.error();
    const auto hasParts = queryBool(query, u"parts"_s);
    if (!hasParts)
        return hasParts.error();
    range.from = *from;
    range.to = *to;
    range.hasParts = hasParts->value_or(false);
    return range;
}

template <typename Use>
contract::Response withRange(Call &call, Use use)
{
    const auto range = rangeOf(call.request.queryItems());
    return range ? answer(use(*range)) : contract::failure(range.error());
}

} // namespace

contract::Response deviceConsumption(Call &call)
{
    return withEui(call, [&call](DevEui eui) {
        return withRange(call, [&](const services::ConsumptionRange &range) {
            return serviceOf(call).ofDevice(eui, range);
        });
    });
}

contract::Response endUserConsumption(Call &call)
{
    return withRange(call, [&call](const services::ConsumptionRange &range) {
        return serviceOf(call).ofResident(call.path[u"id"_s], range);
    });
}

contract::Response customerConsumption(Call &call)
{
    return withRange(call, [&call](const services::ConsumptionRange &range) {
        return serviceOf(call).ofCommunity(call.path[u"id"_s], range);
    });
}

contract::Response customerBalance(Call &call)
{
    const QUrlQuery query = call.request.queryItems();
    const auto from = queryDate(query, u"from"_s);
    if (!from)
        return contract::failure(from.error());
    const auto to = queryDate(query, u"to"_s);
    if (!to)
        return contract::failure(to.error());
    return answer(serviceOf(call).balance(call.path[u"id"_s], *from, *to));
}

contract::Response listAttention(Call &call)
{
    return withPage(call, [&call](const QUrlQuery &query, const PageRequest &page) {
        return answer(serviceOf(call).attention(queryText(query, u"customer_id"_s), page), page);
    });
}

} // namespace datakubo::api
