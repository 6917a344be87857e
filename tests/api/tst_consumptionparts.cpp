#include "backend/domain/timestamp.h"
#include "tests/support/testbackend.h"

#include <QTest>

using namespace datakubo;
using namespace datakubo::test;
using namespace Qt::Literals::StringLiterals;

namespace {

// The organization counts by Madrid's days: midnight is 23:00 UTC in winter.
constexpr const char *secondOfJanuary = "from=2026-01-02&to=2026-01-03";
constexpr const char *fourDays = "from=2026-01-01&to=2026-01-05";
const QString first = u"00000000000000a1"_s;
const QString second = u"00000000000000a2"_s;

// "02T23:00 10.5", "?" where it is not known, and of which readings when it is between two
QString endText(const QJsonValue &end)
{
    const auto short_ = [](const QJsonValue &time) { return time.toString().mid(8, 8); };
    QString text =
        short_(end[u"at"]) + u' '
        + (end[u"register_m3"].isNull() ? u"?"_s : QString::number(end[u"register_m3"].toDouble()));
    if (end[u"interpolated"].toBool())
        text +=
            u" in "_s + short_(end[u"reading_before"]) + u".."_s + short_(end[u"reading_after"]);
    return text;
}

} // namespace

class ConsumptionPartsTest : public QObject
{
    Q_OBJECT

private:
    TestBackend *backend = nullptr;
    Tenant tenant;
    Headers key;

    void addDevice(const QString &eui, int level = 1, const QString &parent = {})
    {
        QJsonObject body{{u"dev_eui"_s, eui},
                         {u"device_name"_s, QString(u"Meter "_s + eui.right(2))},
                         {u"device_type"_s, u"water_meter"_s},
                         {u"customer_id"_s, tenant.community.uuid},
                         {u"hierarchy_level"_s, level}};
        if (!parent.isEmpty())
            body[u"parent_dev_eui"] = parent;
        QCOMPARE(backend->post("/devices/register", body, key).status, 201);
    }
    // "01T23:00 10.5", of January 2026
    void send(const QString &eui, const QStringList &readings)
    {
        for (const QString &reading : readings) {
            const QString day = reading.section(u' ', 0, 0);
            const auto sent =
                backend->post("/ingest/water-consumption",
                              {{u"dev_eui"_s, eui},
                               {u"timestamp"_s, u"2026-01-%1:00Z"_s.arg(day)},
                               {u"consumption_m3"_s, reading.section(u' ', 1).toDouble()}},
                              key);
            QCOMPARE(sent.status, 200);
        }
    }
    void assign(const QString &eui, const QString &resident, const QString &from)
    {
        QCOMPARE(backend
                     ->put("/devices/" + eui.toLatin1() + "/assign",
                           {{u"end_user_id"_s, resident}, {u"from"_s, from}}, key)
                     .status,
                 200);
    }
    // The meter was read for four days, and was swapped at noon of the second.
    void swap()
    {
        addDevice(first);
        send(first, {u"01T12:00 430"_s, u"02T10:00 430.9"_s});
        send(second, {u"02T18:00 0.5"_s, u"03T22:00 1.2"_s, u"04T22:00 1.5"_s});
        QCOMPARE(backend
                     ->post("/devices/" + first.toLatin1() + "/replace",
                            {{u"new_dev_eui"_s, second},
                             {u"final_reading_m3"_s, 431},
                             {u"initial_reading_m3"_s, 0.2},
                             {u"replaced_at"_s, u"2026-01-02T12:00:00Z"_s}},
                            key)
                     .status,
                 200);
    }
    QJsonObject report(const QString &subject, const QByteArray &range)
    {
        const auto answer = backend->get(
            subject.toLatin1() + "/consumption?interval=month&parts=true&" + range, key);
        return answer.status == 200 ? dataOf(answer) : QJsonObject{{u"error"_s, summary(answer)}};
    }
    // One line of each part, and that those that count are the total.
    QStringList parts(const QString &subject, const QByteArray &range)
    {
        const QJsonObject data = report(subject, range);
        QStringList lines;
        qint64 counted = 0;
        for (const QJsonValue &part : data[u"parts"].toArray()) {
            lines << u"%1: %2 | %3 = %4"_s
                         .arg(part[u"dev_eui"].toString().right(2), endText(part[u"opening"]),
                              endText(part[u"closing"]))
                         .arg(part[u"consumption_m3"].toDouble());
            if (part[u"counted"].toBool())
                counted += qRound64(part[u"consumption_m3"].toDouble() * 1e6);
            else
                lines.last() += u" not counted"_s;
        }
        if (counted != qRound64(data[u"total_m3"].toDouble() * 1e6))
            lines << u"but the total is %1"_s.arg(data[u"total_m3"].toDouble());
        return lines;
    }
    QString community() const { return u"/customers/"_s + tenant.community.uuid; }

private Q_SLOTS:
    void initTestCase_data() { TestBackend::addEngines(); }
    void init()
    {
        QFETCH_GLOBAL(QString, engine);
        if (const QString reason = TestBackend::missing(engine); !reason.isEmpty())
            QSKIP(qPrintable(reason));
        backend = &TestBackend::shared(engine);
        tenant = backend->tenant(u"Torre Norte"_s);
        key = tenant.withKey();
        QCOMPARE(
            backend->patch("/organization", {{u"time_zone"_s, u"Europe/Madrid"_s}}, key).status,
            200);
        backend->clock().jumpTo(*Timestamp::parse(u"2026-01-20T12:00:00Z"));
    }
    void cleanupTestCase() { TestBackend::forgetShared(); }

    void aDayNamesTheReadingsAroundBothMidnights()
    {
        addDevice(first);
        send(first, {u"01T09:00 10"_s, u"01T21:00 10.6"_s, u"02T01:00 11"_s, u"02T12:00 12"_s,
                     u"02T22:00 13"_s, u"03T02:00 13.4"_s, u"03T20:00 14"_s});
        const QString device = u"/devices/"_s + first;
        QCOMPARE(parts(device, secondOfJanuary),
                 QStringList{u"a1: 01T23:00 10.8 in 01T21:00..02T01:00 | 02T23:00 13.1 in "
                             "02T22:00..03T02:00 = 2.3"_s});
        const auto readings = backend->get("/devices/" + first.toLatin1()
                                               + "/readings?from=2026-01-01T21:00:00Z"
                                                 "&to=2026-01-03T02:00:00.001Z",
                                           key);
        QCOMPARE(listOf(readings).size(), 5);
        // What was read at the ends needs no neighbours.
        send(first, {u"01T23:00 10.7"_s, u"02T23:00 13.2"_s});
        QCOMPARE(parts(device, secondOfJanuary),
                 QStringList{u"a1: 01T23:00 10.7 | 02T23:00 13.2 = 2.5"_s});
    }

    void whereReadingsBeginOrEndTheyAreTheEnds()
    {
        addDevice(first);
        send(first, {u"02T09:00 10"_s, u"02T12:00 10.5"_s});
        const QString device = u"/devices/"_s + first;
        QCOMPARE(parts(device, fourDays), QStringList{u"a1: 02T09:00 10 | 02T12:00 10.5 = 0.5"_s});
        QCOMPARE(parts(device, "from=2026-01-04&to=2026-01-05"), QStringList());
    }

    void aSwappedMeterIsReadThroughToTheOneBefore()
    {
        swap();
        const QString device = u"/devices/"_s + second;
        const QString ofFirst = u"a1: 01T12:00 430 | 02T12:00 431 = 1"_s;
        QCOMPARE(parts(device, fourDays),
                 (QStringList{ofFirst, u"a2: 02T12:00 0.2 | 04T22:00 1.5 = 1.3"_s}));
        QCOMPARE(parts(community(), fourDays), parts(device, fourDays));
        QCOMPARE(parts(device, "from=2026-01-01&to=2026-01-02"),
                 QStringList{u"a1: 01T12:00 430 | 01T23:00 430.45 in 01T12:00..02T10:00 = 0.45"_s});
    }

    void residentsAreToldOfTheirOwnTimeOnly()
    {
        addDevice(first);
        const auto made = backend->post(
            "/end-users", {{u"name"_s, u"Next"_s}, {u"customer_id"_s, tenant.community.uuid}}, key);
        const QString next = dataOf(made)[u"id"].toString();
        assign(first, tenant.resident.uuid, u"2026-01-01T00:00:00Z"_s);
        assign(first, next, u"2026-01-03T12:00:00Z"_s);
        send(first, {u"01T10:00 10"_s, u"03T10:00 12"_s, u"03T14:00 12.4"_s, u"04T23:00 14"_s});
        QCOMPARE(parts(u"/end-users/"_s + tenant.resident.uuid, fourDays),
                 QStringList{u"a1: 01T10:00 10 | 03T12:00 12.2 in 03T10:00..03T14:00 = 2.2"_s});
        QCOMPARE(parts(u"/end-users/"_s + next, fourDays),
                 QStringList{u"a1: 03T12:00 12.2 in 03T10:00..03T14:00 | 04T23:00 14 = 1.8"_s});
    }

    void aPrincipalMeterIsNamedButNotCounted()
    {
        const QString inlet = u"00000000000000c0"_s;
        addDevice(inlet, 0);
        addDevice(first, 1, inlet);
        addDevice(second, 1, inlet);
        for (const QString &eui : {inlet, first, second})
            send(eui, {u"01T23:00 10"_s, u"02T23:00 11"_s});
        QCOMPARE(parts(community(), secondOfJanuary),
                 (QStringList{u"a1: 01T23:00 10 | 02T23:00 11 = 1"_s,
                              u"a2: 01T23:00 10 | 02T23:00 11 = 1"_s,
                              u"c0: 01T23:00 10 | 02T23:00 11 = 1 not counted"_s}));
    }

    void whatTheRegisterDidIsNamed()
    {
        addDevice(first);
        send(first, {u"01T22:00 100"_s, u"02T02:00 100.4"_s, u"02T08:00 0.2"_s, u"02T14:00 77"_s,
                     u"02T20:00 0.6"_s, u"03T02:00 0.9"_s, u"03T08:00 1"_s});
        const QString device = u"/devices/"_s + first;
        QCOMPARE(parts(device, secondOfJanuary),
                 QStringList{u"a1: 01T23:00 100.1 in 01T22:00..02T02:00 | 02T23:00 0.75 in "
                             "02T20:00..03T02:00 = 1.05"_s});
        const QJsonArray marks = report(device, secondOfJanuary)[u"parts"][0][u"marks"].toArray();
        QCOMPARE(textsOf(marks, u"kind"_s), (QStringList{u"restart"_s, u"glitch"_s}));
        QCOMPARE(marks[0][u"counted_m3"].toDouble(), 0.2);
    }

    void nobodyWhoDoesNotAskGetsParts()
    {
        addDevice(first);
        const QByteArray path = "/devices/" + first.toLatin1() + "/consumption?";
        QVERIFY(!dataOf(backend->get(path + fourDays, key)).contains(u"parts"_s));
        QVERIFY(!dataOf(backend->get(path + "parts=false", key)).contains(u"parts"_s));
        const auto wrong = backend->get(path + "parts=some", key);
        QCOMPARE(summary(wrong), u"400 VALIDATION_ERROR"_s);
        QCOMPARE(fieldOf(wrong), u"parts"_s);
    }
};

QTEST_GUILESS_MAIN(ConsumptionPartsTest)
#include "tst_consumptionparts.moc"
