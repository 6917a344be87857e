#include "tests/support/testbackend.h"

#include <QTest>

using namespace datakubo;
using namespace datakubo::test;
using namespace Qt::Literals::StringLiterals;

// What senders say twice, out of order, or one against the other: nothing of it is lost without a
// trace, counted twice, or written over.
class ContradictionsTest : public QObject
{
    Q_OBJECT

private:
    TestBackend *backend = nullptr;
    Tenant tenant;

    static constexpr const char *meter = "00000000000000aa";

    // "stored", "quarantined same_time_other_value"
    QString sent(const QJsonValue &body)
    {
        const QByteArray text = body.isArray() ? QJsonDocument(body.toArray()).toJson()
                                               : QJsonDocument(body.toObject()).toJson();
        const auto response = backend->call(contract::Method::Post, "/ingest/water-consumption",
                                            text, tenant.withIngestKey());
        if (response.status != 200)
            return summary(response);
        const QJsonObject data = dataOf(response);
        return QString(data[u"result"].toString() + u' ' + data[u"reason"].toString()).trimmed();
    }
    contract::Response get(const QByteArray &what) { return backend->get(what, tenant.withKey()); }
    contract::Response post(const QByteArray &path, const QJsonObject &body = {})
    {
        return backend->post(path, body, tenant.withKey());
    }
    QJsonArray log(const QByteArray &query = {}) { return listOf(get("/ingest/log" + query)); }
    QString replayNewest()
    {
        const QByteArray id = log().first()[u"id"].toString().toLatin1();
        const QJsonObject data = dataOf(post("/ingest/log/" + id + "/replay"));
        return QString(data[u"result"].toString() + u' ' + data[u"reason"].toString()).trimmed();
    }
    // What was stored, oldest first, in m³; excluded ones in brackets.
    QString readings(const QByteArray &eui = meter)
    {
        QStringList volumes;
        for (const QJsonValue &reading : listOf(get("/devices/" + eui + "/readings"))) {
            const QString volume = QString::number(reading[u"consumption_m3"].toDouble());
            volumes.prepend(reading[u"excluded"].toBool() ? u'(' + volume + u')' : volume);
        }
        return volumes.join(u' ');
    }
    QJsonObject device() { return dataOf(get("/devices/" + QByteArray(meter))); }
    QString ago(qint64 ms) { return (backend->clock().now() - ms).toString(); }

    QJsonObject chirpStack(const QString &id, const QString &time, const QJsonObject &object)
    {
        return {{u"deduplicationId"_s, id},
                {u"time"_s, time},
                {u"deviceInfo"_s, QJsonObject{{u"devEui"_s, QString::fromLatin1(meter)}}},
                {u"object"_s, object}};
    }
    static QJsonObject thingsStack(const QJsonObject &message, const char *kind = "uplink_message")
    {
        return {{u"end_device_ids"_s, QJsonObject{{u"dev_eui"_s, QString::fromLatin1(meter)}}},
                {QString::fromLatin1(kind), message}};
    }
    void registerMeter(const QString &eui = QString::fromLatin1(meter))
    {
        QCOMPARE(post("/devices/register", {{u"dev_eui"_s, eui},
                                            {u"device_name"_s, u"Meter"_s},
                                            {u"device_type"_s, u"water_meter"_s}})
                     .status,
                 201);
    }

private Q_SLOTS:
    void initTestCase_data() { TestBackend::addEngines(); }
    void init()
    {
        QFETCH_GLOBAL(QString, engine);
        if (const QString reason = TestBackend::missing(engine); !reason.isEmpty())
            QSKIP(qPrintable(reason));
        backend = &TestBackend::shared(engine);
        tenant = backend->tenant(u"Contradictions"_s);
        registerMeter();
    }
    void cleanupTestCase() { TestBackend::forgetShared(); }

    void aSessionThatCountsFromZeroAgainIsNoDuplicate_data()
    {
        QTest::addColumn<bool>("isCounted");
        QTest::newRow("an ABP meter that began its counter again") << true;
        QTest::newRow("a sender that filters the counter") << false;
    }
    void aSessionThatCountsFromZeroAgainIsNoDuplicate()
    {
        QFETCH(bool, isCounted);
        const auto uplink = [&](const QString &time, double volume) {
            QJsonObject message{{u"session_key_id"_s, u"AXAwdQ=="_s},
                                {u"received_at"_s, time},
                                {u"decoded_payload"_s, QJsonObject{{u"water"_s, volume}}}};
            if (isCounted)
                message[u"f_cnt"] = 5;
            return thingsStack(message);
        };
        QCOMPARE(sent(uplink(ago(2 * duration::hour), 1)), u"stored"_s);
        QCOMPARE(sent(uplink(ago(duration::hour), 2)), u"stored"_s);
        QCOMPARE(sent(uplink(ago(duration::hour), 2)).section(u' ', 0, 0), u"duplicate"_s);
        QCOMPARE(readings(), u"1 2"_s);
    }

    void oneDeduplicationIdWithTwoValuesIsAContradiction()
    {
        QCOMPARE(sent(chirpStack(u"id"_s, ago(2 * duration::hour), {{u"water"_s, 1}})),
                 u"stored"_s);
        QCOMPARE(sent(chirpStack(u"id"_s, ago(duration::hour), {{u"water"_s, 2}})),
                 u"quarantined same_id_other_value"_s);
        QCOMPARE(readings(), u"1"_s);
        QCOMPARE(replayNewest(), u"stored"_s); // a person says that it is right
        QCOMPARE(readings(), u"1 2"_s);
    }

    void applyingEverythingAgainSettlesNoContradiction()
    {
        sent(chirpStack(u"id"_s, ago(2 * duration::hour), {{u"water"_s, 1}}));
        sent(chirpStack(u"id"_s, ago(duration::hour), {{u"water"_s, 2}}));
        QCOMPARE(dataOf(post("/ingest/log/replay"))[u"quarantined"].toInt(), 1);
        QCOMPARE(readings(), u"1"_s);
        QCOMPARE(log().first()[u"reason"].toString(), u"same_id_other_value"_s);
    }

    void anIdThatStandsTwiceInAnArrayIsOneReadingHoweverOftenItIsApplied()
    {
        const QJsonArray both{chirpStack(u"id"_s, ago(2 * duration::hour), {{u"water"_s, 5}}),
                              chirpStack(u"id"_s, ago(100 * duration::minute), {{u"water"_s, 5}})};
        QCOMPARE(backend
                     ->call(contract::Method::Post, "/ingest/water-consumption",
                            QJsonDocument(both).toJson(), tenant.withIngestKey())
                     .status,
                 200);
        QCOMPARE(readings(), u"5"_s);
        replayNewest();
        QCOMPARE(readings(), u"5"_s);
    }

    void aFilterInTheBodyIsRefusedInsteadOfApplyingEverything()
    {
        const auto refused = post("/ingest/log/replay", {{u"result"_s, u"skipped"_s}});
        QCOMPARE(summary(refused), u"400 VALIDATION_ERROR"_s);
        QCOMPARE(fieldOf(refused), u"body"_s);
    }

    void aBodyNobodyUnderstandsIsTheFieldThatIsWrong_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("no JSON") << QByteArray("{\"a\":");
        QTest::newRow("no known shape") << QByteArray("{}");
        QTest::newRow("an empty array") << QByteArray("[]");
    }
    void aBodyNobodyUnderstandsIsTheFieldThatIsWrong()
    {
        QFETCH(QByteArray, body);
        const auto refused = backend->call(contract::Method::Post, "/ingest/water-consumption",
                                           body, tenant.withIngestKey());
        QCOMPARE(refused.status, 400);
        QCOMPARE(fieldOf(refused), u"body"_s);
    }

    void aDuplicateStaysOneWhenItIsReplayed()
    {
        QCOMPARE(sent(chirpStack(u"id"_s, ago(2 * duration::hour), {{u"water"_s, 1}})),
                 u"stored"_s);
        QCOMPARE(sent(chirpStack(u"id"_s, ago(95 * duration::minute), {{u"water"_s, 1}})),
                 u"duplicate same_deduplication_id"_s);
        QCOMPARE(replayNewest(), u"duplicate same_deduplication_id"_s);
        QCOMPARE(readings(), u"1"_s);
    }

    void aContradictionInAMetersLogIsToBeSettled_data()
    {
        QTest::addColumn<bool>("hasCurrent");
        QTest::addColumn<QString>("stored");
        QTest::newRow("beside a new current value") << true << u"1 4 5"_s;
        QTest::newRow("beside a known one") << false << u"1 4"_s;
    }
    void aContradictionInAMetersLogIsToBeSettled()
    {
        QFETCH(bool, hasCurrent);
        const auto entry = [this](qint64 before, double volume) {
            return QJsonObject{{u"timestamp"_s, ago(before)}, {u"water"_s, volume}};
        };
        const QJsonObject first = entry(3 * duration::hour, 1);
        QCOMPARE(sent(chirpStack(u"a"_s, ago(150 * duration::minute),
                                 {{u"history"_s, QJsonArray{first}}})),
                 u"stored"_s);
        QJsonObject object{
            {u"history"_s, QJsonArray{entry(3 * duration::hour, 3), entry(2 * duration::hour, 4)}}};
        if (hasCurrent)
            object[u"water"] = 5;
        QCOMPARE(sent(chirpStack(u"b"_s, ago(duration::hour), object)),
                 u"quarantined same_time_other_value"_s);
        QTEST(readings(), "stored");
        QCOMPARE(log("?result=quarantined").size(), 1);
    }

    void whatIsLateOrReplayedDoesNotHideWhatIsNewer()
    {
        const auto heard = [this](const QString &time, double battery, int rssi,
                                  const QJsonObject &object) {
            QJsonObject body = chirpStack(time, time, object);
            body[u"object"] = [&] {
                QJsonObject whole = object;
                whole[u"battery"] = battery;
                return whole;
            }();
            body[u"rxInfo"] = QJsonArray{QJsonObject{{u"rssi"_s, rssi}, {u"snr"_s, 5}}};
            return sent(body);
        };
        QCOMPARE(heard(ago(150 * duration::minute), 3.6, -40, {{u"foo"_s, 1}}),
                 u"skipped no_volume"_s);
        QCOMPARE(heard(ago(0), 2.5, -110, {{u"water"_s, 1}}), u"stored"_s);
        QCOMPARE(heard(ago(duration::day), 3.3, -60, {{u"water"_s, 0.5}}), u"stored"_s);
        QCOMPARE(device()[u"battery_level"].toDouble(), 2.5);
        QCOMPARE(post("/ingest/log/replay").status, 200);
        QCOMPARE(device()[u"battery_level"].toDouble(), 2.5);
        QCOMPARE(device()[u"rssi"].toInt(), -110);
    }

    void aReplayDoesNotBringADeviceOnline()
    {
        QCOMPARE(sent(chirpStack(u"a"_s, ago(duration::hour), {{u"foo"_s, 1}})),
                 u"skipped no_volume"_s);
        QCOMPARE(backend
                     ->put("/devices/" + QByteArray(meter) + "/status",
                           {{u"status"_s, u"offline"_s}}, tenant.withKey())
                     .status,
                 200);
        replayNewest();
        QCOMPARE(device()[u"status"].toString(), u"offline"_s);
    }

    void anExcludedReadingMakesRoomForTheOtherValue()
    {
        const QString time = ago(duration::hour);
        QCOMPARE(sent(chirpStack(u"a"_s, time, {{u"water"_s, 1}})), u"stored"_s);
        QCOMPARE(sent(chirpStack(u"b"_s, time, {{u"water"_s, 2}})),
                 u"quarantined same_time_other_value"_s);
        QCOMPARE(replayNewest(), u"quarantined same_time_other_value"_s);
        const QByteArray id = listOf(get("/devices/" + QByteArray(meter) + "/readings"))
                                  .first()[u"id"]
                                  .toString()
                                  .toLatin1();
        QCOMPARE(backend
                     ->patch("/readings/" + id,
                             {{u"excluded"_s, true}, {u"reason"_s, u"not the meter's"_s}},
                             tenant.withKey())
                     .status,
                 200);
        QCOMPARE(replayNewest(), u"stored"_s);
        QCOMPARE(readings(), u"(1) 2"_s);
        QCOMPARE(replayNewest(), u"stored"_s);
        QCOMPARE(readings(), u"(1) 2"_s);
        QCOMPARE(device()[u"last_reading"][u"consumption_m3"].toDouble(), 2.0);
    }

    void aPersonEntersTheRightValueAtAnExcludedMoment()
    {
        const QString time = ago(duration::hour);
        const QByteArray path = "/devices/" + QByteArray(meter) + "/readings";
        const auto entered = [&](double volume) {
            return summary(post(path, {{u"recorded_at"_s, time}, {u"consumption_m3"_s, volume}}));
        };
        QCOMPARE(entered(1), u"201"_s);
        QVERIFY(entered(2) != u"201"_s);
        const QByteArray id = listOf(get(path)).first()[u"id"].toString().toLatin1();
        QCOMPARE(backend
                     ->patch("/readings/" + id, {{u"excluded"_s, true}, {u"reason"_s, u"typo"_s}},
                             tenant.withKey())
                     .status,
                 200);
        QCOMPARE(entered(2), u"201"_s);
        QCOMPARE(readings(), u"(1) 2"_s);
        QCOMPARE(entered(2), u"201"_s); // as often as the button is pressed
        QCOMPARE(readings(), u"(1) 2"_s);
        QVERIFY(entered(3) != u"201"_s);
    }

    void whatAnArrayHoldsIsFoundByItsDevice()
    {
        const auto item = [this](const QString &eui, double volume) {
            return QJsonObject{{u"dev_eui"_s, eui},
                               {u"consumption_m3"_s, volume},
                               {u"timestamp"_s, ago(duration::hour - qint64(volume))}};
        };
        const QString own = QString::fromLatin1(meter);
        sent(QJsonArray{item(own, 1), item(own, 2)});
        sent(QJsonArray{item(own, 3), item(u"00000000000000bb"_s, 4)});
        sent(QJsonArray{item(u"00000000000000bb"_s, 5), item(u"00000000000000cc"_s, 6)});
        QCOMPARE(log("?dev_eui=00000000000000aa").size(), 2);
        QCOMPARE(log("?dev_eui=00000000000000BB").size(), 2);
        QCOMPARE(log("?dev_eui=00000000000000cc&result=unregistered").size(), 1);
        QCOMPARE(log("?dev_eui=00000000000000dd").size(), 0);
        QCOMPARE(log().last()[u"dev_eui"].toString(), own);
    }

    void whatAnArrayBroughtNoReadingOfIsReplayed()
    {
        const QJsonObject unknown =
            chirpStack(u"x"_s, ago(duration::hour), {{u"reg"_s, QJsonArray{7, 1500}}});
        sent(QJsonArray{
            QJsonObject{{u"dev_eui"_s, u"00000000000000bb"_s}, {u"consumption_m3"_s, 3}}, unknown});
        registerMeter(u"00000000000000bb"_s);
        sent(QJsonArray{
            QJsonObject{{u"dev_eui"_s, u"00000000000000bb"_s},
                        {u"consumption_m3"_s, 4},
                        {u"timestamp"_s, ago(duration::minute)}},
            chirpStack(u"y"_s, ago(2 * duration::hour), {{u"reg"_s, QJsonArray{7, 1400}}})});
        QCOMPARE(log().first()[u"result"].toString(), u"skipped"_s);
        QCOMPARE(log().first()[u"reason"].toString(), u"no_volume"_s);
        QCOMPARE(post("/ingest/mappings",
                      {{u"volume_path"_s, u"reg.1"_s}, {u"unit"_s, u"l"_s}, {u"factor"_s, 10}})
                     .status,
                 201);
        QCOMPARE(post("/ingest/log/replay").status, 200);
        QCOMPARE(readings(), u"14 15"_s);
        QCOMPARE(log().first()[u"result"].toString(), u"stored"_s);
    }

    void theLogKeepsThatAWebhookBroughtItsReading()
    {
        sent(QJsonObject{{u"dev_eui"_s, u"00000000000000bb"_s}, {u"consumption_m3"_s, 3}});
        registerMeter(u"00000000000000bb"_s);
        QCOMPARE(dataOf(post("/ingest/log/replay"))[u"replayed"].toInt(), 0);
        QCOMPARE(replayNewest(), u"stored"_s);
        QCOMPARE(replayNewest(), u"stored"_s);
        QCOMPARE(readings("00000000000000bb"), u"3"_s);
    }

    void aNormalizedUplinkCountsOnlyWhereThePlainOneDoesNotCome_data()
    {
        QTest::addColumn<QStringList>("messages");
        QTest::addColumn<QStringList>("outcomes");
        QTest::addColumn<QString>("stored");
        QTest::newRow("alone") << QStringList{u"normalized"_s} << QStringList{u"stored"_s}
                               << u"1.234"_s;
        QTest::newRow("after the plain one")
            << QStringList{u"plain"_s, u"normalized"_s}
            << QStringList{u"stored"_s, u"skipped normalized_duplicate"_s} << u"1.2341"_s;
        QTest::newRow("twice") << QStringList{u"normalized"_s, u"normalized"_s}
                               << QStringList{u"stored"_s, u"skipped normalized_duplicate"_s}
                               << u"1.234"_s;
        QTest::newRow("without a volume")
            << QStringList{u"temperature"_s} << QStringList{u"skipped no_volume"_s} << QString();
    }
    void aNormalizedUplinkCountsOnlyWhereThePlainOneDoesNotCome()
    {
        QFETCH(QStringList, messages);
        QFETCH(QStringList, outcomes);
        const QString time = ago(duration::hour);
        QStringList came;
        for (const QString &message : messages) {
            QJsonObject content{{u"received_at"_s, time}, {u"f_cnt"_s, 9}};
            if (message == u"plain")
                content[u"decoded_payload"] = QJsonObject{{u"water"_s, 1.2341}};
            else if (message == u"normalized")
                content[u"normalized_payload"] = QJsonObject{
                    {u"metering"_s, QJsonObject{{u"water"_s, QJsonObject{{u"total"_s, 1234}}}}},
                    {u"battery"_s, 3.5}};
            else
                content[u"normalized_payload"] =
                    QJsonObject{{u"air"_s, QJsonObject{{u"temperature"_s, 20}}}};
            came.append(sent(thingsStack(content, message == u"plain" ? "uplink_message"
                                                                      : "uplink_normalized")));
        }
        QCOMPARE(came, outcomes);
        QTEST(readings(), "stored");
    }
};

QTEST_GUILESS_MAIN(ContradictionsTest)
#include "tst_contradictions.moc"
