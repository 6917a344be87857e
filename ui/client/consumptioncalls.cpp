#include "ui/client/calls.h"

using namespace Qt::Literals::StringLiterals;
using datakubo::contract::Method;
using datakubo::contract::Page;

namespace datakubo::ui {

using namespace calls;

namespace {

QString pathOf(const ConsumptionSubject &subject)
{
    switch (subject.kind) {
    case ConsumptionSubject::Kind::Device: return u"/devices/"_s + subject.id;
    case ConsumptionSubject::Kind::Resident: return u"/end-users/"_s + subject.id;
    case ConsumptionSubject::Kind::Community: break;
    }
    return u"/customers/"_s + subject.id;
}

} // namespace

void ApiClient::consumption(const ConsumptionQuery &query, QObject *context,
                            Answer<ConsumptionReport> done)
{
    send<ConsumptionReport>(
        request(Method::Get, pathOf(query.subject) + u"/consumption"_s, filtersOf(query)), context,
        std::move(done), one(&contract::consumptionReportFromJson));
}

void ApiClient::balance(const QString &customerUuid, const DateRange &range, QObject *context,
                        Answer<Balance> done)
{
    send<Balance>(request(Method::Get, u"/customers/"_s + customerUuid + u"/balance"_s,
                          filtersOf(BalanceQuery{customerUuid, range})),
                  context, std::move(done), one(&contract::balanceFromJson));
}

void ApiClient::readings(const ReadingsQuery &query, QObject *context, Answer<Page<Reading>> done)
{
    QUrlQuery items = filtersOf(query);
    items.addQueryItem(u"limit"_s, QString::number(query.limit));
    if (!query.cursor.isEmpty())
        items.addQueryItem(u"cursor"_s, query.cursor);
    send<Page<Reading>>(request(Method::Get, devicePath(query.eui, u"/readings"_s), items), context,
                        std::move(done), list(&contract::readingFromJson));
}

void ApiClient::addReading(DevEui eui, const ManualReading &reading, QObject *context,
                           Answer<Reading> done)
{
    QJsonObject body{{u"recorded_at"_s, reading.recordedAt.toString()},
                     {u"consumption_m3"_s, reading.volume.toCubicMetres()}};
    addIfSet(body, u"note"_s, reading.note);
    send<Reading>(requestWithBody(Method::Post, devicePath(eui, u"/readings"_s), body), context,
                  std::move(done), one(&contract::readingFromJson));
}

void ApiClient::changeReading(const QString &uuid, const ReadingChange &change, QObject *context,
                              Answer<Reading> done)
{
    QJsonObject body;
    if (change.excluded)
        body[u"excluded"] = *change.excluded;
    addIfSet(body, u"reason"_s, change.reason);
    if (change.answer)
        body[u"register"] = *change.answer == RegisterAnswer::None
                                ? QJsonValue()
                                : QJsonValue(toText(*change.answer));
    send<Reading>(requestWithBody(Method::Patch, u"/readings/"_s + uuid, body), context,
                  std::move(done), one(&contract::readingFromJson));
}

void ApiClient::replaceDevice(DevEui eui, const MeterSwap &swap, QObject *context,
                              Answer<Device> done)
{
    QJsonObject body{{u"new_dev_eui"_s, swap.newEui.toString()},
                     {u"final_reading_m3"_s, swap.finalReading.toCubicMetres()},
                     {u"initial_reading_m3"_s, swap.initialReading.toCubicMetres()},
                     {u"replaced_at"_s, swap.replacedAt.toString()}};
    addIfSet(body, u"new_device_name"_s, swap.newName);
    send<Device>(requestWithBody(Method::Post, devicePath(eui, u"/replace"_s), body), context,
                 std::move(done), one(&contract::deviceFromJson));
}

void ApiClient::handOver(DevEui eui, const Handover &handover, QObject *context,
                         Answer<Device> done)
{
    QJsonObject body{{u"at"_s, handover.at.toString()},
                     {u"end_user_id"_s, contract::textOrNull(handover.residentUuid)}};
    if (handover.reading)
        body[u"consumption_m3"] = handover.reading->toCubicMetres();
    send<Device>(requestWithBody(Method::Post, devicePath(eui, u"/handover"_s), body), context,
                 std::move(done), one(&contract::deviceFromJson));
}

void ApiClient::attention(const QString &customerUuid, QObject *context,
                          Answer<Page<AttentionItem>> done)
{
    QUrlQuery items;
    if (!customerUuid.isEmpty())
        items.addQueryItem(u"customer_id"_s, customerUuid);
    send<Page<AttentionItem>>(request(Method::Get, u"/attention"_s, items), context,
                              std::move(done), list(&contract::attentionItemFromJson));
}

void ApiClient::audit(const QString &cursor, QObject *context, Answer<Page<AuditEntry>> done)
{
    QUrlQuery items{{u"limit"_s, u"100"_s}};
    if (!cursor.isEmpty())
        items.addQueryItem(u"cursor"_s, cursor);
    send<Page<AuditEntry>>(request(Method::Get, u"/audit"_s, items), context, std::move(done),
                           list(&contract::auditEntryFromJson));
}

} // namespace datakubo::ui
