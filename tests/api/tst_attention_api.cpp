#include "backend/services/closingservice.h"
#include "backend/storage/session.h"
#include "tests/support/testbackend.h"

#include <QTest>

using namespace datakubo;
using namespace datakubo::test;
using namespace Qt::Literals::StringLiterals;

// What a person is asked about registers, and what the answers do.
class AttentionApiTest : public QObject
{
    Q_OBJECT

private:
    TestBackend *backend = nullptr;
    Tenant tenant;
    Headers key;

    void addDevice(const QString &eui)
    {
        QCOMPARE(backend
                     ->post("/devices/register",
                            {{u"dev_eui"_s, eui},
                             {u"device_name"_s, QString(u"Meter "_s + eui.right(2))},
                             {u"device_type"_s, u"water_meter"_s},
                             {u"customer_id"_s, tenant.community.uuid}},
                            key)
                     .status,
                 201);
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
    QJsonObject reportOf(const QString &eui)
    {
        return dataOf(backend->get(
            "/devices/" + eui.toLatin1() + "/consumption?from=2026-01-01&to=2026-02-01", key));
    }
    // What the series of a device shows as not answered.
    QStringList openMarksOf(const QString &eui)
    {
        QStringList kinds;
        for (const QJsonValue &mark : reportOf(eui)[u"marks"].toArray()) {
            const QString kind = mark[u"kind"].toString();
            const bool isAsked = kind == u"restart"_s || kind == u"dropped"_s || kind == u"leap"_s;
            if (isAsked && !mark[u"answered"].toBool())
                kinds.append(kind);
        }
        return kinds;
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
        if (backend == nullptr)
            return;
        backend->write([](storage::Session &session, contract::Events &) {
            DeviceId last;
            const auto wrong = services::ClosingService(session).differences({}, 100'000, last);
            if (!wrong.isEmpty())
                qFatal("%s", qPrintable(wrong.join(u'\n')));
            return contract::noContent();
        });
    }
    void cleanupTestCase() { TestBackend::forgetShared(); }

    void aQuestionIsListedAsSoonAsASeriesShowsIt_data()
    {
        QTest::addColumn<int>("hours"); // between two readings, the first at midnight
        QTest::addColumn<QString>("values");
        QTest::addColumn<QString>("kind"); // of the question; empty when there is none
        QTest::newRow("nothing to ask") << 1 << u"50 50.1 50.2 50.3 50.4"_s << QString();
        QTest::newRow("an hourly meter that restarted today")
            << 1 << u"50 50.1 50.2 0.01 0.02 0.03 0.04"_s << u"restart"_s;
        QTest::newRow("the second low value makes it a question")
            << 1 << u"50 50.1 50.2 30 30.1"_s << u"dropped"_s;
        QTest::newRow("a single one waits") << 1 << u"50 50.1 50.2 30"_s << QString();
        QTest::newRow("a fall, two daily readings, and silence")
            << 24 << u"100 101 102 50 51"_s << u"dropped"_s;
        QTest::newRow("a leap in the tail") << 1 << u"2 2.1 500 501"_s << u"leap"_s;
        QTest::newRow("a fall on the only two readings after the first")
            << 1 << u"100 50 51"_s << u"dropped"_s;
    }
    void aQuestionIsListedAsSoonAsASeriesShowsIt()
    {
        QFETCH(int, hours);
        QFETCH(QString, values);
        QFETCH(QString, kind);
        const QString eui = u"00000000000000a1"_s;
        addDevice(eui);
        QStringList readings;
        for (const QString &value : values.split(u' ')) {
            const Timestamp at = *Timestamp::parse(u"2026-01-01T00:00:00Z")
                                 + readings.size() * hours * duration::hour;
            readings.append(at.toString() + u' ' + value);
        }
        const QStringList expected = kind.isEmpty() ? QStringList() : QStringList{kind};
        const auto asked = [this] {
            return textsOf(listOf(backend->get("/attention", key)), u"kind"_s);
        };
        send(eui, readings.mid(0, readings.size() - 1));
        closeDays();
        send(eui, readings.mid(readings.size() - 1));
        closeDays();
        QCOMPARE(asked(), expected);
        QCOMPARE(openMarksOf(eui), expected);
        closeDays(); // looking again asks nothing twice
        QCOMPARE(asked(), expected);
        if (kind.isEmpty())
            return;

        // What no later reading settles is asked of a meter that was taken away too.
        QCOMPARE(backend->remove("/devices/" + eui.toLatin1(), key).status, 204);
        closeDays();
        QCOMPARE(asked(), expected);
        const QByteArray path =
            "/readings/"
            + listOf(backend->get("/attention", key))[0][u"reading_id"].toString().toLatin1();
        QCOMPARE(backend->patch(path, {{u"register"_s, u"anew"_s}}, key).status, 200);
        QCOMPARE(asked(), QStringList());
        closeDays();
        QCOMPARE(asked(), QStringList());
        QCOMPARE(backend->patch(path, {{u"register"_s, QJsonValue()}}, key).status, 200);
        closeDays();
        QCOMPARE(asked(), expected);
    }

    void anAnswerSettlesWhatItSpeaksOf_data()
    {
        QTest::addColumn<QString>("values"); // by day
        QTest::addColumn<QString>("answer");
        QTest::addColumn<double>("total"); // from the first to the last, in m³
        const auto row = [](const char *name, const char *values, const char *answer,
                            double total) {
            QTest::newRow(name) << QString::fromLatin1(values) << QString::fromLatin1(answer)
                                << total;
        };
        const char *leap = "2 3 3000 3001 3002 3003";
        row("a leap that is real", leap, "as_read", 3001);
        row("a leap that is another register", leap, "anew", 4);
        row("a leap, from zero: it did not fall", leap, "from_zero", 3001);
        const char *fall = "99900 99950 400 401 402 403";
        row("a roll-over in a long silence", fall, "as_read", 503);
        row("the same from zero", fall, "from_zero", 453);
        row("the same anew", fall, "anew", 53);
        row("a fall that is no roll-over", "430 431 30 31 32 33", "as_read", 4);
    }
    void anAnswerSettlesWhatItSpeaksOf()
    {
        QFETCH(QString, values);
        QFETCH(QString, answer);
        QFETCH(double, total);
        const QString eui = u"00000000000000a1"_s;
        addDevice(eui);
        QStringList readings;
        for (const QString &value : values.split(u' ')) {
            readings.append(u"2026-01-0%1T23:00:00Z %2"_s.arg(readings.size() + 1).arg(value));
        }
        send(eui, readings);
        closeDays();
        const QJsonArray asked = listOf(backend->get("/attention", key));
        QCOMPARE(asked.size(), 1);
        const auto settled =
            backend->patch("/readings/" + asked[0][u"reading_id"].toString().toLatin1(),
                           {{u"register"_s, answer}}, key);
        QCOMPARE(settled.status, 200);
        QCOMPARE(dataOf(settled)[u"register"].toString(), answer);
        for (int closed = 0; closed < 2; ++closed) {
            QCOMPARE(reportOf(eui)[u"total_m3"].toDouble(), total);
            QCOMPARE(openMarksOf(eui), QStringList());
            closeDays();
            QCOMPARE(listOf(backend->get("/attention", key)).size(), 0);
        }
    }

    void aLateReadingOfAnAnsweredRunCountsNothingTwice_data()
    {
        QTest::addColumn<QString>("answer");
        QTest::addColumn<double>("total");
        QTest::newRow("from zero") << u"from_zero"_s << 1.8;
        QTest::newRow("anew") << u"anew"_s << 1.5;
    }
    void aLateReadingOfAnAnsweredRunCountsNothingTwice()
    {
        QFETCH(QString, answer);
        QFETCH(double, total);
        const QString eui = u"00000000000000a1"_s;
        addDevice(eui);
        send(eui, {u"2026-01-01T11:00:00Z 100"_s, u"2026-01-02T11:00:00Z 101"_s,
                   u"2026-01-03T11:00:00Z 0.5"_s, u"2026-01-04T11:00:00Z 0.6"_s,
                   u"2026-01-05T11:00:00Z 0.7"_s, u"2026-01-06T11:00:00Z 0.8"_s});
        closeDays();
        const QByteArray path = "/readings/" + readingId(eui, u"2026-01-03T11:00:00Z"_s).toLatin1();
        QCOMPARE(backend->patch(path, {{u"register"_s, answer}}, key).status, 200);
        closeDays();
        send(eui, {u"2026-01-03T05:00:00Z 0.3"_s});
        for (int closed = 0; closed < 2; ++closed) {
            QCOMPARE(reportOf(eui)[u"total_m3"].toDouble(), total);
            QCOMPARE(openMarksOf(eui), QStringList());
            closeDays();
            QCOMPARE(listOf(backend->get("/attention", key)).size(), 0);
        }
    }

    void theRegisterAtMidnightIsTrueAcrossARollOverAndARestart()
    {
        const QString eui = u"00000000000000a1"_s;
        addDevice(eui);
        send(eui, {u"2026-01-01T11:00:00Z 268434.956"_s, u"2026-01-02T11:00:00Z 268435.356"_s,
                   u"2026-01-03T11:00:00Z 0.3"_s, u"2026-01-04T11:00:00Z 50"_s,
                   u"2026-01-05T11:00:00Z 50.2"_s, u"2026-01-06T11:00:00Z 4"_s,
                   u"2026-01-07T11:00:00Z 4.2"_s, u"2026-01-08T11:00:00Z 2.9"_s,
                   u"2026-01-09T11:00:00Z 3"_s});
        for (const bool closed : {false, true}) {
            if (closed)
                closeDays();
            QStringList shown;
            for (const QJsonValue &item : dataOf(backend->get(
                     "/devices/" + eui.toLatin1() + "/consumption?from=2026-01-02&to=2026-01-09",
                     key))[u"series"]
                                              .toArray()) {
                shown.append(item[u"closing_m3"].isNull()
                                 ? u"-"_s
                                 : QString::number(item[u"closing_m3"].toDouble(), 'f', 3));
            }
            QCOMPARE(shown.join(u' '), u"0.100 25.150 50.100 2.000 4.100 - 2.950"_s);
        }
    }

    void aRetiredDeviceThatStillSendsIsListedUntilItIsSilent()
    {
        const QString eui = u"00000000000000a1"_s;
        const QString other = u"00000000000000a2"_s;
        addDevice(eui);
        addDevice(other);
        send(eui, {u"2026-01-19T23:00:00Z 10"_s});
        send(other, {u"2026-01-19T20:00:00Z 100"_s, u"2026-01-19T21:00:00Z 101"_s,
                     u"2026-01-19T22:00:00Z 50"_s, u"2026-01-19T23:00:00Z 51"_s});
        QCOMPARE(backend->remove("/devices/" + eui.toLatin1(), key).status, 204);
        closeDays();
        const auto kinds = [this](const QByteArray &query = {}) {
            return textsOf(listOf(backend->get("/attention" + query, key)), u"kind"_s);
        };
        QCOMPARE(kinds(), QStringList{u"dropped"_s}); // nothing came since
        backend->clock().advance(duration::hour);
        send(eui, {u"2026-01-20T08:30:00Z 11.2"_s}); // late, from when it was in service
        QCOMPARE(kinds(), QStringList{u"dropped"_s});
        send(eui, {u"2026-01-20T12:30:00Z 11.5"_s});
        QCOMPARE(kinds(), (QStringList{u"dropped"_s, u"retired_device"_s}));
        const QJsonObject item = listOf(backend->get("/attention", key))[1].toObject();
        QCOMPARE(item[u"at"].toString(), u"2026-01-20T12:30:00Z"_s);
        QCOMPARE(item[u"dev_eui"].toString(), eui);
        QCOMPARE(item[u"consumption_m3"].toDouble(), 11.5);
        QVERIFY(item[u"reading_id"].isNull() && item[u"before_m3"].isNull());
        QCOMPARE(item[u"customer_id"].toString(), tenant.community.uuid);
        const QByteArray ofCommunity = "?customer_id=" + tenant.community.uuid.toLatin1();
        QCOMPARE(kinds(ofCommunity).size(), 2);

        // A page of one, then the next.
        const auto first = backend->get("/attention?limit=1", key);
        QCOMPARE(textsOf(listOf(first), u"kind"_s), QStringList{u"dropped"_s});
        const QJsonObject paging = bodyOf(first)[u"pagination"].toObject();
        QCOMPARE(paging[u"total"].toInt(), 2);
        const QByteArray cursor = paging[u"next_cursor"].toString().toLatin1();
        QCOMPARE(kinds("?limit=1&cursor=" + cursor), QStringList{u"retired_device"_s});

        addDevice(eui); // registered again
        QCOMPARE(kinds(), QStringList{u"dropped"_s});
        QCOMPARE(backend->remove("/devices/" + eui.toLatin1(), key).status, 204);
        QCOMPARE(kinds(), QStringList{u"dropped"_s});
        backend->clock().advance(duration::hour);
        send(eui, {backend->clock().now().toString() + u" 12"_s});
        QCOMPARE(kinds(), (QStringList{u"dropped"_s, u"retired_device"_s}));
        backend->clock().advance(35 * duration::day - 1);
        QCOMPARE(kinds(), (QStringList{u"dropped"_s, u"retired_device"_s}));
        backend->clock().advance(2);
        QCOMPARE(kinds(), QStringList{u"dropped"_s});
    }

    void questionsAreNotHiddenBehindRetiredDevicesThatStillSend()
    {
        const QString asked = u"00000000000000a1"_s;
        addDevice(asked);
        send(asked, {u"2025-12-31T23:00:00Z 100"_s, u"2026-01-01T23:00:00Z 101"_s,
                     u"2026-01-02T23:00:00Z 50"_s, u"2026-01-03T23:00:00Z 51"_s});
        closeDays();
        QStringList retired;
        for (int i = 2; i < 6; ++i) {
            const QString eui = u"00000000000000a%1"_s.arg(i);
            addDevice(eui);
            QCOMPARE(backend->remove("/devices/" + eui.toLatin1(), key).status, 204);
            backend->clock().advance(duration::hour);
            send(eui, {backend->clock().now().toString() + u" 11.5"_s});
            retired.prepend(eui);
        }
        QStringList walked;
        QByteArray cursor;
        do {
            const auto page = backend->get("/attention?limit=2" + cursor, key);
            walked += textsOf(listOf(page), u"dev_eui"_s);
            const QJsonObject paging = bodyOf(page)[u"pagination"].toObject();
            QCOMPARE(paging[u"total"].toInt(), 5);
            cursor = paging[u"next_cursor"].toString().toLatin1();
            if (!cursor.isEmpty())
                cursor.prepend("&cursor=");
        } while (!cursor.isEmpty() && walked.size() < 10);
        QCOMPARE(walked, QStringList{asked} + retired);
        QCOMPARE(textsOf(listOf(backend->get("/attention?limit=2&offset=3", key)), u"dev_eui"_s),
                 retired.mid(2));
    }

    void aFallBeforeASwapIsAskedThoughTheMeterIsGone()
    {
        const QString old = u"00000000000000a1"_s;
        addDevice(old);
        send(old, {u"2025-12-31T23:00:00Z 100"_s, u"2026-01-01T23:00:00Z 100.5"_s,
                   u"2026-01-02T11:00:00Z 30"_s, u"2026-01-02T23:00:00Z 30.5"_s});
        closeDays();
        QCOMPARE(backend
                     ->post("/devices/" + old.toLatin1() + "/replace",
                            {{u"new_dev_eui"_s, u"00000000000000a2"_s},
                             {u"final_reading_m3"_s, 31},
                             {u"initial_reading_m3"_s, 0},
                             {u"replaced_at"_s, u"2026-01-03T12:00:00Z"_s}},
                            key)
                     .status,
                 200);
        closeDays();
        const QJsonArray asked = listOf(backend->get("/attention", key));
        QCOMPARE(textsOf(asked, u"kind"_s), QStringList{u"dropped"_s});
        QCOMPARE(asked[0][u"dev_eui"].toString(), old);
    }

    void aLateReadingInTheTailTakesAQuestionBack()
    {
        const QString eui = u"00000000000000a1"_s;
        addDevice(eui);
        send(eui, {u"2026-01-01T00:00:00Z 100"_s, u"2026-01-01T01:00:00Z 100.1"_s,
                   u"2026-01-01T02:00:00Z 30"_s, u"2026-01-01T04:00:00Z 30.5"_s});
        closeDays();
        QCOMPARE(listOf(backend->get("/attention", key)).size(), 1);
        send(eui, {u"2026-01-01T03:00:00Z 100.2"_s});
        closeDays();
        QCOMPARE(listOf(backend->get("/attention", key)).size(), 0);
        QCOMPARE(openMarksOf(eui), QStringList());
    }
};

QTEST_GUILESS_MAIN(AttentionApiTest)
#include "tst_attention_api.moc"
