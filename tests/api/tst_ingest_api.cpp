#include "backend/services/bodycodec.h"
#include "backend/storage/webhooklogstore.h"
#include "tests/support/testbackend.h"

#include <QTest>

using namespace datakubo;
using namespace datakubo::test;
using namespace Qt::Literals::StringLiterals;

class IngestApiTest : public QObject
{
    Q_OBJECT

private:
    TestBackend *backend = nullptr;
    Tenant tenant;

    static constexpr const char *path = "/ingest/water-consumption";

    contract::Response sendRaw(const QByteArray &body, const QByteArray &query = {})
    {
        return backend->call(contract::Method::Post, path + query, body, tenant.withIngestKey());
    }
    QJsonObject sent(const QByteArray &body) { return dataOf(sendRaw(body)); }
    // "stored", "duplicate same_time_and_value", "400 VALIDATION_ERROR"
    static QString outcome(const contract::Response &response)
    {
        if (response.status != 200)
            return summary(response);
        const QJsonObject data = dataOf(response);
        return QString(data[u"result"].toString() + u' ' + data[u"reason"].toString()).trimmed();
    }
    void registerMeter(const QString &eui)
    {
        const auto made = backend->post("/devices/register",
                                        {{u"dev_eui"_s, eui},
                                         {u"device_name"_s, u"Meter"_s},
                                         {u"device_type"_s, u"water_meter"_s}},
                                        tenant.withKey());
        QCOMPARE(made.status, 201);
    }
    contract::Response get(const QByteArray &what) { return backend->get(what, tenant.withKey()); }
    qint64 readingsOf(const QByteArray &eui)
    {
        return contract::readPagination(get("/devices/" + eui + "/readings?limit=1")).total;
    }
    std::vector<WebhookRecord> log(std::optional<IngestOutcome> which = {})
    {
        std::vector<WebhookRecord> records;
        const auto ran = backend->session().run([&] {
            records = newestWebhooks(backend->session(), tenant.id, which, 100);
            return true;
        });
        if (!ran)
            qFatal("%s", qPrintable(ran.error().message));
        return records;
    }
    qint64 usage()
    {
        return dataOf(get("/overview"))[u"counts"][u"webhooks_this_month"].toInteger();
    }

    static QByteArray custom(const QByteArray &more)
    {
        return R"({"dev_eui":"00000000000000AA",)" + more + '}';
    }
    QByteArray at(qint64 msAgo)
    {
        return "\"timestamp\":\"" + (backend->clock().now() - msAgo).toString().toLatin1() + '"';
    }

private Q_SLOTS:
    void initTestCase_data() { TestBackend::addEngines(); }
    void init()
    {
        QFETCH_GLOBAL(QString, engine);
        if (const QString reason = TestBackend::missing(engine); !reason.isEmpty())
            QSKIP(qPrintable(reason));
        backend = &TestBackend::shared(engine);
        tenant = backend->tenant(u"Ingest"_s);
    }
    void cleanupTestCase() { TestBackend::forgetShared(); }

    void samplesOfEverySenderAreAnswered_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QString>("answer");
        const auto row = [](const char *name, const QString &file, const QString &answer,
                            const QByteArray &query = {}) {
            QTest::newRow(name) << file << query << answer;
        };
        row("ChirpStack v4, an uplink without decoded fields", u"chirpstack-v4-docs-up.json"_s,
            u"unregistered no_decoded_payload"_s, "?event=up");
        row("ChirpStack v4, a join of a device nobody knows", u"chirpstack-v4-docs-join.json"_s,
            u"skipped join"_s, "?event=join");
        row("ChirpStack v4, an acknowledgement", u"chirpstack-v4-docs-ack.json"_s, u"skipped ack"_s,
            "?event=ack");
        row("ChirpStack v4, a status", u"chirpstack-v4-docs-status.json"_s, u"skipped status"_s,
            "?event=status");
        row("The Things Stack, an uplink without a register", u"tts-v3-docs-uplink.json"_s,
            u"unregistered no_volume"_s);
        row("The Things Stack, a join", u"tts-v3-docs-join-accept.json"_s, u"skipped join"_s);
        row("The Things Stack, filtered until no device is left",
            u"tts-v3-docs-webhook-filtered-no-ids.json"_s, u"skipped no_device"_s);
        row("a storage wrapper is no known shape", u"tts-v3-docs-storage-result-1.json"_s,
            u"400 VALIDATION_ERROR"_s);
    }
    void samplesOfEverySenderAreAnswered()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, query);
        QFETCH(QString, answer);
        const QByteArray body = payload(file);
        const auto response = sendRaw(body, query);
        QCOMPARE(outcome(response), answer);
        QCOMPARE(log().size(), size_t{1});
        services::BodyCodec codec;
        QCOMPARE(codec.unpack(log().front().body, log().front().bodyCodec), std::optional(body));
    }

    void aReadingIsStoredExactly_data()
    {
        QTest::addColumn<QByteArray>("volume");
        QTest::addColumn<double>("m3");
        QTest::newRow("as consumption_m3") << QByteArray(R"("consumption_m3":123.456)") << 123.456;
        QTest::newRow("as cumulativeFlowM3") << QByteArray(R"("cumulativeFlowM3":0.1)") << 0.1;
        QTest::newRow("as water") << QByteArray(R"("water":0.001)") << 0.001;
        QTest::newRow("as litres") << QByteArray(R"("cumulativeFlow":1234567.891)") << 1234.567891;
        QTest::newRow("zero") << QByteArray(R"("consumption_m3":0)") << 0.0;
        QTest::newRow("as large as a register gets")
            << QByteArray(R"("consumption_m3":99999999.999)") << 99999999.999;
    }
    void aReadingIsStoredExactly()
    {
        QFETCH(QByteArray, volume);
        QFETCH(double, m3);
        registerMeter(u"00000000000000aa"_s);
        const QJsonObject data = sent(custom(volume + R"(,"battery":3.61,)" + at(duration::hour)));
        QCOMPARE(data[u"result"].toString(), u"stored"_s);
        QCOMPARE(data[u"dev_eui"].toString(), u"00000000000000aa"_s);
        QCOMPARE(data[u"recorded_at"].toString(),
                 (backend->clock().now() - duration::hour).toString());
        QVERIFY(data[u"consumption_m3"].toDouble() == m3);
        const QJsonObject reading = listOf(get("/devices/00000000000000aa/readings"))[0].toObject();
        QVERIFY(reading[u"consumption_m3"].toDouble() == m3);
        QCOMPARE(reading[u"battery_level"].toDouble(), 3.61);
        QCOMPARE(reading[u"received_at"].toString(), backend->clock().now().toString());
        const QJsonObject device = dataOf(get("/devices/00000000000000aa"));
        QVERIFY(device[u"last_reading"][u"consumption_m3"].toDouble() == m3);
        QCOMPARE(device[u"battery_level"].toDouble(), 3.61);
        QCOMPARE(device[u"last_seen_at"].toString(), backend->clock().now().toString());
    }

    void theSameAgainIsADuplicate_data()
    {
        QTest::addColumn<QByteArray>("first");
        QTest::addColumn<QByteArray>("second"); // {N}: N seconds ago as the `timestamp` member
        QTest::addColumn<int>("laterS");
        QTest::addColumn<QString>("answer");
        const auto row = [](const char *name, const QByteArray &first, const QByteArray &second,
                            int laterS, const QString &answer) {
            QTest::newRow(name) << first << second << laterS << answer;
        };
        row("the same time and value", R"("consumption_m3":5,{60})", R"("consumption_m3":5.0,{70})",
            10, u"duplicate same_time_and_value"_s);
        row("the same time and another value is a contradiction", R"("consumption_m3":5,{60})",
            R"("consumption_m3":6,{70})", 10, u"quarantined same_time_other_value"_s);
        row("the same counter and value within minutes", R"("consumption_m3":5,"fCnt":9,{60})",
            R"("consumption_m3":5,"fCnt":9,{0})", 10, u"duplicate same_counter_and_value"_s);
        row("the same counter and another value is a reading",
            R"("consumption_m3":5,"fCnt":9,{60})", R"("consumption_m3":6,"fCnt":9,{0})", 10,
            u"stored"_s);
        row("the same counter and value after ten minutes is a reading",
            R"("consumption_m3":5,"fCnt":9,{0})", R"("consumption_m3":5,"fCnt":9,{0})", 600,
            u"stored"_s);
        row("another counter with the same value is a reading",
            R"("consumption_m3":5,"fCnt":9,{60})", R"("consumption_m3":5,"fCnt":10,{0})", 10,
            u"stored"_s);
        row("a bare value again within a minute", R"("consumption_m3":5)", R"("consumption_m3":5)",
            60, u"duplicate same_value_within_a_minute"_s);
        row("a bare value again after a minute is a reading", R"("consumption_m3":5)",
            R"("consumption_m3":5)", 61, u"stored"_s);
        row("another bare value within a minute is a reading", R"("consumption_m3":5)",
            R"("consumption_m3":5.001)", 10, u"stored"_s);
    }
    void theSameAgainIsADuplicate()
    {
        QFETCH(QByteArray, first);
        QFETCH(QByteArray, second);
        QFETCH(int, laterS);
        QFETCH(QString, answer);
        const auto filled = [this](QByteArray text) {
            for (const int seconds : {0, 60, 70})
                text.replace('{' + QByteArray::number(seconds) + '}',
                             at(seconds * duration::second));
            return custom(text);
        };
        registerMeter(u"00000000000000aa"_s);
        QCOMPARE(outcome(sendRaw(filled(first))), u"stored"_s);
        backend->clock().advance(laterS * duration::second);
        QCOMPARE(outcome(sendRaw(filled(second))), answer);
        const bool isStored = answer == u"stored"_s;
        QCOMPARE(readingsOf("00000000000000aa"), isStored ? 2 : 1);
        const QByteArray body = filled(second);
        if (answer.startsWith(u"quarantined"_s)) {
            const auto kept = log(IngestOutcome::Quarantined);
            QCOMPARE(kept.size(), size_t{1});
            QCOMPARE(kept.front().devEui, u"00000000000000aa"_s);
            QCOMPARE(services::BodyCodec().unpack(kept.front().body, kept.front().bodyCodec),
                     std::optional(body));
        }
    }

    void aDeduplicationIdCountsOnce()
    {
        registerMeter(u"0101010101010101"_s);
        QJsonObject body =
            QJsonDocument::fromJson(payload(u"chirpstack-v4-docs-up.json"_s)).object();
        body[u"time"] = (backend->clock().now() - duration::hour).toString();
        body[u"object"] = QJsonObject{{u"cumulativeFlowM3"_s, 7.25}};
        const QByteArray text = QJsonDocument(body).toJson();
        QCOMPARE(outcome(sendRaw(text, "?event=up")), u"stored"_s);
        QCOMPARE(outcome(sendRaw(text, "?event=up")), u"duplicate same_deduplication_id"_s);
        QCOMPARE(readingsOf("0101010101010101"), 1);
        const QJsonObject device = dataOf(get("/devices/0101010101010101"));
        QCOMPARE(device[u"rssi"].toInt(), -36);
        QCOMPARE(device[u"snr"].toDouble(), 10.5);
        // Another organization hears the same network server.
        tenant = backend->tenant(u"Second ear"_s);
        QCOMPARE(outcome(sendRaw(text, "?event=up")), u"unregistered"_s);
    }

    void anUnknownDeviceWaitsAndBringsItsHistory()
    {
        const QByteArray named =
            "\"tenant_name\":\"" + tenant.name.toUtf8() + "\",\"device_name\":\"Flat 7\",";
        for (int i = 3; i > 0; --i)
            QCOMPARE(
                outcome(sendRaw(custom(named + R"("consumption_m3":)" + QByteArray::number(10 - i)
                                       + ',' + at(i * duration::hour)))),
                u"unregistered"_s);
        const auto waiting = get("/ingest/unregistered");
        QCOMPARE(contract::readPagination(waiting).total, 1);
        const QJsonObject one = listOf(waiting)[0].toObject();
        QCOMPARE(one[u"dev_eui"].toString(), u"00000000000000aa"_s);
        QCOMPARE(one[u"device_name"].toString(), u"Flat 7"_s);
        QCOMPARE(one[u"tenant_name"].toString(), tenant.name);
        QCOMPARE(one[u"customer_id"].toString(), tenant.community.uuid);
        QCOMPARE(one[u"message_count"].toInt(), 3);
        QCOMPARE(one[u"last_consumption_m3"].toDouble(), 9.0);
        QCOMPARE(summary(get("/devices/00000000000000aa")), u"404 DEVICE_NOT_FOUND"_s);
        QCOMPARE(listOf(get("/devices")).size(), 0);
        QCOMPARE(dataOf(get("/reseller/billing"))[u"active_devices"].toInt(), 0);

        registerMeter(u"00000000000000aa"_s);
        QCOMPARE(readingsOf("00000000000000aa"), 3);
        QCOMPARE(
            dataOf(get("/devices/00000000000000aa"))[u"last_reading"][u"consumption_m3"].toDouble(),
            9.0);
        QCOMPARE(listOf(get("/ingest/unregistered")).size(), 0);
        QCOMPARE(outcome(sendRaw(custom(R"("consumption_m3":10,)" + at(0)))), u"stored"_s);
    }

    void aLateReadingDoesNotMoveTheLastOne()
    {
        registerMeter(u"00000000000000aa"_s);
        const Timestamp newest = backend->clock().now();
        sent(custom(R"("consumption_m3":20,)" + at(0)));
        backend->clock().advance(duration::minute);
        QCOMPARE(outcome(sendRaw(custom(R"("consumption_m3":10,)" + at(duration::day)))),
                 u"stored"_s);
        const QJsonObject device = dataOf(get("/devices/00000000000000aa"));
        QCOMPARE(device[u"last_reading"][u"recorded_at"].toString(), newest.toString());
        QCOMPARE(device[u"last_reading"][u"consumption_m3"].toDouble(), 20.0);
        QCOMPARE(device[u"last_seen_at"].toString(), backend->clock().now().toString());
        QCOMPARE(readingsOf("00000000000000aa"), 2);
    }

    void aRetiredDeviceThatStillSendsIsStoredAndMarked()
    {
        registerMeter(u"00000000000000aa"_s);
        backend->call(contract::Method::Delete, "/devices/00000000000000aa", {}, tenant.withKey());
        QCOMPARE(outcome(sendRaw(custom(R"("consumption_m3":1)"))), u"stored retired_device"_s);
        QCOMPARE(readingsOf("00000000000000aa"), 1);
        QCOMPARE(listOf(get("/ingest/unregistered")).size(), 0);
    }

    void aMetersLogAloneBecomesAReading()
    {
        const QJsonObject decoded =
            QJsonDocument::fromJson(payload(u"other-decoded-axioma-qalcosonic-w1-enhanced.json"_s))
                .object();
        QVERIFY(!decoded.isEmpty());
        registerMeter(u"0101010101010101"_s);
        QJsonObject body =
            QJsonDocument::fromJson(payload(u"chirpstack-v4-docs-up.json"_s)).object();
        body[u"time"] = backend->clock().now().toString();
        body[u"object"] = decoded.contains(u"object"_s)    ? decoded[u"object"].toObject()
                          : decoded.contains(u"data"_s)    ? decoded[u"data"].toObject()
                          : decoded.contains(u"decoded"_s) ? decoded[u"decoded"].toObject()
                                                           : decoded;
        const auto response = sendRaw(QJsonDocument(body).toJson());
        QCOMPARE(outcome(response), u"stored"_s);
        QCOMPARE(readingsOf("0101010101010101"), 1);
        QCOMPARE(outcome(sendRaw(QJsonDocument(body).toJson())),
                 u"duplicate same_deduplication_id"_s);
    }

    void anArrayIsAnsweredItemByItem()
    {
        registerMeter(u"00000000000000aa"_s);
        const QByteArray good = custom(R"("consumption_m3":1,)" + at(duration::hour));
        const QByteArray unknown = R"({"dev_eui":"00000000000000bb","consumption_m3":2})";
        const auto response =
            sendRaw('[' + good + ',' + good + ',' + unknown
                    + R"(,{"dev_eui":"zz","consumption_m3":1},{"nothing":true}])");
        QCOMPARE(response.status, 200);
        const QJsonObject data = dataOf(response);
        QCOMPARE(textsOf(data[u"results"].toArray(), u"result"_s),
                 (QStringList{u"stored"_s, u"duplicate"_s, u"unregistered"_s, u"rejected"_s,
                              u"rejected"_s}));
        QCOMPARE(data[u"results"][3][u"error_code"].toString(), u"INVALID_DEVICE_ID"_s);
        QCOMPARE(data[u"results"][3][u"index"].toInt(), 3);
        QVERIFY(!data[u"results"][3][u"message"].toString().isEmpty());
        QCOMPARE(data[u"results"][4][u"error_code"].toString(), u"VALIDATION_ERROR"_s);
        QCOMPARE(data[u"stored"].toInt(), 1);
        QCOMPARE(data[u"duplicate"].toInt(), 1);
        QCOMPARE(data[u"unregistered"].toInt(), 1);
        QCOMPARE(data[u"rejected"].toInt(), 2);
        QCOMPARE(data[u"skipped"].toInt(), 0);
        QCOMPARE(usage(), 5);
        QCOMPARE(log().size(), size_t{1});
        QCOMPARE(log().front().itemCount, 5);
        QCOMPARE(summary(sendRaw(R"([{"nothing":true}])")), u"400 VALIDATION_ERROR"_s);
    }

    void whatIsRefusedIsKept_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QString>("answer");
        const QByteArray json = "application/json";
        const QString invalid = u"400 VALIDATION_ERROR"_s;
        const auto row = [](const char *name, const QByteArray &body, const QByteArray &type,
                            const QString &answer) {
            QTest::newRow(name) << body << type << answer;
        };
        row("no JSON", "{\"dev_eui\":", json, invalid);
        row("bytes that are no text", QByteArray("\xff\xfe\x00\x01", 4), json, invalid);
        row("a number", "17", json, invalid);
        row("no body at all", {}, json, invalid);
        row("an empty array", "[]", json, invalid);
        row("no known shape", R"({"hello":"world"})", json, invalid);
        row("a bad EUI", R"({"dev_eui":"xyz","consumption_m3":1})", json,
            u"400 INVALID_DEVICE_ID"_s);
        row("a time that cannot be read",
            R"({"dev_eui":"00000000000000aa","consumption_m3":1,"timestamp":"yesterday"})", json,
            invalid);
        row("another content type", R"({"dev_eui":"00000000000000aa","consumption_m3":1})",
            "text/plain", u"415 UNSUPPORTED_MEDIA_TYPE"_s);
        row("a form", "dev_eui=1", "application/x-www-form-urlencoded",
            u"415 UNSUPPORTED_MEDIA_TYPE"_s);
        row("a long body of rubbish", QByteArray(100'000, 'x'), json, invalid);
    }
    void whatIsRefusedIsKept()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, type);
        QFETCH(QString, answer);
        Headers headers = tenant.withIngestKey();
        headers.push_back({"content-type", type});
        const auto response = backend->call(contract::Method::Post, path, body, headers);
        QCOMPARE(summary(response), answer);
        const auto kept = log(IngestOutcome::Rejected);
        QCOMPARE(kept.size(), size_t{1});
        QCOMPARE(services::BodyCodec().unpack(kept.front().body, kept.front().bodyCodec),
                 std::optional(body));
        QCOMPARE(kept.front().reason, bodyOf(response)[u"message"].toString());
        QCOMPARE(usage(), 0);
    }

    void oddButReadableBodies_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QString>("answer");
        QTest::newRow("a byte order mark in front")
            << "\xef\xbb\xbf" + custom(R"("consumption_m3":1)") << QByteArray() << u"stored"_s;
        QTest::newRow("a name with quotes, braces, backslashes and a NUL")
            << custom("\"consumption_m3\":1,\"device_name\":\"a'b\\\"c\\\\d{e},\\u0000f\","
                      "\"tenant_name\":\"{\\\"x\\\\\"")
            << QByteArray() << u"stored"_s;
        QTest::newRow("a name that is half a surrogate pair")
            << custom(R"("consumption_m3":1,"device_name":"a\ud800b")") << QByteArray()
            << u"stored"_s;
        QTest::newRow("an event with a NUL in the address")
            << custom(R"("consumption_m3":1)") << QByteArray("?event=up%00x") << u"stored"_s;
        QTest::newRow("an event with a quote in the address")
            << custom(R"("consumption_m3":1)") << QByteArray("?event='%22%5C") << u"stored"_s;
        QTest::newRow("a negative register is for a person to settle")
            << custom(R"("consumption_m3":-1)") << QByteArray()
            << u"quarantined negative_register"_s;
        QTest::newRow("a battery alone")
            << custom(R"("battery":3.4)") << QByteArray() << u"skipped no_volume"_s;
    }
    void oddButReadableBodies()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, query);
        QFETCH(QString, answer);
        registerMeter(u"00000000000000aa"_s);
        QCOMPARE(outcome(sendRaw(body, query)), answer);
        QCOMPARE(log().size(), size_t{1});
        QCOMPARE(services::BodyCodec().unpack(log().front().body, log().front().bodyCodec),
                 std::optional(body));
    }

    void aStrangersBodyIsNotKept()
    {
        const auto all = [this] {
            qint64 count = 0;
            for (const auto &record : log())
                count += record.itemCount;
            return count;
        };
        const QByteArray body = custom(R"("consumption_m3":1)");
        QCOMPARE(summary(backend->call(contract::Method::Post, path, body,
                                       {{"x-api-key", "dk_live_wrong"}})),
                 u"401 INVALID_API_KEY"_s);
        QCOMPARE(summary(backend->call(contract::Method::Post, path, body,
                                       bearer(tenant.residentToken))),
                 u"403 FORBIDDEN"_s);
        QCOMPARE(all(), 0);
        QCOMPARE(listOf(get("/ingest/unregistered")).size(), 0);
    }

    void aKeyRemembersItsLastUse()
    {
        const auto lastUse = [this] {
            const QJsonArray keys = listOf(get("/api-keys"));
            for (const QJsonValue &key : keys) {
                if (key[u"scope"].toString() == u"ingest"_s)
                    return key[u"last_used_at"].toString();
            }
            return u"no key"_s;
        };
        QCOMPARE(lastUse(), QString());
        sent(custom(R"("consumption_m3":1)"));
        QCOMPARE(lastUse(), backend->clock().now().toString());
    }

    void usageIsCountedByLocalMonth()
    {
        backend->clock().jumpTo(*Timestamp::parse(u"2027-01-31T22:59:59Z")); // Madrid: 23:59:59
        sent(custom(R"("consumption_m3":1)"));
        QCOMPARE(usage(), 1);
        backend->clock().jumpTo(*Timestamp::parse(u"2027-01-31T23:00:00Z"));
        QCOMPARE(usage(), 0);
        sent(custom(R"("consumption_m3":2)"));
        QCOMPARE(usage(), 1);
        QCOMPARE(dataOf(get("/overview"))[u"counts"][u"webhook_limit"].toInteger(), 1'000'000);
    }
};

QTEST_GUILESS_MAIN(IngestApiTest)
#include "tst_ingest_api.moc"
