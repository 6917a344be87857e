#include "tests/ui/sampleconsumption.h"

#include "backend/contract/codecs.h"
#include "backend/domain/intervals.h"
#include "tests/ui/sampleoffice.h"

#include <QJsonDocument>
#include <QTimeZone>

#include <cmath>

using namespace Qt::Literals::StringLiterals;
using datakubo::contract::Method;
using datakubo::contract::Request;
using datakubo::contract::Response;

namespace datakubo::test {

namespace {

constexpr size_t mostItems = 20'000;

const QTimeZone &zone()
{
    static const QTimeZone berlin("Europe/Berlin");
    return berlin;
}

QString value(const Request &request, const QString &name)
{
    return request.queryItems().queryItemValue(name, QUrl::FullyDecoded);
}

Timestamp moment(const Request &request, const QString &name)
{
    const QString text = value(request, name);
    if (const auto time = Timestamp::parse(text))
        return *time;
    return startOfDay(QDate::fromString(text, Qt::ISODate), zone());
}

// Litres a household uses in this hour; more in the morning and evening, and at weekends.
qint64 litresOfHour(Timestamp at)
{
    const QDateTime local = QDateTime::fromMSecsSinceEpoch(at.ms, zone());
    const int hour = local.time().hour();
    const qint64 day = local.date().toJulianDay();
    const double wave = 1 + 0.22 * std::sin(double(day) * 0.9) + (day % 7 >= 5 ? 0.18 : 0);
    const int rhythm = hour >= 6 && hour <= 9     ? 24
                       : hour >= 18 && hour <= 22 ? 21
                       : hour < 6                 ? 2
                                                  : 9;
    return std::lround(rhythm * wave * (1 + 0.25 * std::sin(double(day * 24 + hour) * 1.7)));
}

Volume used(Timestamp from, Timestamp to)
{
    qint64 litres = 0;
    for (Timestamp hour = from; hour < to; hour = hour + duration::hour)
        litres += litresOfHour(hour);
    return {litres * 1000};
}

QDate nowDay()
{
    return localDate({QDateTime::currentMSecsSinceEpoch()}, zone());
}

// Marks one item and joins three others, as a meter that was not heard for a while.
void makeOdd(ConsumptionReport &report)
{
    auto &items = report.series.items;
    if (items.size() < 16)
        return;
    const size_t length = report.series.interval == Interval::Hour ? 9 : 3;
    ConsumptionItem gap = items[11];
    for (size_t i = 12; i < 11 + length; ++i)
        gap.consumption = gap.consumption + items[i].consumption;
    gap.to = items[10 + length].to;
    gap.closing = items[10 + length].closing;
    gap.quality = Quality::Gap;
    gap.closingIsInterpolated = true;
    items[10].quality = Quality::Estimated;
    items[10].closingIsInterpolated = true;
    items.erase(items.begin() + 12, items.begin() + 11 + static_cast<ptrdiff_t>(length));
    items[11] = gap;
    report.marks.push_back({DeviceId{7},
                            items[4].from + 30 * duration::minute,
                            RegisterMarkKind::Glitch,
                            Volume{999'000'000},
                            items[4].opening,
                            {}});
    report.marks.push_back({DeviceId{7},
                            items[8].from + 20 * duration::minute,
                            RegisterMarkKind::Excluded,
                            Volume{12'000'000},
                            items[8].opening,
                            {}});
}

// The readings of a range are at most 120 steps apart, and no less than an hour.
qint64 stepBetween(Timestamp first, Timestamp last)
{
    return std::max(duration::hour, (last - first) / 119);
}

// What the register of a range showed so many readings before its newest.
Volume registerBack(int number)
{
    Volume shown{66'542'000};
    for (int i = 0; i < number; ++i)
        shown = shown - Volume{(i * 7919) % 23 * 1000 + (i % 5 == 2 ? 0 : 4000)};
    return shown;
}

// Both ends lie in the middle between two of the readings that sampleReadings answers.
ConsumptionPart samplePart(DevEui eui, Timestamp from, Timestamp to)
{
    ConsumptionPart part;
    part.eui = eui;
    part.name = u"Water Meter "_s + eui.toString().right(2);
    const qint64 step = std::max(duration::hour, (to - from) / 118);
    const auto number = static_cast<int>((to - from) / step) + 1;
    const Timestamp first = from - step / 2;
    const Timestamp last = first + number * step;
    const auto after = [](int reading) {
        return Volume{(registerBack(reading - 1).millilitres + registerBack(reading).millilitres)
                      / 2};
    };
    part.closing = {to, after(1), last - step, last};
    part.opening = {from, after(number), first, first + step};
    part.consumption = *part.closing.value - *part.opening.value;
    return part;
}

// Of a community the first is its principal meter.
void addSampleParts(ConsumptionReport &report, const Request &request)
{
    const bool isCommunity = request.path.contains("/customers/");
    const auto named = DevEui::parse(QString::fromLatin1(request.path).section(u'/', 4, 4));
    const DevEui first = named.value_or(DevEui(0xa1b2c3d4e5f60001ULL));
    report.parts.emplace();
    report.series.total = {};
    for (quint64 i = 0; i < (isCommunity ? 24 : 1); ++i) {
        ConsumptionPart part =
            samplePart(DevEui(first.value() + i), report.series.from, report.series.to);
        part.isCounted = !isCommunity || i > 0;
        if (part.isCounted)
            report.series.total = report.series.total + part.consumption;
        report.parts->push_back(std::move(part));
    }
}

} // namespace

Response sampleConsumption(const Request &request, bool isDevice)
{
    ConsumptionReport report;
    auto &series = report.series;
    series.interval = parseInterval(value(request, u"interval"_s)).value_or(Interval::Day);
    series.from = moment(request, u"from"_s);
    series.to = moment(request, u"to"_s);
    const qint64 meters = isDevice ? 1 : 24;
    const Timestamp known = std::min(series.to, startOfDay(nowDay(), zone()));
    Volume register_{431'200'000};
    const auto moments = boundaries(series.interval, series.from, series.to, zone(), mostItems);
    for (size_t i = 1; i < moments.size(); ++i) {
        if (moments[i - 1] >= known)
            break;
        ConsumptionItem item;
        item.from = moments[i - 1];
        item.to = std::min(moments[i], known);
        item.consumption = {used(item.from, item.to).millilitres * meters};
        if (isDevice) {
            item.opening = register_;
            register_ = register_ + item.consumption;
            item.closing = register_;
        }
        series.total = series.total + item.consumption;
        series.items.push_back(item);
    }
    const bool isThisYear = localDate(series.to, zone()) >= nowDay().addDays(-60);
    if (isDevice && isThisYear && series.interval != Interval::Month)
        makeOdd(report);
    report.comparison.periodBefore = Volume{series.total.millilitres * 104 / 100};
    report.comparison.lastYear = Volume{series.total.millilitres * 964 / 1000};
    report.comparison.households = isDevice ? 24 : 3;
    if (isDevice)
        report.comparison.communityAverage = Volume{series.total.millilitres * 91 / 100};
    if (value(request, u"parts"_s) == u"true")
        addSampleParts(report, request);
    return contract::success(contract::toJson(report));
}

Response sampleBalance(const Request &request, const SampleOffice &office)
{
    Balance balance;
    balance.principals = 1;
    balance.leafMeters = 24;
    const QDate first = QDate::fromString(value(request, u"from"_s), Qt::ISODate);
    const QDate last = std::min(QDate::fromString(value(request, u"to"_s), Qt::ISODate), nowDay());
    for (QDate day = first; day < last; day = day.addDays(1)) {
        BalanceDay made;
        made.day = day;
        const bool isOdd = day.day() == 18;
        made.leaves = {used(startOfDay(day, zone()), startOfDay(day.addDays(1), zone())).millilitres
                       * (isOdd ? 20 : 24)};
        made.unmetered = Volume{made.leaves.millilitres / (isOdd ? 3 : 11)};
        made.principal = made.leaves + *made.unmetered;
        made.unmeteredPerMille =
            static_cast<int>(made.unmetered->millilitres * 1000 / made.principal->millilitres);
        if (isOdd)
            made.missing = {{office.device(12).eui, office.device(12).name, {}, Volume{460'000}},
                            {office.device(7).eui, office.device(7).name, {}, {}}};
        balance.leaves = balance.leaves + made.leaves;
        balance.unmetered = balance.unmetered + *made.unmetered;
        balance.principal = balance.principal + *made.principal;
        balance.days.push_back(made);
    }
    if (balance.principal > Volume{})
        balance.unmeteredPerMille =
            static_cast<int>(balance.unmetered.millilitres * 1000 / balance.principal.millilitres);
    return contract::success(contract::toJson(balance));
}

Response sampleReadings(const Request &request)
{
    const bool isRange = !value(request, u"from"_s).isEmpty();
    const Timestamp newest =
        isRange ? moment(request, u"to"_s) - 1
                : Timestamp{QDateTime::currentMSecsSinceEpoch()} - 7 * duration::minute;
    const int offset = value(request, u"cursor"_s).toInt();
    const qint64 step = isRange ? stepBetween(moment(request, u"from"_s), newest) : duration::hour;
    const int total =
        isRange ? static_cast<int>((newest - moment(request, u"from"_s)) / step) + 1 : 30;
    const int limit = std::max(1, value(request, u"limit"_s).toInt());
    QJsonArray page;
    for (int i = offset; i < std::min(total, offset + limit); ++i) {
        Reading reading;
        reading.device = {7};
        reading.recordedAt = reading.receivedAt = newest - i * step;
        reading.volume = registerBack(i);
        reading.source = i % 40 == 9 ? ReadingSource::Manual : ReadingSource::ChirpStackV4;
        if (i % 40 == 9)
            reading.note = u"Read by the caretaker"_s;
        if (i % 40 == 3) {
            reading.excluded = true;
            reading.volume = Volume{12'000'000};
            reading.note = u"typing mistake"_s;
        }
        page.append(contract::toJson(reading));
    }
    const QString next = offset + limit < total ? QString::number(offset + limit) : QString();
    return contract::successPage(page, {total, limit, offset, next});
}

std::vector<AttentionItem> sampleQuestions(const SampleOffice &office)
{
    const Timestamp then = startOfDay(nowDay().addDays(-22), zone()) + 9 * duration::hour;
    return {{{DeviceId{3},
              then,
              RegisterMarkKind::Dropped,
              Volume{12'000'000},
              Volume{431'200'000},
              {}},
             office.device(2).eui,
             office.device(2).name,
             u"c0"_s},
            {{DeviceId{9}, then + 3 * duration::day, RegisterMarkKind::Leap, Volume{812'500'000},
              Volume{106'355'000}, Volume{706'145'000}},
             office.device(8).eui,
             office.device(8).name,
             u"c0"_s}};
}

void answerConsumption(FakeTransport &transport, const SampleOffice &office)
{
    transport.on(Method::Get, "/customers/*", [&office](const Request &request) {
        return request.path.endsWith("/balance") ? sampleBalance(request, office)
                                                 : sampleConsumption(request, false);
    });
    transport.on(Method::Get, "/end-users/*",
                 [](const Request &request) { return sampleConsumption(request, true); });
    transport.on(Method::Get, "/attention", [&office](const Request &) {
        QJsonArray all;
        for (const AttentionItem &item : sampleQuestions(office))
            all.append(contract::toJson(item));
        return contract::success(all);
    });
    transport.on(Method::Post, "/devices/*", [&office](const Request &request) {
        if (request.path.endsWith("/readings")) {
            const QJsonObject body = QJsonDocument::fromJson(request.body).object();
            Reading made;
            made.device = {7};
            made.recordedAt =
                Timestamp::parse(body[u"recorded_at"].toString()).value_or(Timestamp{});
            made.volume = contract::volumeFromJson(body[u"consumption_m3"]).value_or(Volume{});
            made.source = ReadingSource::Manual;
            return contract::success(contract::toJson(made), 201);
        }
        return contract::success(contract::toJson(office.device(2)));
    });
    transport.on(Method::Patch, "/readings/*", [](const Request &request) {
        Reading changed;
        const auto key = ReadingKey::parse(QString::fromLatin1(request.path.mid(17)));
        if (key) {
            changed.device = key->device;
            changed.recordedAt = key->recordedAt;
        }
        const QJsonObject body = QJsonDocument::fromJson(request.body).object();
        changed.volume = Volume{66'000'000};
        changed.excluded = body[u"excluded"].toBool();
        return contract::success(contract::toJson(changed));
    });
    transport.on(Method::Get, "/audit", [&office](const Request &) {
        const Timestamp now{QDateTime::currentMSecsSinceEpoch()};
        const AuditEntry entries[] = {
            {4,
             now - 20 * duration::minute,
             u"anna@brandt.example"_s,
             u"reading.exclude"_s,
             office.device(2).eui.toString(),
             {},
             {{u"reason"_s, u"typing mistake"_s}, {u"consumption_m3"_s, 999.0}},
             office.device(2).name},
            {3,
             now - 26 * duration::hour,
             u"anna@brandt.example"_s,
             u"device.replace"_s,
             office.device(5).eui.toString(),
             {},
             {{u"new_dev_eui"_s, u"a1b2c3d4e5f60099"_s}, {u"final_reading_m3"_s, 431.2}},
             office.device(5).name},
            {2,
             now - 3 * duration::day,
             u"Accounting export"_s,
             u"device.assign"_s,
             office.device(4).eui.toString(),
             {},
             {{u"end_user_before"_s, u"T. Aydin"_s},
              {u"end_user"_s, u"L. Moreau"_s},
              {u"from"_s, (now - 12 * duration::day).toString()}},
             office.device(4).name},
            {1,
             now - 9 * duration::day,
             u"this computer"_s,
             u"dial.turn"_s,
             u"Hausverwaltung Brandt"_s,
             {},
             {{u"offline_after_hours"_s, 48}}}};
        QJsonArray all;
        for (const AuditEntry &entry : entries)
            all.append(contract::toJson(entry));
        return contract::successPage(all, {4, 100, 0, {}});
    });
}

} // namespace datakubo::test
