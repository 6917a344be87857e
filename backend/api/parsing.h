#pragma once
#include "backend/api/route.h"
#include "backend/contract/codecs.h"
#include "backend/contract/consumptioncodecs.h"
#include "backend/contract/fields.h"
#include "backend/domain/eui.h"
#include "backend/domain/listing.h"

#include <QJsonObject>

namespace datakubo::api {

// What handlers read out of a request; every Error names the field.

// The one place that judges a Content-Type.
bool isCsv(const contract::Request &request); // says so itself
Result<void> mediaTypeFits(const contract::Request &request, Takes takes);

Result<QJsonObject> bodyObject(const contract::Request &request);
Result<DevEui> pathEui(const PathValues &path);
Result<PageRequest> pageRequest(const QUrlQuery &query); // limit 1..1000, offset, cursor
QString queryText(const QUrlQuery &query, const QString &name);
Result<std::optional<bool>> queryBool(const QUrlQuery &query, const QString &name);
Result<std::optional<QDate>> queryDate(const QUrlQuery &query, const QString &name); // YYYY-MM-DD
// RFC 3339, or YYYY-MM-DD: that day's midnight in `zone`.
Result<std::optional<Timestamp>> queryTime(const QUrlQuery &query, const QString &name,
                                           const QString &zone);
// `from` and `to` of a list; what is missing does not narrow it.
struct QueriedTimes {
    std::optional<Timestamp> from;
    std::optional<Timestamp> to;
};
Result<QueriedTimes> queryTimes(const QUrlQuery &query, const QString &zone);

// A handler with a body: `read(FieldReader &)` makes a value of the fields, and when none of them
// is wrong `use(value)` answers.
template <typename AnyCall, typename Read, typename Use>
contract::Response withBody(AnyCall &call, Read read, Use use)
{
    const auto body = bodyObject(call.request);
    if (!body)
        return contract::failure(body.error());
    contract::FieldReader fields(*body);
    auto wanted = read(fields);
    if (fields.failed())
        return contract::failure(fields.error());
    return use(wanted);
}
// A handler about the device in its path.
template <typename Use>
contract::Response withEui(Call &call, Use use)
{
    const auto eui = pathEui(call.path);
    return eui ? use(*eui) : contract::failure(eui.error());
}
// A list: `use(query, page)`.
template <typename Use>
contract::Response withPage(Call &call, Use use)
{
    const QUrlQuery query = call.request.queryItems();
    const auto page = pageRequest(query);
    return page ? use(query, *page) : contract::failure(page.error());
}

// How a handler ends.
template <typename T>
contract::Response answer(const Result<T> &result, int status = 200)
{
    return result ? contract::success(contract::toJson(*result), status)
                  : contract::failure(result.error());
}
inline contract::Response answer(const Result<void> &result)
{
    return result ? contract::noContent() : contract::failure(result.error());
}
template <typename T>
contract::Response answer(const Result<Listing<T>> &listing, const PageRequest &page)
{
    if (!listing)
        return contract::failure(listing.error());
    QJsonArray items;
    for (const T &item : listing->items)
        items.append(contract::toJson(item));
    return contract::successPage(items, {listing->total, page.limit, page.cursor ? 0 : page.offset,
                                         listing->next ? listing->next->encode() : QString()});
}

} // namespace datakubo::api
