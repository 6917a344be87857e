#pragma once
#include "backend/api/route.h"
#include "backend/contract/codecs.h"
#include "backend/domain/eui.h"
#include "backend/domain/listing.h"

#include <QJsonObject>

namespace datakubo::api {

// What handlers read out of a request; every Error names the field.

Result<QJsonObject> bodyObject(const contract::Request &request);
Result<DevEui> pathEui(const PathValues &path);
Result<PageRequest> pageRequest(const QUrlQuery &query); // limit 1..1000, offset, cursor
QString queryText(const QUrlQuery &query, const QString &name);
Result<std::optional<bool>> queryBool(const QUrlQuery &query, const QString &name);
// RFC 3339, or YYYY-MM-DD: that day's midnight in `zone`.
Result<std::optional<Timestamp>> queryTime(const QUrlQuery &query, const QString &name,
                                           const QString &zone);

// How a handler ends.
template <typename T>
contract::Response answer(const Result<T> &result, int status = 200)
{
    return result ? contract::success(contract::toJson(*result), status)
                  : contract::failure(result.error());
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
