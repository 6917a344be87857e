#include "backend/services/closingservice.h"
#include "backend/storage/statement.h"
#include "tests/support/testbackend.h"

#include <QTest>

using namespace datakubo;
using namespace datakubo::test;
using namespace Qt::Literals::StringLiterals;

namespace {

// The organization counts by Madrid's days: midnight is 23:00 UTC in winter.
constexpr const char *winter = "?from=2026-01-01&to=2026-01-05";

} // namespace

class ConsumptionApiTest : public QObject
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
    // "2026-01-01T23:00:00Z 10.5"
    void send(const QString &eui, const QStringList &readings)
    {
        for (const QString &reading : readings) {
            const auto sent =
                backend->post("/ingest/water-consumption",
                              {{u"dev_eui"_s, eui},
                               {u"timestamp"_s, reading.section(u' ', 0, 0)},
                               {u"consumption_m3"_s, reading.section(u' ', 1).toDouble()}},
                              key);
            QCOMPARE(sent.status, 200);
        }
    }
    QString readingId(const QString &eui, const QString &time)
    {
        for (const QJsonValue &reading :
             listOf(backend->get("/devices/" + eui.toLatin1() + "/readings?limit=1000", key))) {
            if (reading[u"recorded_at"] == time)
                return reading[u"id"].toString();
        }
        return {};
    }
    // "0.5 measured|1.25 gap 72h"
    static QString seriesOf(const contract::Response &answer)
    {
        if (answer.status != 200)
            return summary(answer);
        QStringList parts;
        for (const QJsonValue &item : dataOf(answer)[u"series"].toArray()) {
            const auto from = Timestamp::parse(item[u"from"].toString());
            const auto to = Timestamp::parse(item[u"to"].toString());
            const qint64 hours = (*to - *from) / duration::hour;
            QString part =
                u"%1 %2"_s.arg(item[u"consumption_m3"].toDouble()).arg(item[u"quality"].toString());
            if (hours != 24)
                part += u" %1h"_s.arg(hours);
            parts.append(part);
        }
        return parts.join(u'|');
    }
    QString daysOf(const QString &eui, const char *range = winter)
    {
        return seriesOf(backend->get("/devices/" + eui.toLatin1() + "/consumption" + range, key));
    }
    // As the program does from time to time.
    void closeDays()
    {
        backend->write([](storage::Session &session, contract::Events &) {
            services::ClosingService service(session);
            for (auto piece = service.close({}); piece.isMore;)
                piece = service.close(piece.at);
            return contract::noContent();
        });
    }
    qint64 closings()
    {
        qint64 number = 0;
        backend->write([&number](storage::Session &session, contract::Events &) {
            number = storage::ClosingStore(session).count();
            return contract::noContent();
        });
        return number;
    }
    void verifyClosingsAreWhatReadingsSay()
    {
        backend->write([](storage::Session &session, contract::Events &) {
            DeviceId last;
            const auto wrong = services::ClosingService(session).differences({}, 100'000, last);
            if (!wrong.isEmpty())
                qFatal("%s", qPrintable(wrong.join(u'\n')));
            return contract::noContent();
        });
    }

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
    void cleanup()
    {
        if (backend != nullptr)
            verifyClosingsAreWhatReadingsSay();
    }
    void cleanupTestCase() { TestBackend::forgetShared(); }

    void aDeviceUsesWhatItsRegisterRises_data()
    {
        QTest::addColumn<QStringList>("readings");
        QTest::addColumn<QString>("days");
        QTest::newRow("nothing was read") << QStringList{} << QString();
        QTest::newRow("read at midnight")
            << QStringList{u"2025-12-31T23:00:00Z 10"_s, u"2026-01-01T23:00:00Z 10.5"_s,
                           u"2026-01-02T23:00:00Z 11.25"_s, u"2026-01-03T23:00:00Z 11.25"_s,
                           u"2026-01-04T23:00:00Z 12"_s}
            << u"0.5 measured|0.75 measured|0 measured|0.75 measured"_s;
        QTest::newRow("late and in any order")
            << QStringList{u"2026-01-04T23:00:00Z 12"_s, u"2026-01-01T23:00:00Z 10.5"_s,
                           u"2026-01-03T23:00:00Z 11.25"_s, u"2025-12-31T23:00:00Z 10"_s,
                           u"2026-01-02T23:00:00Z 11.25"_s}
            << u"0.5 measured|0.75 measured|0 measured|0.75 measured"_s;
        QTest::newRow("a silence of three days")
            << QStringList{u"2025-12-31T23:00:00Z 10"_s, u"2026-01-03T22:00:00Z 13"_s,
                           u"2026-01-03T23:00:00Z 13"_s, u"2026-01-04T23:00:00Z 14"_s}
            << u"3 gap 72h|1 measured"_s;
        QTest::newRow("one value nobody believes")
            << QStringList{u"2025-12-31T23:00:00Z 10"_s,   u"2026-01-01T23:00:00Z 10.5"_s,
                           u"2026-01-02T11:00:00Z 4711"_s, u"2026-01-02T23:00:00Z 11"_s,
                           u"2026-01-03T23:00:00Z 11.5"_s, u"2026-01-04T23:00:00Z 12"_s}
            << u"0.5 measured|0.5 measured|0.5 measured|0.5 measured"_s;
        QTest::newRow("a restart")
            << QStringList{u"2025-12-31T23:00:00Z 100"_s, u"2026-01-01T23:00:00Z 100.5"_s,
                           u"2026-01-02T23:00:00Z 0.25"_s, u"2026-01-03T23:00:00Z 0.75"_s,
                           u"2026-01-04T23:00:00Z 1"_s}
            << u"0.5 measured|0.25 measured|0.5 measured|0.25 measured"_s;
        QTest::newRow("28 bits roll over")
            << QStringList{u"2025-12-31T23:00:00Z 268435"_s, u"2026-01-01T23:00:00Z 268435.4"_s,
                           u"2026-01-02T23:00:00Z 0.044"_s, u"2026-01-03T23:00:00Z 0.544"_s,
                           u"2026-01-04T23:00:00Z 1.044"_s}
            << u"0.4 measured|0.1 measured|0.5 measured|0.5 measured"_s;
    }
    void aDeviceUsesWhatItsRegisterRises()
    {
        QFETCH(QStringList, readings);
        QFETCH(QString, days);
        const QString eui = u"00000000000000a1"_s;
        addDevice(eui);
        send(eui, readings);
        QCOMPARE(daysOf(eui), days);
        closeDays();
        QCOMPARE(daysOf(eui), days);
        // The month is the sum of the days.
        const auto month =
            backend->get("/devices/" + eui.toLatin1()
                             + "/consumption?interval=month&from=2026-01-01&to=2026-02-01",
                         key);
        double sum = 0;
        for (const QJsonValue &item : dataOf(backend->get(
                 "/devices/" + eui.toLatin1() + "/consumption?from=2026-01-01&to=2026-02-01",
                 key))[u"series"]
                                          .toArray())
            sum += item[u"consumption_m3"].toDouble();
        QCOMPARE(dataOf(month)[u"total_m3"].toDouble(), sum);
    }

    void closingsFollowLateReadings()
    {
        const QString eui = u"00000000000000a1"_s;
        addDevice(eui);
        QStringList readings;
        for (int hour = 0; hour < 24 * 12; ++hour) {
            const Timestamp at = *Timestamp::parse(u"2026-01-01T00:30:00Z") + hour * duration::hour;
            if (hour < 60 || hour > 70) // some are missing at first
                readings.append(u"%1 %2"_s.arg(at.toString()).arg(100 + hour * 0.01, 0, 'f', 2));
        }
        send(eui, readings);
        closeDays();
        QVERIFY(closings() >= 10);
        const QString before = daysOf(eui);
        send(eui, {u"2026-01-03T15:30:00Z 100.7"_s}); // late, and it changes how the gap is spread
        QVERIFY(daysOf(eui) != before);
        verifyClosingsAreWhatReadingsSay();
        const QString after = daysOf(eui);
        closeDays();
        QCOMPARE(daysOf(eui), after);
    }

    void closingsFollowImportedReadings()
    {
        const QString eui = u"00000000000000a1"_s;
        addDevice(eui);
        send(eui, {u"2025-12-31T23:00:00Z 10"_s, u"2026-01-03T23:00:00Z 13"_s,
                   u"2026-01-04T23:00:00Z 14"_s, u"2026-01-05T23:00:00Z 15"_s,
                   u"2026-01-06T23:00:00Z 16"_s});
        closeDays();
        QCOMPARE(daysOf(eui), u"3 gap 72h|1 measured"_s);
        const auto job = backend->postCsv("/readings/import",
                                          "dev_eui;recorded_at;consumption_m3\n"
                                          "00000000000000a1;02.01.2026;12,5\n"
                                          "00000000000000a1;03.01.2026;12,75\n",
                                          key);
        QCOMPARE(job.status, 202);
        const QByteArray path = "/jobs/" + dataOf(job)[u"job_id"].toString().toLatin1();
        QTRY_COMPARE(dataOf(backend->get(path, key))[u"state"].toString(), u"done"_s);
        QCOMPARE(daysOf(eui), u"2.5 measured|0.25 measured|0.25 measured|1 measured"_s);
    }

    void aClosingThatIsNotWhatTheReadingsSayIsFoundAndMadeAgain()
    {
        const QString eui = u"00000000000000a1"_s;
        addDevice(eui);
        QStringList readings;
        for (int day = 1; day <= 9; ++day)
            readings.append(u"2026-01-0%1T23:00:00Z %2"_s.arg(day).arg(10 + day * 0.5));
        send(eui, readings);
        closeDays();
        QStringList found;
        backend->write([&found](storage::Session &session, contract::Events &) {
            session
                .prepare(u"update day_closings set total_ml = total_ml + 1 "
                         "where at_ms = 1767481200000 "
                         "and device_id = (select max(id) from devices)"_s)
                .exec();
            DeviceId last;
            found = services::ClosingService(session).differences({}, 100'000, last);
            services::ClosingService(session).forget();
            return contract::noContent();
        });
        QCOMPARE(found.size(), 1);
        QVERIFY2(found.front().contains(u"2026-01-03T23:00:00Z"), qPrintable(found.front()));
        QCOMPARE(closings(), 0);
        closeDays();
        QVERIFY(closings() >= 6);
    }

    void aRegisterQuestionIsAskedAndAnswered()
    {
        const QString eui = u"00000000000000a1"_s;
        addDevice(eui);
        send(eui, {u"2025-12-31T23:00:00Z 431"_s, u"2026-01-01T23:00:00Z 431.2"_s,
                   u"2026-01-02T23:00:00Z 12"_s, u"2026-01-03T23:00:00Z 12.5"_s,
                   u"2026-01-04T23:00:00Z 13"_s, u"2026-01-05T23:00:00Z 13.5"_s,
                   u"2026-01-06T23:00:00Z 14"_s});
        QCOMPARE(daysOf(eui), u"0.2 measured|12 measured|0.5 measured|0.5 measured"_s);
        closeDays();
        const QJsonArray asked = listOf(backend->get("/attention", key));
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][u"kind"].toString(), u"restart"_s);
        QCOMPARE(asked[0][u"dev_eui"].toString(), eui);
        QCOMPARE(asked[0][u"before_m3"].toDouble(), 431.2);
        QCOMPARE(asked[0][u"consumption_m3"].toDouble(), 12.0);
        QCOMPARE(asked[0][u"counted_m3"].toDouble(), 12.0);
        const QByteArray path = "/readings/" + asked[0][u"reading_id"].toString().toLatin1();
        const auto answered = backend->patch(path, {{u"register"_s, u"anew"_s}}, key);
        QCOMPARE(answered.status, 200);
        QCOMPARE(dataOf(answered)[u"register"].toString(), u"anew"_s);
        QCOMPARE(daysOf(eui), u"0.2 measured|0 measured|0.5 measured|0.5 measured"_s);
        closeDays();
        QCOMPARE(listOf(backend->get("/attention", key)).size(), 0);
        QCOMPARE(daysOf(eui), u"0.2 measured|0 measured|0.5 measured|0.5 measured"_s);
        QCOMPARE(backend->patch(path, {{u"register"_s, QJsonValue()}}, key).status, 200);
        QCOMPARE(daysOf(eui), u"0.2 measured|12 measured|0.5 measured|0.5 measured"_s);
    }

    void anExcludedReadingNoLongerCountsUntilItIsTakenBack()
    {
        const QString eui = u"00000000000000a1"_s;
        addDevice(eui);
        send(eui, {u"2025-12-31T23:00:00Z 10"_s, u"2026-01-01T23:00:00Z 10.5"_s,
                   u"2026-01-02T23:00:00Z 11"_s, u"2026-01-03T23:00:00Z 19"_s,
                   u"2026-01-04T23:00:00Z 20"_s});
        closeDays();
        const QString all = u"0.5 measured|0.5 measured|8 measured|1 measured"_s;
        QCOMPARE(daysOf(eui), all);
        const QByteArray first =
            "/readings/" + readingId(eui, u"2026-01-03T23:00:00Z"_s).toLatin1();
        const QByteArray last = "/readings/" + readingId(eui, u"2026-01-04T23:00:00Z"_s).toLatin1();
        const auto refused = backend->patch(first, {{u"excluded"_s, true}}, key);
        QCOMPARE(summary(refused), u"400 VALIDATION_ERROR"_s);
        QCOMPARE(fieldOf(refused), u"reason"_s);
        for (const QByteArray &path : {first, last}) {
            const auto excluded =
                backend->patch(path, {{u"excluded"_s, true}, {u"reason"_s, u"Misread"_s}}, key);
            QCOMPARE(excluded.status, 200);
            QCOMPARE(dataOf(excluded)[u"excluded"].toBool(), true);
            QCOMPARE(dataOf(excluded)[u"note"].toString(), u"Misread"_s);
        }
        QCOMPARE(daysOf(eui), u"0.5 measured|0.5 measured"_s);
        // The device shows the newest that counts, and an uplink at the excluded one's time is
        // told.
        const QJsonObject device = dataOf(backend->get("/devices/" + eui.toLatin1(), key));
        QCOMPARE(device[u"last_reading"][u"consumption_m3"].toDouble(), 11.0);
        const auto again = backend->post("/ingest/water-consumption",
                                         {{u"dev_eui"_s, eui},
                                          {u"timestamp"_s, u"2026-01-04T23:00:00Z"_s},
                                          {u"consumption_m3"_s, 20}},
                                         key);
        QCOMPARE(dataOf(again)[u"result"].toString(), u"duplicate"_s);
        const QJsonArray marks = dataOf(backend->get(
            "/devices/" + eui.toLatin1() + "/consumption" + winter, key))[u"marks"]
                                     .toArray();
        QCOMPARE(textsOf(marks, u"kind"_s), QStringList{u"excluded"_s});
        for (const QByteArray &path : {first, last})
            QCOMPARE(backend->patch(path, {{u"excluded"_s, false}}, key).status, 200);
        QCOMPARE(daysOf(eui), all);
        QCOMPARE(textsOf(listOf(backend->get("/audit?limit=4", key)), u"action"_s),
                 (QStringList{u"reading.restore"_s, u"reading.restore"_s, u"reading.exclude"_s,
                              u"reading.exclude"_s}));
    }

    void aManualReadingFillsAGap()
    {
        const QString eui = u"00000000000000a1"_s;
        addDevice(eui);
        send(eui, {u"2025-12-31T23:00:00Z 10"_s, u"2026-01-03T23:00:00Z 13"_s,
                   u"2026-01-04T23:00:00Z 14"_s});
        QCOMPARE(daysOf(eui), u"3 gap 72h|1 measured"_s);
        const auto path = "/devices/" + eui.toLatin1() + "/readings";
        const QJsonObject reading{{u"recorded_at"_s, u"2026-01-02T00:00:00+01:00"_s},
                                  {u"consumption_m3"_s, 12.5},
                                  {u"note"_s, u"Caretaker"_s}};
        const auto added = backend->post(path, reading, key);
        QCOMPARE(added.status, 201);
        QCOMPARE(dataOf(added)[u"source"].toString(), u"manual"_s);
        QCOMPARE(daysOf(eui), u"2.5 measured|0.5 gap 48h|1 measured"_s);
        QCOMPARE(backend->post(path, reading, key).status, 201); // the same again is that one
        QCOMPARE(listOf(backend->get(path, key)).size(), 4);
        QJsonObject other = reading;
        other[u"consumption_m3"] = 12.6;
        QCOMPARE(summary(backend->post(path, other, key)), u"409 CONFLICT"_s);
        other[u"consumption_m3"] = -1;
        QCOMPARE(fieldOf(backend->post(path, other, key)), u"consumption_m3"_s);
        other = reading;
        other[u"recorded_at"] = u"2026-01-23T00:00:00Z"_s;
        QCOMPARE(fieldOf(backend->post(path, other, key)), u"recorded_at"_s);
    }

    void aSwapMayBeEnteredAWeekLate()
    {
        const QString old = u"00000000000000a1"_s;
        const QString next = u"00000000000000a2"_s;
        addDevice(old);
        QCOMPARE(backend
                     ->put("/devices/" + old.toLatin1() + "/assign",
                           {{u"end_user_id"_s, tenant.resident.uuid},
                            {u"from"_s, u"2025-12-31T23:00:00Z"_s}},
                           key)
                     .status,
                 200);
        send(old, {u"2025-12-31T23:00:00Z 430"_s, u"2026-01-01T23:00:00Z 430.5"_s,
                   u"2026-01-02T11:00:00Z 430.9"_s, u"2026-01-03T11:00:00Z 430.9"_s});
        send(next, {u"2026-01-01T08:00:00Z 0.1"_s, // on the bench
                    u"2026-01-02T23:00:00Z 0.7"_s, u"2026-01-03T23:00:00Z 1.2"_s,
                    u"2026-01-04T23:00:00Z 1.5"_s, u"2026-01-05T23:00:00Z 1.9"_s});
        closeDays();
        const auto path = "/devices/" + old.toLatin1() + "/replace";
        QJsonObject swap{{u"new_dev_eui"_s, next},
                         {u"final_reading_m3"_s, 431},
                         {u"initial_reading_m3"_s, 0.2},
                         {u"replaced_at"_s, u"2026-01-02T12:00:00Z"_s}};
        QJsonObject wrong = swap;
        wrong[u"final_reading_m3"] = 43;
        QCOMPARE(fieldOf(backend->post(path, wrong, key)), u"final_reading_m3"_s);
        wrong = swap;
        wrong[u"initial_reading_m3"] = 7;
        QCOMPARE(fieldOf(backend->post(path, wrong, key)), u"initial_reading_m3"_s);
        const auto swapped = backend->post(path, swap, key);
        QCOMPARE(swapped.status, 200);
        QCOMPARE(dataOf(swapped)[u"dev_eui"].toString(), next);
        QCOMPARE(dataOf(swapped)[u"customer"][u"id"].toString(), tenant.community.uuid);
        QCOMPARE(dataOf(swapped)[u"end_user"][u"id"].toString(), tenant.resident.uuid);
        QCOMPARE(dataOf(swapped)[u"device_name"].toString(), u"Meter a1"_s);
        // 0.5, then 430.5 → 431 and 0.2 → 0.7, then 0.5, 0.3
        const QString days = u"0.5 measured|1 measured|0.5 measured|0.3 measured"_s;
        QCOMPARE(daysOf(next), days);
        QCOMPARE(
            seriesOf(backend->get(
                "/end-users/" + tenant.resident.uuid.toLatin1() + "/consumption" + winter, key)),
            days);
        QCOMPARE(
            seriesOf(backend->get(
                "/customers/" + tenant.community.uuid.toLatin1() + "/consumption" + winter, key)),
            days);
        closeDays();
        QCOMPARE(daysOf(next), days);
        QCOMPARE(daysOf(old), u"0.5 measured|0.5 estimated"_s); // its own, to its end
        QCOMPARE(dataOf(backend->get("/devices/" + old.toLatin1(), key))[u"is_active"].toBool(true),
                 false);
        QCOMPARE(errorOf(backend->post(path, swap, key)), u"DEVICE_NOT_FOUND"_s);
        QCOMPARE(listOf(backend->get("/audit?limit=1", key))[0][u"action"].toString(),
                 u"device.replace"_s);
    }

    void residentsPayForTheirOwnTime()
    {
        const QString eui = u"00000000000000a1"_s;
        addDevice(eui);
        const auto second = backend->post(
            "/end-users", {{u"name"_s, u"Next"_s}, {u"customer_id"_s, tenant.community.uuid}}, key);
        const QString nextId = dataOf(second)[u"id"].toString();
        const auto assign = "/devices/" + eui.toLatin1() + "/assign";
        QCOMPARE(backend
                     ->put(assign,
                           {{u"end_user_id"_s, tenant.resident.uuid},
                            {u"from"_s, u"2026-01-01T23:00:00Z"_s}},
                           key)
                     .status,
                 200);
        send(eui, {u"2025-12-31T23:00:00Z 10"_s, u"2026-01-01T23:00:00Z 11"_s,
                   u"2026-01-02T23:00:00Z 12"_s, u"2026-01-03T23:00:00Z 14"_s,
                   u"2026-01-04T23:00:00Z 18"_s});
        const auto handover = backend->post("/devices/" + eui.toLatin1() + "/handover",
                                            {{u"at"_s, u"2026-01-03T11:00:00Z"_s},
                                             {u"consumption_m3"_s, 12.5},
                                             {u"end_user_id"_s, nextId}},
                                            key);
        QCOMPARE(handover.status, 200);
        QCOMPARE(dataOf(handover)[u"end_user"][u"name"].toString(), u"Next"_s);
        const auto of = [this](const QString &id) {
            return seriesOf(
                backend->get("/end-users/" + id.toLatin1() + "/consumption" + winter, key));
        };
        QCOMPARE(of(tenant.resident.uuid), u"1 measured|0.5 estimated"_s);
        QCOMPARE(of(nextId), u"1.5 estimated|4 measured"_s);
        const QJsonObject left =
            dataOf(backend->get("/end-users/" + tenant.resident.uuid.toLatin1(), key));
        QCOMPARE(left[u"move_out"].toString(), u"2026-01-03"_s);
        QCOMPARE(
            dataOf(backend->get("/end-users/" + nextId.toLatin1(), key))[u"move_in"].toString(),
            u"2026-01-03"_s);
        // Who moved in sees nothing of who lived there before.
        const auto account = backend->post("/users",
                                           {{u"email"_s, nextId.left(8) + u"@example.net"_s},
                                            {u"role"_s, u"resident"_s},
                                            {u"end_user_id"_s, nextId}},
                                           key);
        QCOMPARE(account.status, 201);
        User user;
        user.uuid = dataOf(account)[u"id"].toString();
        const Headers resident = bearer(backend->tokenOf(user));
        QCOMPARE(seriesOf(backend->get("/devices/" + eui.toLatin1() + "/consumption" + winter,
                                       resident)),
                 u"1.5 estimated|4 measured"_s);
        QCOMPARE(listOf(backend->get("/devices/" + eui.toLatin1() + "/readings", resident)).size(),
                 3);
    }

    void theBalanceNamesWhoIsMissing()
    {
        const QString inlet = u"00000000000000c0"_s;
        addDevice(inlet, 0);
        for (const QString &flat : {u"00000000000000c1"_s, u"00000000000000c2"_s})
            addDevice(flat, 1, inlet);
        send(inlet, {u"2026-01-01T10:00:00Z 100"_s, u"2026-01-02T22:00:00Z 110"_s,
                     u"2026-01-03T22:00:00Z 120"_s, u"2026-01-04T22:00:00Z 130"_s});
        send(u"00000000000000c1"_s, {u"2026-01-01T10:00:00Z 5"_s, u"2026-01-02T10:00:00Z 10"_s,
                                     u"2026-01-03T10:00:00Z 15"_s, u"2026-01-04T10:00:00Z 20"_s});
        send(u"00000000000000c2"_s, {u"2026-01-01T10:00:00Z 5"_s, u"2026-01-02T10:00:00Z 9"_s,
                                     u"2026-01-04T10:00:00Z 19"_s});
        for (const bool closed : {false, true}) {
            if (closed)
                closeDays();
            const auto answer = backend->get("/customers/" + tenant.community.uuid.toLatin1()
                                                 + "/balance?from=2026-01-01&to=2026-01-05",
                                             key);
            QCOMPARE(answer.status, 200);
            const QJsonObject data = dataOf(answer);
            const QJsonArray days = data[u"days"].toArray();
            QCOMPARE(days.size(), 4);
            QVERIFY(days[0][u"principal_m3"].isNull());
            QCOMPARE(days[1][u"principal_m3"].toDouble(), 10.0);
            QCOMPARE(days[1][u"leaf_m3"].toDouble(), 9.0);
            QCOMPARE(days[1][u"unmetered_percent"].toDouble(), 10.0);
            QCOMPARE(days[1][u"missing"].toArray().size(), 0);
            QCOMPARE(days[2][u"leaf_m3"].toDouble(), 5.0);
            QCOMPARE(days[2][u"unmetered_percent"].toDouble(), 50.0);
            QCOMPARE(days[2][u"missing"][0][u"dev_eui"].toString(), u"00000000000000c2"_s);
            QCOMPARE(days[2][u"missing"][0][u"estimate_m3"].toDouble(), 4.0);
            QCOMPARE(days[3][u"leaf_m3"].toDouble(), 5.0); // c2 was away the day before
            QCOMPARE(data[u"principal_m3"].toDouble(), 30.0);
            QCOMPARE(data[u"leaf_m3"].toDouble(), 19.0);
            QCOMPARE(data[u"unmetered_m3"].toDouble(), 11.0);
            QCOMPARE(data[u"principal_count"].toInt(), 1);
            QCOMPARE(data[u"leaf_count"].toInt(), 2);
        }
    }

    void anAverageIsShownFromFiveHouseholdsOn()
    {
        QString first;
        for (int flat = 1; flat <= 5; ++flat) {
            const QString eui = DevEui(0xd0 + static_cast<quint64>(flat)).toString();
            addDevice(eui);
            const auto made = backend->post(
                "/end-users",
                {{u"name"_s, u"Flat %1"_s.arg(flat)}, {u"customer_id"_s, tenant.community.uuid}},
                key);
            const QString id = dataOf(made)[u"id"].toString();
            if (flat == 1)
                first = id;
            QCOMPARE(backend
                         ->put("/devices/" + eui.toLatin1() + "/assign",
                               {{u"end_user_id"_s, id}, {u"from"_s, u"2024-12-01T00:00:00Z"_s}},
                               key)
                         .status,
                     200);
            send(eui, {u"2024-12-31T23:00:00Z 3"_s, u"2025-01-04T23:00:00Z 4"_s,
                       u"2025-12-27T23:00:00Z 5"_s, u"2025-12-31T23:00:00Z 7"_s,
                       u"2026-01-04T23:00:00Z %1"_s.arg(7 + flat),
                       u"2026-01-05T23:00:00Z %1"_s.arg(8 + flat)});
            const QJsonObject comparison = dataOf(backend->get(
                "/end-users/" + first.toLatin1() + "/consumption" + winter, key))[u"comparison"]
                                               .toObject();
            QCOMPARE(comparison[u"households"].toInt(), flat);
            QCOMPARE(comparison[u"community_average_m3"].isNull(), flat < 5);
            if (flat == 5)
                QCOMPARE(comparison[u"community_average_m3"].toDouble(), 3.0); // (1+2+3+4+5) / 5
            QCOMPARE(comparison[u"period_before_m3"].toDouble(), 2.0);
            QCOMPARE(comparison[u"last_year_m3"].toDouble(), 1.0);
        }
    }

    void aDayOfReadingsIsTheCommunitysAsInItsConsumption()
    {
        const QString eui = u"00000000000000a1"_s;
        addDevice(eui);
        const auto moved =
            backend->patch("/customers/" + tenant.community.uuid.toLatin1(),
                           {{u"time_zone"_s, u"Pacific/Apia"_s}}, key); // 13 hours ahead of UTC
        QCOMPARE(moved.status, 200);
        send(eui, {u"2026-01-04T10:59:00Z 1"_s, u"2026-01-04T12:00:00Z 2"_s,
                   u"2026-01-05T09:00:00Z 3"_s, u"2026-01-05T12:00:00Z 4"_s});
        const auto day = backend->get(
            "/devices/" + eui.toLatin1() + "/readings?from=2026-01-05&to=2026-01-06", key);
        QCOMPARE(textsOf(listOf(day), u"recorded_at"_s),
                 (QStringList{u"2026-01-05T09:00:00Z"_s, u"2026-01-04T12:00:00Z"_s}));
    }

    void aRangeThatMakesNoSenseIsRefusedByItsField_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QString>("field");
        QTest::newRow("backwards") << QByteArray("?from=2026-01-05&to=2026-01-01") << u"from"_s;
        QTest::newRow("empty") << QByteArray("?from=2026-01-05&to=2026-01-05") << u"from"_s;
        QTest::newRow("no day") << QByteArray("?from=2026-02-30") << u"from"_s;
        QTest::newRow("no time") << QByteArray("?to=tomorrow") << u"to"_s;
        QTest::newRow("another interval") << QByteArray("?interval=week") << u"interval"_s;
        QTest::newRow("too many") << QByteArray("?interval=hour&from=2024-01-01") << u"interval"_s;
    }
    void aRangeThatMakesNoSenseIsRefusedByItsField()
    {
        QFETCH(QByteArray, query);
        QFETCH(QString, field);
        addDevice(u"00000000000000a1"_s);
        const auto answer = backend->get("/devices/00000000000000a1/consumption" + query, key);
        QCOMPARE(summary(answer), u"400 VALIDATION_ERROR"_s);
        QCOMPARE(fieldOf(answer), field);
    }
};

QTEST_GUILESS_MAIN(ConsumptionApiTest)
#include "tst_consumption_api.moc"
