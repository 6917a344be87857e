#include "ui/client/apiclient.h"
#include "ui/client/calls.h"

using namespace Qt::Literals::StringLiterals;
using datakubo::contract::Method;
using datakubo::contract::Page;

// Communities ("customers") and residents ("end users").
namespace datakubo::ui {

using namespace calls;

namespace {

void addIfChanged(QJsonObject &body, const QString &name, const std::optional<QString> &text)
{
    if (text)
        body[name] = contract::textOrNull(*text);
}

void addIfChanged(QJsonObject &body, const QString &name, const std::optional<QDate> &day)
{
    if (day)
        body[name] = contract::textOrNull(day->toString(Qt::ISODate));
}

} // namespace

void ApiClient::customers(QObject *context, Answer<Page<Community>> done)
{
    send<Page<Community>>(
        request(Method::Get, u"/customers"_s, {{u"limit"_s, QString::number(wholeList)}}), context,
        std::move(done), list(&contract::communityFromJson));
}

void ApiClient::createCustomer(const CommunityDraft &draft, QObject *context,
                               Answer<Community> done)
{
    QJsonObject body{{u"name"_s, draft.name}};
    addIfSet(body, u"tenant_name"_s, draft.tenantName);
    addIfSet(body, u"admin_email"_s, draft.adminEmail);
    addIfSet(body, u"address"_s, draft.address);
    addIfSet(body, u"time_zone"_s, draft.timeZone);
    send<Community>(requestWithBody(Method::Post, u"/customers"_s, body), context, std::move(done),
                    one(&contract::communityFromJson));
}

void ApiClient::changeCustomer(const QString &uuid, const CommunityChange &change, QObject *context,
                               Answer<Community> done)
{
    QJsonObject body;
    addIfChanged(body, u"name"_s, change.name);
    addIfChanged(body, u"tenant_name"_s, change.tenantName);
    addIfChanged(body, u"admin_email"_s, change.adminEmail);
    addIfChanged(body, u"address"_s, change.address);
    addIfChanged(body, u"time_zone"_s, change.timeZone);
    send<Community>(requestWithBody(Method::Patch, u"/customers/"_s + uuid, body), context,
                    std::move(done), one(&contract::communityFromJson));
}

void ApiClient::deleteCustomer(const QString &uuid, QObject *context, Answer<void> done)
{
    send<void>(request(Method::Delete, u"/customers/"_s + uuid), context, std::move(done), nothing);
}

void ApiClient::endUsers(const QString &customerUuid, const QString &search, QObject *context,
                         Answer<Page<Resident>> done)
{
    QUrlQuery items = filtersOf(ListQuery{ListQuery::Kind::Residents, customerUuid, search});
    items.addQueryItem(u"limit"_s, QString::number(search.isEmpty() ? wholeList : 50));
    send<Page<Resident>>(request(Method::Get, u"/end-users"_s, items), context, std::move(done),
                         list(&contract::residentFromJson));
}

void ApiClient::createEndUser(const ResidentDraft &draft, QObject *context, Answer<Resident> done)
{
    QJsonObject body{{u"customer_id"_s, draft.customerUuid}, {u"name"_s, draft.name}};
    addIfSet(body, u"unit"_s, draft.unit);
    addIfSet(body, u"email"_s, draft.email);
    addIfSet(body, u"move_in"_s, draft.movedIn.toString(Qt::ISODate));
    addIfSet(body, u"move_out"_s, draft.movedOut.toString(Qt::ISODate));
    send<Resident>(requestWithBody(Method::Post, u"/end-users"_s, body), context, std::move(done),
                   one(&contract::residentFromJson));
}

void ApiClient::changeEndUser(const QString &uuid, const ResidentChange &change, QObject *context,
                              Answer<Resident> done)
{
    QJsonObject body;
    addIfChanged(body, u"name"_s, change.name);
    addIfChanged(body, u"unit"_s, change.unit);
    addIfChanged(body, u"email"_s, change.email);
    addIfChanged(body, u"move_in"_s, change.movedIn);
    addIfChanged(body, u"move_out"_s, change.movedOut);
    send<Resident>(requestWithBody(Method::Patch, u"/end-users/"_s + uuid, body), context,
                   std::move(done), one(&contract::residentFromJson));
}

void ApiClient::deleteEndUser(const QString &uuid, QObject *context, Answer<void> done)
{
    send<void>(request(Method::Delete, u"/end-users/"_s + uuid), context, std::move(done), nothing);
}

} // namespace datakubo::ui
