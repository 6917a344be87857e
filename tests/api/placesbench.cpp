#include "tests/api/placesbench.h"

#include <algorithm>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::test {

namespace {

QString shortened(const QString &time)
{
    return time.endsWith(u"T00:00:00Z") ? time.left(10) : time.left(13);
}

} // namespace

PlacesBench::PlacesBench(TestBackend &shared)
    : backend(shared), tenant(shared.tenant(u"Torre Norte"_s)), key(tenant.withKey())
{
    backend.clock().jumpTo(*Timestamp::parse(u"2026-03-20T12:00:00Z"));
    const auto zoned = backend.patch("/organization", {{u"time_zone"_s, u"UTC"_s}}, key);
    if (zoned.status != 200)
        qFatal("%s", qPrintable(summary(zoned)));
}

QString PlacesBench::addMeter(int number, const QJsonObject &fields)
{
    const QString eui = DevEui(0xb000 + static_cast<quint64>(number)).toString();
    QJsonObject body{{u"dev_eui"_s, eui},
                     {u"device_name"_s, u"Meter %1"_s.arg(number)},
                     {u"device_type"_s, u"water_meter"_s},
                     {u"customer_id"_s, tenant.community.uuid}};
    for (auto field = fields.begin(); field != fields.end(); ++field)
        body[field.key()] = field.value();
    const auto made = backend.post("/devices/register", body, key);
    if (made.status != 201)
        qFatal("%s", qPrintable(summary(made)));
    return eui;
}

QString PlacesBench::addResident(const QString &name)
{
    return dataOf(backend.post(
        "/end-users", {{u"name"_s, name}, {u"customer_id"_s, tenant.community.uuid}}, key))[u"id"]
        .toString();
}

void PlacesBench::sendDays(const QString &eui, const QString &day, int days, double first,
                           double step, int hour)
{
    const QDate begin = QDate::fromString(day, Qt::ISODate);
    constexpr int atOnce = 200;
    for (int from = 0; from < days; from += atOnce) {
        QJsonArray readings;
        for (int i = from; i < std::min(days, from + atOnce); ++i) {
            const QString date = begin.addDays(i).toString(Qt::ISODate);
            readings.append(QJsonObject{
                {u"dev_eui"_s, eui},
                {u"timestamp"_s, u"%1T%2:00:00Z"_s.arg(date).arg(hour, 2, 10, QChar(u'0'))},
                {u"consumption_m3"_s, std::round((first + i * step) * 1e6) / 1e6}});
        }
        const auto sent = backend.call(contract::Method::Post, "/ingest/water-consumption",
                                       QJsonDocument(readings).toJson(), key);
        if (sent.status != 200)
            qFatal("%s", qPrintable(summary(sent)));
    }
}

void PlacesBench::send(const QString &eui, const QString &time, double cubicMetres)
{
    const auto sent = backend.post(
        "/ingest/water-consumption",
        {{u"dev_eui"_s, eui}, {u"timestamp"_s, time}, {u"consumption_m3"_s, cubicMetres}}, key);
    if (sent.status != 200)
        qFatal("%s", qPrintable(summary(sent)));
}

contract::Response PlacesBench::assign(const QString &eui, const QString &resident,
                                       const QString &from)
{
    return backend.put("/devices/" + eui.toLatin1() + "/assign",
                       {{u"end_user_id"_s, resident}, {u"from"_s, from}}, key);
}

contract::Response PlacesBench::handOver(const QString &eui, const QString &resident,
                                         const QString &at, std::optional<double> reading)
{
    QJsonObject body{{u"at"_s, at},
                     {u"end_user_id"_s, resident.isEmpty() ? QJsonValue() : resident}};
    if (reading)
        body[u"consumption_m3"] = *reading;
    return backend.post("/devices/" + eui.toLatin1() + "/handover", body, key);
}

contract::Response PlacesBench::replace(const QString &eui, const QString &next, const QString &at,
                                        double finalReading, double initialReading)
{
    return backend.post("/devices/" + eui.toLatin1() + "/replace",
                        {{u"new_dev_eui"_s, next},
                         {u"replaced_at"_s, at},
                         {u"final_reading_m3"_s, finalReading},
                         {u"initial_reading_m3"_s, initialReading}},
                        key);
}

void PlacesBench::retire(const QString &eui)
{
    const auto retired = backend.remove("/devices/" + eui.toLatin1(), key);
    if (retired.status != 204)
        qFatal("%s", qPrintable(summary(retired)));
}

QString PlacesBench::stays(const QString &eui)
{
    QStringList stays;
    for (const QJsonValue &stay :
         listOf(backend.get("/devices/" + eui.toLatin1() + "/assignments", key))) {
        stays.prepend(u"%1 %2/%3"_s.arg(stay[u"end_user_name"].toString(),
                                        shortened(stay[u"from"].toString()),
                                        shortened(stay[u"to"].toString())));
    }
    return stays.join(u", "_s);
}

QJsonObject PlacesBench::consumption(const QString &subject, const QString &from, const QString &to,
                                     const QString &interval)
{
    return dataOf(backend.get("/" + subject.toLatin1() + "/consumption?from=" + from.toLatin1()
                                  + "&to=" + to.toLatin1() + "&interval=" + interval.toLatin1(),
                              key));
}

double PlacesBench::total(const QString &subject, const QString &from, const QString &to)
{
    return consumption(subject, from, to)[u"total_m3"].toDouble(-1);
}

QString PlacesBench::days(const QString &subject, const QString &from, const QString &to)
{
    QStringList days;
    for (const QJsonValue &item : consumption(subject, from, to)[u"series"].toArray()) {
        days.append(u"%1 %2"_s.arg(item[u"from"].toString().mid(5, 5))
                        .arg(item[u"consumption_m3"].toDouble()));
    }
    return days.join(u", "_s);
}

} // namespace datakubo::test
