#include "ui/client/calls.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui::calls {

namespace {

void addIfSet(QUrlQuery &items, const QString &name, const QString &value)
{
    if (!value.isEmpty())
        items.addQueryItem(name, value);
}

} // namespace

QUrlQuery filtersOf(const DeviceQuery &query)
{
    QUrlQuery items;
    if (query.status)
        items.addQueryItem(u"status"_s, toText(*query.status));
    addIfSet(items, u"customer_id"_s, query.customerUuid);
    addIfSet(items, u"end_user_id"_s, query.residentUuid);
    if (query.assigned)
        items.addQueryItem(u"assigned"_s, *query.assigned ? u"true"_s : u"false"_s);
    addIfSet(items, u"search"_s, query.search);
    items.addQueryItem(u"sort"_s, query.sort);
    return items;
}

QUrlQuery filtersOf(const ReadingsQuery &query)
{
    QUrlQuery items;
    if (query.from)
        items.addQueryItem(u"from"_s, query.from->toString());
    if (query.to)
        items.addQueryItem(u"to"_s, query.to->toString());
    return items;
}

QUrlQuery filtersOf(const ConsumptionQuery &query)
{
    QUrlQuery items{
        {u"from"_s, query.from}, {u"to"_s, query.to}, {u"interval"_s, toText(query.interval)}};
    if (query.hasParts)
        items.addQueryItem(u"parts"_s, u"true"_s);
    return items;
}

QUrlQuery filtersOf(const BalanceQuery &query)
{
    return {{u"from"_s, query.range.from.toString(Qt::ISODate)},
            {u"to"_s, query.range.to.toString(Qt::ISODate)}};
}

QUrlQuery filtersOf(const WebhookQuery &query)
{
    QUrlQuery items;
    if (query.outcome)
        items.addQueryItem(u"result"_s, toText(*query.outcome));
    addIfSet(items, u"dev_eui"_s, query.devEui);
    return items;
}

QUrlQuery filtersOf(const ListQuery &query)
{
    QUrlQuery items;
    addIfSet(items, u"customer_id"_s, query.customerUuid);
    addIfSet(items, u"search"_s, query.search);
    return items;
}

} // namespace datakubo::ui::calls
