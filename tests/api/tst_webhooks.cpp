#include "backend/api/webhooks.h"
#include "backend/storage/organizationstore.h"
#include "tests/support/testbackend.h"

#include <QTest>

#include <set>

using namespace datakubo;
using namespace datakubo::test;
using namespace Qt::Literals::StringLiterals;

// Nothing is thrown away: the log of webhooks, applying them again, the monthly limit and the
// mapping of decoders nobody knows.
class WebhooksTest : public QObject
{
    Q_OBJECT

private:
    TestBackend *backend = nullptr;
    Tenant tenant;

    static constexpr const char *meter = "00000000000000aa";

    contract::Response send(const QByteArray &body)
    {
        return backend->call(contract::Method::Post, "/ingest/water-consumption", body,
                             tenant.withIngestKey());
    }
    QString sent(const QByteArray &body)
    {
        const auto response = send(body);
        return response.status == 200 ? dataOf(response)[u"result"].toString() : summary(response);
    }
    contract::Response get(const QByteArray &what) { return backend->get(what, tenant.withKey()); }
    contract::Response post(const QByteArray &path, const QJsonObject &body = {})
    {
        return backend->post(path, body, tenant.withKey());
    }
    QJsonArray log(const QByteArray &query = {}) { return listOf(get("/ingest/log" + query)); }
    qint64 readings()
    {
        return contract::readPagination(get("/devices/" + QByteArray(meter) + "/readings")).total;
    }
    qint64 usage()
    {
        return dataOf(get("/overview"))[u"counts"][u"webhooks_this_month"].toInteger();
    }
    void registerMeter(const QString &type = u"water_meter"_s)
    {
        QCOMPARE(post("/devices/register", {{u"dev_eui"_s, QString::fromLatin1(meter)},
                                            {u"device_name"_s, u"Meter"_s},
                                            {u"device_type"_s, type}})
                     .status,
                 201);
    }
    QByteArray custom(double m3)
    {
        backend->clock().advance(duration::minute);
        QByteArray body = R"({"dev_eui":"@EUI","consumption_m3":@M3,"timestamp":"@TIME"})";
        return body.replace("@EUI", meter)
            .replace("@M3", QByteArray::number(m3))
            .replace("@TIME", backend->clock().now().toString().toLatin1());
    }
    // ChirpStack with a decoder nobody knows.
    QByteArray unknownDecoder(const QByteArray &object)
    {
        backend->clock().advance(duration::minute);
        const Timestamp now = backend->clock().now();
        QByteArray body = R"({"deduplicationId":"@ID","time":"@TIME","fCnt":@COUNT,)"
                          R"("deviceInfo":{"devEui":"@EUI"},"object":@OBJECT})";
        return body.replace("@ID", QByteArray::number(now.ms))
            .replace("@COUNT", QByteArray::number(now.ms / duration::minute))
            .replace("@TIME", now.toString().toLatin1())
            .replace("@EUI", meter)
            .replace("@OBJECT", object);
    }
    void setLimit(std::optional<qint64> limit, WebhookLimitPolicy policy)
    {
        backend->write([&](storage::Session &session, contract::Events &) {
            storage::OrganizationStore store(session);
            Organization organization = store.find(tenant.id).value();
            organization.monthlyWebhookLimit = limit;
            organization.webhookLimitPolicy = policy;
            store.edit(organization);
            return contract::noContent();
        });
    }
    void release()
    {
        backend->write([&](storage::Session &session, contract::Events &events) {
            while (api::releaseHeld(session, backend->environment(), events)) {
            }
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
        tenant = backend->tenant(u"Webhooks"_s);
    }
    void cleanupTestCase() { TestBackend::forgetShared(); }

    void theLogTellsWhatBecameOfEachWebhook()
    {
        registerMeter();
        const QByteArray good = custom(1);
        QCOMPARE(sent(good), u"stored"_s);
        QCOMPARE(sent(good), u"duplicate"_s);
        QCOMPARE(sent(R"({"dev_eui":"00000000000000bb","consumption_m3":3})"), u"unregistered"_s);
        QCOMPARE(sent("{not json"), u"400 VALIDATION_ERROR"_s);
        QCOMPARE(sent("\xff\xfe"), u"400 VALIDATION_ERROR"_s);

        const QJsonArray all = log();
        QCOMPARE(textsOf(all, u"result"_s),
                 (QStringList{u"rejected"_s, u"rejected"_s, u"unregistered"_s, u"duplicate"_s,
                              u"stored"_s}));
        QCOMPARE(all.last()[u"source"].toString(), u"custom"_s);
        QCOMPARE(all.last()[u"dev_eui"].toString(), QString::fromLatin1(meter));
        const QJsonObject whole =
            dataOf(get("/ingest/log/" + all.last()[u"id"].toString().toLatin1()));
        QCOMPARE(whole[u"body"].toString().toUtf8(), good);
        const QJsonObject odd =
            dataOf(get("/ingest/log/" + all.first()[u"id"].toString().toLatin1()));
        QVERIFY(odd[u"body"].isNull());
        QCOMPARE(QByteArray::fromBase64(odd[u"body_base64"].toString().toLatin1()),
                 QByteArray("\xff\xfe"));
        const Tenant other = backend->tenant(u"Other"_s);
        QVERIFY(listOf(backend->get("/ingest/log", other.withKey())).isEmpty());
    }

    void theLogIsNarrowedBy_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QString>("expected"); // results joined, or status and code
        QTest::newRow("a result") << QByteArray("?result=rejected") << u"rejected"_s;
        QTest::newRow("another result") << QByteArray("?result=stored") << u"stored stored"_s;
        QTest::newRow("a device in capitals")
            << QByteArray("?dev_eui=00000000000000BB") << u"unregistered"_s;
        QTest::newRow("a beginning that lies ahead") << QByteArray("?from=2099-01-01") << QString();
        QTest::newRow("an end that lies behind") << QByteArray("?to=2020-01-01") << QString();
        QTest::newRow("an unknown result")
            << QByteArray("?result=lost") << u"400 VALIDATION_ERROR"_s;
        QTest::newRow("no device EUI") << QByteArray("?dev_eui=12") << u"400 INVALID_DEVICE_ID"_s;
        QTest::newRow("no time") << QByteArray("?from=soon") << u"400 VALIDATION_ERROR"_s;
        QTest::newRow("a foreign cursor") << QByteArray("?cursor=abc") << u"400 VALIDATION_ERROR"_s;
    }
    void theLogIsNarrowedBy()
    {
        QFETCH(QByteArray, query);
        QFETCH(QString, expected);
        registerMeter();
        QCOMPARE(sent(custom(1)), u"stored"_s);
        QCOMPARE(sent(custom(2)), u"stored"_s);
        QCOMPARE(sent(R"({"dev_eui":"00000000000000bb","consumption_m3":3})"), u"unregistered"_s);
        QCOMPARE(sent("[]"), u"400 VALIDATION_ERROR"_s);
        const auto response = get("/ingest/log" + query);
        QCOMPARE(response.status == 200 ? textsOf(listOf(response), u"result"_s).join(u' ')
                                        : summary(response),
                 expected);
    }

    void theLogIsReadInPages()
    {
        registerMeter();
        for (int i = 0; i < 5; ++i)
            QCOMPARE(sent(custom(1 + i)), u"stored"_s);
        std::set<QString> seen;
        QByteArray query = "?limit=2";
        for (int page = 0; page < 3; ++page) {
            const auto response = get("/ingest/log" + query);
            QCOMPARE(contract::readPagination(response).total, 5);
            for (const QJsonValue &entry : listOf(response))
                seen.insert(entry[u"id"].toString());
            query = "?limit=2&cursor=" + contract::readPagination(response).nextCursor.toLatin1();
        }
        QCOMPARE(seen.size(), size_t{5});
    }

    void overTheLimitAWebhookIsHeldAndCountedInWhenThereIsRoom()
    {
        registerMeter();
        setLimit(2, WebhookLimitPolicy::Enforce);
        QCOMPARE(sent(custom(1)), u"stored"_s);
        QCOMPARE(sent(custom(2)), u"stored"_s);
        const QByteArray third = custom(3);
        const auto refused = send(third);
        QCOMPARE(summary(refused), u"429 RATE_LIMIT_EXCEEDED"_s);
        const QJsonObject details = bodyOf(refused)[u"details"].toObject();
        QCOMPARE(details[u"limit"].toInt(), 2);
        QCOMPARE(details[u"used"].toInt(), 2);
        QVERIFY(!refused.header("retry-after").isEmpty());
        const auto resets = Timestamp::parse(details[u"resets_at"].toString());
        QVERIFY(resets && *resets > backend->clock().now());
        QCOMPARE(log("?result=held").size(), 1);
        QCOMPARE(log("?result=held").first()[u"dev_eui"].toString(), QString::fromLatin1(meter));
        QCOMPARE(readings(), 2);
        QCOMPARE(usage(), 2);

        // No room yet: it stays held, and asking by hand does not get around the limit.
        release();
        QCOMPARE(log("?result=held").size(), 1);
        const QByteArray id = log("?result=held").first()[u"id"].toString().toLatin1();
        QCOMPARE(summary(post("/ingest/log/" + id + "/replay")), u"409 CONFLICT"_s);
        QCOMPARE(summary(post("/ingest/log/replay?result=held")), u"400 VALIDATION_ERROR"_s);
        QCOMPARE(readings(), 2);

        setLimit(3, WebhookLimitPolicy::Enforce);
        release();
        QCOMPARE(log("?result=held").size(), 0);
        QCOMPARE(readings(), 3);
        QCOMPARE(usage(), 3);
        QCOMPARE(dataOf(get("/ingest/log/" + id))[u"result"].toString(), u"stored"_s);
        QCOMPARE(dataOf(get("/devices/" + QByteArray(meter)))[u"last_reading"][u"consumption_m3"]
                     .toDouble(),
                 3.0);
        // What the sender repeats afterwards is known already.
        setLimit(10, WebhookLimitPolicy::Enforce);
        QCOMPARE(sent(third), u"duplicate"_s);
    }

    void theNextMonthTakesWhatWasHeldUpToItsOwnLimit()
    {
        registerMeter();
        setLimit(1, WebhookLimitPolicy::Enforce);
        for (int i = 0; i < 4; ++i)
            send(custom(1 + i));
        QCOMPARE(log("?result=held").size(), 3);
        const Timestamp before = backend->clock().now();
        backend->clock().jumpTo(before + 32 * duration::day);
        setLimit(2, WebhookLimitPolicy::Enforce);
        release();
        QCOMPARE(log("?result=held").size(), 1);
        QCOMPARE(readings(), 3);
        QCOMPARE(usage(), 2);
        backend->clock().jumpTo(before);
    }

    void anArrayThatDoesNotFitIsHeldWhole()
    {
        registerMeter();
        setLimit(2, WebhookLimitPolicy::Enforce);
        const QByteArray three = '[' + custom(1) + ',' + custom(2) + ',' + custom(3) + ']';
        QCOMPARE(sent(three), u"429 RATE_LIMIT_EXCEEDED"_s);
        QCOMPARE(readings(), 0);
        setLimit(std::nullopt, WebhookLimitPolicy::Enforce);
        release();
        QCOMPARE(readings(), 3);
        QCOMPARE(usage(), 3);
    }

    void whatFitsIsReachedBehindHundredsThatDoNot()
    {
        registerMeter();
        setLimit(0, WebhookLimitPolicy::Enforce);
        const QByteArray two = '[' + custom(1) + ',' + custom(2) + ']';
        for (int i = 0; i < 201; ++i)
            QCOMPARE(sent(two), u"429 RATE_LIMIT_EXCEEDED"_s);
        QCOMPARE(sent(custom(3)), u"429 RATE_LIMIT_EXCEEDED"_s);
        setLimit(1, WebhookLimitPolicy::Enforce);
        release();
        QCOMPARE(usage(), 2); // of a month that had none yet the first is taken, whatever its size
        setLimit(3, WebhookLimitPolicy::Enforce);
        release();
        QCOMPARE(usage(), 3);
    }

    void whatNeverFitsDoesNotStandInTheWayOfWhatDoes()
    {
        registerMeter();
        setLimit(2, WebhookLimitPolicy::Enforce);
        const QByteArray four =
            '[' + custom(1) + ',' + custom(2) + ',' + custom(3) + ',' + custom(4) + ']';
        const auto refused = send(four);
        QCOMPARE(summary(refused), u"429 RATE_LIMIT_EXCEEDED"_s);
        QVERIFY(!bodyOf(refused)[u"message"].toString().contains(u"used up"_s));
        QCOMPARE(sent(custom(5)), u"stored"_s);
        QCOMPARE(sent(custom(6)), u"stored"_s);
        QCOMPARE(sent(custom(7)), u"429 RATE_LIMIT_EXCEEDED"_s);
        setLimit(3, WebhookLimitPolicy::Enforce);
        release();
        QCOMPARE(readings(), 3);
        QCOMPARE(log("?result=held").size(), 1);
        // In a month in which nothing came yet it goes first.
        const Timestamp before = backend->clock().now();
        backend->clock().jumpTo(before + 32 * duration::day);
        release();
        QCOMPARE(log("?result=held").size(), 0);
        QCOMPARE(readings(), 7);
        QCOMPARE(usage(), 4);
        backend->clock().jumpTo(before);
    }

    void aLimitThatOnlyCountsHoldsNothing()
    {
        registerMeter();
        setLimit(1, WebhookLimitPolicy::Count);
        QCOMPARE(sent(custom(1)), u"stored"_s);
        QCOMPARE(sent(custom(2)), u"stored"_s);
        QCOMPARE(usage(), 2);
    }

    void brokenBodiesAreNotCounted()
    {
        setLimit(1, WebhookLimitPolicy::Enforce);
        QCOMPARE(sent("{"), u"400 VALIDATION_ERROR"_s);
        QCOMPARE(usage(), 0);
    }

    void anUnknownDecodersKeyIsMapped_data()
    {
        QTest::addColumn<QByteArray>("object");
        QTest::addColumn<QJsonObject>("mapping");
        QTest::addColumn<QString>("outcome");
        QTest::addColumn<double>("m3");
        QTest::addColumn<double>("volts");
        const auto mapping = [](const QString &path, const QString &unit, double factor = 1,
                                const QString &battery = {}) {
            QJsonObject object{{u"volume_path"_s, path}, {u"unit"_s, unit}, {u"factor"_s, factor}};
            if (!battery.isEmpty())
                object[u"battery_path"] = battery;
            return object;
        };
        const auto row = [](const char *name, const QByteArray &object, const QJsonObject &wanted,
                            const QString &outcome, double m3 = 0, double volts = 0) {
            QTest::newRow(name) << object << wanted << outcome << m3 << volts;
        };
        row("a nested key in litres", R"({"reg":{"main":1234}})", mapping(u"reg.main"_s, u"l"_s),
            u"stored"_s, 1.234);
        row("a key in cubic metres as text", R"({"zaehler":"12.5"})",
            mapping(u"zaehler"_s, u"m3"_s), u"stored"_s, 12.5);
        row("pulses of ten litres", R"({"pulses":125})", mapping(u"pulses"_s, u"l"_s, 10),
            u"stored"_s, 1.25);
        row("a place in an array", R"({"ch":[{"v":1},{"v":2}]})", mapping(u"ch.1.v"_s, u"m3"_s),
            u"stored"_s, 2);
        row("cubic feet", R"({"cf":1})", mapping(u"cf"_s, u"ft3"_s), u"stored"_s, 0.028317);
        row("with its battery", R"({"reg":1,"power":{"bat":3.4}})",
            mapping(u"reg"_s, u"m3"_s, 1, u"power.bat"_s), u"stored"_s, 1, 3.4);
        row("another key than the mapped one", R"({"other":1})", mapping(u"reg"_s, u"m3"_s),
            u"skipped"_s);
        row("a value that is no number", R"({"reg":"broken"})", mapping(u"reg"_s, u"m3"_s),
            u"skipped"_s);
        row("a register below zero", R"({"reg":-4})", mapping(u"reg"_s, u"m3"_s), u"quarantined"_s);
        row("a known key wins", R"({"cumulativeFlowM3":7,"reg":1})", mapping(u"reg"_s, u"m3"_s),
            u"stored"_s, 7);
    }
    void anUnknownDecodersKeyIsMapped()
    {
        QFETCH(QByteArray, object);
        QFETCH(QJsonObject, mapping);
        QFETCH(QString, outcome);
        QFETCH(double, m3);
        QFETCH(double, volts);
        registerMeter();
        // It came before anyone knew…
        const QByteArray body = unknownDecoder(object);
        const QString first = sent(body);
        QVERIFY2(first == u"skipped"_s || m3 == 7, qPrintable(first));
        QCOMPARE(post("/ingest/mappings", mapping).status, 201);
        // … and is applied again with the mapping.
        QCOMPARE(post("/ingest/log/replay").status, 200);
        const QJsonObject entry = log().first().toObject();
        QCOMPARE(entry[u"result"].toString(), outcome);
        const QJsonObject device = dataOf(get("/devices/" + QByteArray(meter)));
        if (outcome == u"stored"_s) {
            QCOMPARE(device[u"last_reading"][u"consumption_m3"].toDouble(), m3);
            QCOMPARE(readings(), 1);
        } else {
            QCOMPARE(readings(), 0);
        }
        if (volts > 0)
            QCOMPARE(device[u"battery_level"].toDouble(), volts);
        // What comes from now on is mapped at once.
        QCOMPARE(sent(unknownDecoder(object)), outcome);
        // A replay counts nothing.
        QCOMPARE(usage(), 2);
    }

    void aMappingOfADeviceTypeConcernsOnlyThatType()
    {
        registerMeter(u"hot_water_meter"_s);
        QCOMPARE(post("/ingest/mappings", {{u"volume_path"_s, u"reg"_s},
                                           {u"unit"_s, u"m3"_s},
                                           {u"device_type"_s, u"water_meter"_s}})
                     .status,
                 201);
        QCOMPARE(sent(unknownDecoder(R"({"reg":1})")), u"skipped"_s);
        QCOMPARE(post("/ingest/mappings", {{u"volume_path"_s, u"reg"_s},
                                           {u"unit"_s, u"l"_s},
                                           {u"device_type"_s, u"hot_water_meter"_s}})
                     .status,
                 201);
        QCOMPARE(sent(unknownDecoder(R"({"reg":1000})")), u"stored"_s);
    }

    void aWrongMappingIsRefused_data()
    {
        QTest::addColumn<QJsonObject>("mapping");
        QTest::addColumn<QString>("field");
        QTest::newRow("no path") << QJsonObject{{u"unit"_s, u"l"_s}} << u"volume_path"_s;
        QTest::newRow("a path with a hole")
            << QJsonObject{{u"volume_path"_s, u"a..b"_s}, {u"unit"_s, u"l"_s}} << u"volume_path"_s;
        QTest::newRow("no unit") << QJsonObject{{u"volume_path"_s, u"a"_s}} << u"unit"_s;
        QTest::newRow("an unknown unit")
            << QJsonObject{{u"volume_path"_s, u"a"_s}, {u"unit"_s, u"pint"_s}} << u"unit"_s;
        QTest::newRow("a factor of zero")
            << QJsonObject{{u"volume_path"_s, u"a"_s}, {u"unit"_s, u"l"_s}, {u"factor"_s, 0}}
            << u"factor"_s;
        QTest::newRow("an unknown device type") << QJsonObject{{u"volume_path"_s, u"a"_s},
                                                               {u"unit"_s, u"l"_s},
                                                               {u"device_type"_s, u"gas"_s}}
                                                << u"device_type"_s;
    }
    void aWrongMappingIsRefused()
    {
        QFETCH(QJsonObject, mapping);
        QFETCH(QString, field);
        const auto response = post("/ingest/mappings", mapping);
        QCOMPARE(summary(response), u"400 VALIDATION_ERROR"_s);
        QCOMPARE(fieldOf(response), field);
    }

    void theSamePathTwiceIsAConflict()
    {
        const QJsonObject mapping{{u"volume_path"_s, u"reg"_s}, {u"unit"_s, u"l"_s}};
        const auto made = post("/ingest/mappings", mapping);
        QCOMPARE(made.status, 201);
        QCOMPARE(summary(post("/ingest/mappings", mapping)), u"409 CONFLICT"_s);
        const QByteArray id = dataOf(made)[u"id"].toString().toLatin1();
        QCOMPARE(
            backend->call(contract::Method::Delete, "/ingest/mappings/" + id, {}, tenant.withKey())
                .status,
            204);
        QVERIFY(listOf(get("/ingest/mappings")).isEmpty());
    }

    void aReplayDoesNotStoreTwice()
    {
        registerMeter();
        QCOMPARE(sent(custom(1)), u"stored"_s);
        const QByteArray id = log().first()[u"id"].toString().toLatin1();
        const auto again = post("/ingest/log/" + id + "/replay");
        QCOMPARE(dataOf(again)[u"result"].toString(), u"stored"_s);
        QVERIFY(!dataOf(again)[u"replayed_at"].isNull());
        QCOMPARE(readings(), 1);
        QCOMPARE(usage(), 1);
        QCOMPARE(summary(post("/ingest/log/999999999/replay")), u"404 NOT_FOUND"_s);
        QCOMPARE(summary(get("/ingest/log/abc")), u"404 NOT_FOUND"_s);
    }

    void manyAreReplayedInSteps()
    {
        registerMeter();
        for (int i = 0; i < 510; ++i)
            send(unknownDecoder(R"({"reg":)" + QByteArray::number(i) + '}'));
        QCOMPARE(
            post("/ingest/mappings", {{u"volume_path"_s, u"reg"_s}, {u"unit"_s, u"l"_s}}).status,
            201);
        const QJsonObject first = dataOf(post("/ingest/log/replay"));
        QCOMPARE(first[u"replayed"].toInt(), 500);
        QCOMPARE(first[u"stored"].toInt(), 500);
        const QJsonObject second = dataOf(
            post("/ingest/log/replay?cursor=" + first[u"next_cursor"].toString().toLatin1()));
        QCOMPARE(second[u"replayed"].toInt(), 10);
        QVERIFY(second[u"next_cursor"].isNull());
        QCOMPARE(readings(), 510);
    }
};

QTEST_GUILESS_MAIN(WebhooksTest)
#include "tst_webhooks.moc"
