#include "ui/client/apiclient.h"
#include "ui/client/calls.h"

using namespace Qt::Literals::StringLiterals;
using datakubo::contract::Method;
using datakubo::contract::Page;

// Communities ("customers") and residents ("end users").
namespace datakubo::ui {

using namespace calls;

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
    send<Community>(requestWithBody(Method::Post, u"/customers"_s, body), context, std::move(done),
                    one(&contract::communityFromJson));
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
    send<Resident>(requestWithBody(Method::Post, u"/end-users"_s, body), context, std::move(done),
                   one(&contract::residentFromJson));
}

} // namespace datakubo::ui
