#include "tests/ingest/bodies.h"

#include <QTest>

using namespace datakubo;
using namespace datakubo::ingest;
using namespace datakubo::ingest::test;
using namespace Qt::Literals::StringLiterals;

namespace {
constexpr char object[] = R"({"cumulativeFlowM3":123.456})";
}

// Recognition, ids, events, routing, signal and arrays.
class IngestSendersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void shapes_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const QByteArray &body, const char *expected) {
            QTest::newRow(name) << body << QString::fromLatin1(expected);
        };
        row("v4 with an object is a reading", v4(object), "123456000 ml");
        row("v3 with a hexadecimal EUI is a reading", v3Hex(object), "123456000 ml");
        row("v3 with a base64 EUI and a string of JSON is a reading", v3Base64(object),
            "123456000 ml");
        row("TTS with a decoded payload is a reading", tts(object), "123456000 ml");
        row("custom with consumption_m3 is a reading",
            R"({"dev_eui":"A1B2C3D4E5F60001","consumption_m3":123.456})", "123456000 ml");
        row("custom with cumulativeFlowM3 is a reading",
            R"({"dev_eui":"a1b2c3d4e5f60001","cumulativeFlowM3":"123.456"})", "123456000 ml");
        row("custom with water is a reading", R"({"dev_eui":"a1b2c3d4e5f60001","water":123.456})",
            "123456000 ml");
        row("custom with cumulativeFlow is in litres",
            R"({"dev_eui":"a1b2c3d4e5f60001","cumulativeFlow":123456})", "123456000 ml");
        row("custom: consumption_m3 wins over the others",
            R"({"dev_eui":"a1b2c3d4e5f60001","water":1,"cumulativeFlowM3":2,"consumption_m3":3})",
            "3000000 ml");
        row("custom with a battery alone is skipped",
            R"({"dev_eui":"a1b2c3d4e5f60001","battery":3.6})", "skipped: no_volume");
        row("custom without anything of use is refused by field",
            R"({"dev_eui":"a1b2c3d4e5f60001"})", "VALIDATION_ERROR consumption_m3");
        row("custom with a volume in words is refused by field",
            R"({"dev_eui":"a1b2c3d4e5f60001","consumption_m3":"a lot"})",
            "VALIDATION_ERROR consumption_m3");
        row("custom with a volume past the scale is refused by field",
            R"({"dev_eui":"a1b2c3d4e5f60001","consumption_m3":1e300})",
            "VALIDATION_ERROR consumption_m3");
        row("custom with a volume of true is refused by field",
            R"({"dev_eui":"a1b2c3d4e5f60001","consumption_m3":true})",
            "VALIDATION_ERROR consumption_m3");
        row("custom with a negative volume is quarantined",
            R"({"dev_eui":"a1b2c3d4e5f60001","consumption_m3":-0.5})",
            "quarantined: negative_register");
        row("custom without a EUI is refused by field", R"({"consumption_m3":1})",
            "VALIDATION_ERROR dev_eui");
        row("custom with an empty EUI is refused", R"({"dev_eui":"","consumption_m3":1})",
            "INVALID_DEVICE_ID dev_eui");
        row("custom with a short EUI is refused", R"({"dev_eui":"a1b2","consumption_m3":1})",
            "INVALID_DEVICE_ID dev_eui");
        row("custom with a EUI that is a number is refused",
            R"({"dev_eui":1234,"consumption_m3":1})", "INVALID_DEVICE_ID dev_eui");
        row("custom with an unreadable timestamp is refused by field",
            R"({"dev_eui":"a1b2c3d4e5f60001","consumption_m3":1,"timestamp":"yesterday"})",
            "VALIDATION_ERROR timestamp");
        row("custom with a zoneless recorded_at is refused by field",
            R"({"dev_eui":"a1b2c3d4e5f60001","consumption_m3":1,"recorded_at":"2026-11-24T11:00:00"})",
            "VALIDATION_ERROR recorded_at");
        row("v4 with a bad EUI is refused by path", R"({"deviceInfo":{"devEui":"nonsense"}})",
            "INVALID_DEVICE_ID deviceInfo.devEui");
        row("v4 without a EUI has no device", R"({"deviceInfo":{"deviceName":"x"},"object":{}})",
            "no_device");
        row("v4 with an empty EUI has no device", R"({"deviceInfo":{"devEui":""}})", "no_device");
        row("v4 with deviceInfo a string is refused by field", R"({"deviceInfo":"x"})",
            "VALIDATION_ERROR deviceInfo");
        row("v4 with an object that is an array is skipped by path", v4("[1,2]"),
            "skipped: unreadable_payload: object");
        row("v4 with an object of null is skipped", v4("null"), "skipped: no_decoded_payload");
        row("v4 with an empty object is skipped", v4("{}"), "skipped: no_decoded_payload");
        row("v4 with an unreadable volume is skipped by path", v4(R"({"cumulativeFlowM3":"NaN"})"),
            "skipped: unreadable_volume: object.cumulativeFlowM3");
        row("v3 with base64 that lacks its padding is a reading",
            v3Base64(object).replace("AAE=", "AAE"), "123456000 ml");
        row("v3 with base64 of seven bytes is refused", R"({"devEUI":"obLD1OX2AA==","fPort":1})",
            "INVALID_DEVICE_ID devEUI");
        row("v3 with an empty EUI has no device", R"({"devEUI":"","fPort":1})", "no_device");
        row("v3 with an empty objectJSON is skipped",
            R"({"devEUI":"obLD1OX2AAE=","objectJSON":""})", "skipped: no_decoded_payload");
        row("v3 with broken objectJSON is skipped by path", v3Base64("{ 1"),
            "skipped: unreadable_payload: objectJSON");
        row("v3 with a number for objectJSON is skipped by path",
            R"({"devEUI":"obLD1OX2AAE=","objectJSON":5})",
            "skipped: unreadable_payload: objectJSON");
        row("the old LoRa App Server with a numeric applicationID is a reading",
            R"({"applicationID":2,"devEUI":"a1b2c3d4e5f60001","time":"2026-11-24T11:00:00Z","fCnt":1,)"
            R"( "fPort":1,"rxInfo":[{"mac":"aa","rssi":-50,"loRaSNR":7}],"object":{"water":123.456}})",
            "123456000 ml");
        row("a v3-like body without devEUI has no known shape",
            R"({"applicationID":"1","fCnt":1,"object":{"water":1}})", "VALIDATION_ERROR body");
        row("TTS with ids that are a number is refused by field",
            R"({"end_device_ids":5,"uplink_message":{}})", "VALIDATION_ERROR end_device_ids");
        row("TTS with an uplink that is a string is refused by field",
            R"({"end_device_ids":{"dev_eui":"A1B2C3D4E5F60001"},"uplink_message":"x"})",
            "VALIDATION_ERROR uplink_message");
        row("TTS with an empty uplink is skipped",
            R"({"end_device_ids":{"dev_eui":"A1B2C3D4E5F60001"},"uplink_message":{}})",
            "skipped: no_decoded_payload");
        row("TTS uplink_normalized is read as well; who stores it knows the plain one",
            R"({"end_device_ids":{"dev_eui":"A1B2C3D4E5F60001"},"uplink_normalized":)"
            R"({"normalized_payload":{"metering":{"water":{"total":5}}}}})",
            "5000 ml");
        row("TTS downlink_queued is skipped",
            R"({"end_device_ids":{"dev_eui":"A1B2C3D4E5F60001"},"downlink_queued":{}})",
            "skipped: downlink_queued");
        row("TTS location_solved is skipped",
            R"({"end_device_ids":{"dev_eui":"A1B2C3D4E5F60001"},"location_solved":{}})",
            "skipped: location");
        row("TTS service_data is skipped",
            R"({"end_device_ids":{"dev_eui":"A1B2C3D4E5F60001"},"service_data":{}})",
            "skipped: service_data");
        row("TTS of a kind to come is skipped",
            R"({"end_device_ids":{"dev_eui":"A1B2C3D4E5F60001"},"uplink_dreamt":{}})",
            "skipped: unknown_event");
        row("TTN v2 is no known shape",
            R"({"app_id":"a","dev_id":"b","hardware_serial":"A1B2C3D4E5F60001","payload_fields":{"water":1}})",
            "VALIDATION_ERROR body");
        row("LORIOT is no known shape", R"({"cmd":"rx","EUI":"A1B2C3D4E5F60001","data":"00"})",
            "VALIDATION_ERROR body");
        row("Actility is no known shape", R"({"DevEUI_uplink":{"DevEUI":"A1B2C3D4E5F60001"}})",
            "VALIDATION_ERROR body");
        row("an array of Netmore uplinks is refused",
            R"([{"devEui":"a1b2c3d4e5f60001","payload":"00"}])", "VALIDATION_ERROR [0]");
        row("an empty body is refused", "", "VALIDATION_ERROR body");
        row("an empty object is refused", "{}", "VALIDATION_ERROR body");
        row("a bare number is refused", "5", "VALIDATION_ERROR body");
        row("half a body is refused", R"({"dev_eui":)", "VALIDATION_ERROR body");
        row("invalid UTF-8 is refused", "{\"dev_eui\":\"\xff\xfe\"}", "VALIDATION_ERROR body");
        row("a form is refused", "dev_eui=a1b2c3d4e5f60001&water=1", "VALIDATION_ERROR body");
    }
    void shapes()
    {
        QFETCH(QByteArray, body);
        QTEST(outcome(read(body)), "expected");
    }

    void events_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("event");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const QByteArray &body, const char *event,
                            const char *expected) {
            QTest::newRow(name) << body << QString::fromLatin1(event)
                                << QString::fromLatin1(expected);
        };
        row("v4 up by query", v4(object), "up", "123456000 ml");
        row("v4 up in capitals", v4(object), "UP", "123456000 ml");
        row("v4 join by query, whatever the fields say", v4(object), "join", "skipped: join");
        row("a word of the user's own leaves it to the fields", v4(object), "water",
            "123456000 ml");
        row("v4 log by query", v4("null"), "log", "skipped: log");
        row("v3 error by query", v3Hex("{}"), "error", "skipped: error");
        row("v3 txack by query", v3Hex("{}"), "txack", "skipped: txack");
        row("TTS does not look at the query", tts(object), "join", "123456000 ml");
    }
    void events()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, event);
        const auto result = read(body, event);
        QTEST(outcome(result), "expected");
        QCOMPARE(uplinkOf(result).isUplink, !uplinkOf(result).samples.empty());
    }

    void status_data()
    {
        QTest::addColumn<QByteArray>("fields");
        QTest::addColumn<int>("percent"); // -1: none
        QTest::newRow("the level is a percentage") << QByteArray(R"( "batteryLevel":88.3)") << 88;
        QTest::newRow("a level below ten is still a percentage")
            << QByteArray(R"( "batteryLevel":3.6)") << 4;
        QTest::newRow("nothing left is nought percent") << QByteArray(R"( "batteryLevel":0)") << 0;
        QTest::newRow("an unavailable level is none")
            << QByteArray(R"( "batteryLevel":0,"batteryLevelUnavailable":true)") << -1;
        QTest::newRow("external power is no level")
            << QByteArray(R"( "batteryLevel":0,"externalPowerSource":true)") << -1;
        QTest::newRow("v3's raw byte is no level") << QByteArray(R"( "battery":200)") << -1;
        QTest::newRow("a level past a hundred is none")
            << QByteArray(R"( "batteryLevel":254)") << -1;
        QTest::newRow("a level in words is none") << QByteArray(R"( "batteryLevel":"full")") << -1;
    }
    void status()
    {
        QFETCH(QByteArray, fields);
        for (const QByteArray &device :
             {QByteArray(R"( "deviceInfo":{"devEui":"a1b2c3d4e5f60001"})"),
              QByteArray(R"( "devEUI":"obLD1OX2AAE=")")}) {
            const auto result = read("{" + device + R"(,"margin":10,)" + fields + "}");
            QCOMPARE(outcome(result), u"skipped: status"_s);
            const Uplink uplink = uplinkOf(result);
            QVERIFY(!uplink.isUplink);
            QTEST(uplink.battery.percent.value_or(-1), "percent");
            QVERIFY(!uplink.battery.millivolts);
        }
    }

    void routing_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("tenant");
        QTest::addColumn<QString>("device");
        QTest::newRow("v4: tenantName and deviceName")
            << v4(object) << u"Torre Norte"_s << u"Flat 12"_s;
        QTest::newRow("v3 has no tenant") << v3Hex(object) << QString() << u"Flat 12"_s;
        QTest::newRow("TTS: application_id and device_id")
            << tts(object) << u"torre-norte"_s << u"flat-12"_s;
        QTest::newRow("custom: tenant_name and device_name") << QByteArray(
            R"({"dev_eui":"a1b2c3d4e5f60001","water":1,"tenant_name":" T ","device_name":"D"})")
                                                             << u"T"_s << u"D"_s;
        QTest::newRow("a name with a NUL is cleaned")
            << QByteArray(R"({"dev_eui":"a1b2c3d4e5f60001","water":1,"tenant_name":"a\u0000b\n"})")
            << u"a b"_s << QString();
        QTest::newRow("a name that is a number is none")
            << QByteArray(R"({"dev_eui":"a1b2c3d4e5f60001","water":1,"tenant_name":5})")
            << QString() << QString();
    }
    void routing()
    {
        QFETCH(QByteArray, body);
        const Uplink uplink = uplinkOf(read(body));
        QTEST(uplink.tenantName, "tenant");
        QTEST(uplink.deviceName, "device");
    }

    void repeats_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<qint64>("counter"); // -1: none
        const QByteArray ids = R"({"end_device_ids":{"dev_eui":"A1B2C3D4E5F60001"},)";
        const auto row = [](const char *name, const QByteArray &body, const char *key,
                            qint64 counter) {
            QTest::newRow(name) << body << QByteArray(key) << counter;
        };
        row("v4: deduplicationId and fCnt", v4(object), "3ac7e3c4-4401-4b8d-9386-a5c902f9202d", 7);
        row("v4: an id of zeros would make all messages one",
            R"({"deviceInfo":{"devEui":"a1b2c3d4e5f60001"},"fPort":1,)"
            R"( "deduplicationId":"00000000-0000-0000-0000-000000000000"})",
            "", -1);
        row("v4: a join has no key",
            R"({"deduplicationId":"x","deviceInfo":{"devEui":"a1b2c3d4e5f60001"},"devAddr":"00"})",
            "", -1);
        row("v4: 32 bits of counter",
            R"({"deviceInfo":{"devEui":"a1b2c3d4e5f60001"},"fPort":1,"fCnt":4294967295})", "",
            4294967295);
        row("v4: a counter of 1e300 is none",
            R"({"deviceInfo":{"devEui":"a1b2c3d4e5f60001"},"fPort":1,"fCnt":1e300})", "", -1);
        row("v4: a counter below nought is none",
            R"({"deviceInfo":{"devEui":"a1b2c3d4e5f60001"},"fPort":1,"fCnt":-1})", "", -1);
        row("v3: the smallest uplinkID, in whatever order",
            v3Hex(object,
                  R"(,"rxInfo":[{"uplinkID":"b0d0"},{"uplinkID":"a0d0"},{"uplinkID":null}])"),
            "a0d0", 7);
        row("v3: without uplinkID there is no key", v3Hex(object, R"(,"rxInfo":[{"rssi":-1}])"), "",
            7);
        row("TTS: as:up before gs:uplink",
            ids + R"( "correlation_ids":["gs:uplink:G","as:up:A"],"uplink_message":{"f_cnt":9}})",
            "as:up:A", 9);
        row("TTS: gs:uplink alone",
            ids + R"( "correlation_ids":["gs:conn:C","gs:uplink:G"],"uplink_message":{"f_cnt":9}})",
            "gs:uplink:G", 9);
        row("TTS: session key, counter and time without correlation ids",
            ids
                + R"( "uplink_message":{"f_cnt":9,"session_key_id":"AXA50tHUGUucuzS/bCGMNw==",)"
                  R"("received_at":"2026-11-24T11:00:00.5Z"}})",
            "AXA50tHUGUucuzS/bCGMNw==:9:2026-11-24T11:00:00.5Z", 9);
        row("TTS: a session key without a time may be of any uplink",
            ids + R"( "uplink_message":{"f_cnt":9,"session_key_id":"AXA5"}})", "", 9);
        row("TTS: a counter left out is nought",
            ids
                + R"( "uplink_message":{"session_key_id":"AXA5",)"
                  R"("received_at":"2026-11-24T11:00:00Z"}})",
            "AXA5:0:2026-11-24T11:00:00Z", 0);
        row("TTS: a normalized uplink makes no claim on the plain one's id",
            ids + R"( "correlation_ids":["as:up:A"],"uplink_normalized":{"f_cnt":9}})", "", 9);
        row("custom: a counter of its own", R"({"dev_eui":"a1b2c3d4e5f60001","water":1,"f_cnt":5})",
            "", 5);
        row("custom: no counter", R"({"dev_eui":"a1b2c3d4e5f60001","water":1})", "", -1);
    }
    void repeats()
    {
        QFETCH(QByteArray, body);
        const Uplink uplink = uplinkOf(read(body));
        QCOMPARE(uplink.eui.toString(), u"a1b2c3d4e5f60001"_s);
        QTEST(uplink.deduplicationKey, "key");
        QTEST(uplink.frameCounter.value_or(-1), "counter");
    }

    void signal_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("rssi");      // 1000: none
        QTest::addColumn<int>("snrTenths"); // 1000: none
        const auto v4Heard = [](const QByteArray &heard) {
            return v4(object, R"(,"rxInfo":)" + heard);
        };
        const auto v3Heard = [](const QByteArray &heard) {
            return v3Hex(object, R"(,"rxInfo":)" + heard);
        };
        const auto ttsHeard = [](const QByteArray &heard) {
            return tts(object, R"(,"rx_metadata":)" + heard);
        };
        const auto row = [](const char *name, const QByteArray &body, int rssi, int snrTenths) {
            QTest::newRow(name) << body << rssi << snrTenths;
        };
        row("the strongest gateway counts, not the first",
            v4Heard(R"([{"rssi":-107,"snr":9.5},{"rssi":-90,"snr":-7.5},{"rssi":-91,"snr":10}])"),
            -90, -75);
        row("TTS: the strongest counts",
            ttsHeard(R"([{"rssi":-107,"snr":-6.5},{"rssi":-90,"snr":7}])"), -90, 70);
        row("v3 writes loRaSNR", v3Heard(R"([{"rssi":-97,"loRaSNR":8.2}])"), -97, 82);
        row("v4 leaves out an snr of nought", v4Heard(R"([{"rssi":-97}])"), -97, 0);
        row("v4 leaves out an rssi of nought", v4Heard(R"([{"snr":5.5}])"), 0, 55);
        row("TTS leaves out an snr of nought", ttsHeard(R"([{"rssi":-97}])"), -97, 0);
        row("v3 leaves nothing out", v3Heard(R"([{"rssi":-97}])"), -97, 1000);
        row("an empty gateway heard nothing", ttsHeard("[{}]"), 1000, 1000);
        row("an empty gateway does not beat a real one", v4Heard(R"([{},{"rssi":-97,"snr":1}])"),
            -97, 10);
        row("rxInfo that is a number is no signal", v4Heard("5"), 1000, 1000);
        row("gateways that are numbers are no signal", v4Heard("[1,2]"), 1000, 1000);
        row("an rssi of 1e300 is no signal", v4Heard(R"([{"rssi":1e300,"snr":1}])"), 1000, 1000);
    }
    void signal()
    {
        QFETCH(QByteArray, body);
        const Uplink uplink = uplinkOf(read(body));
        QCOMPARE(uplink.samples.size(), size_t(1));
        QTEST(uplink.signal.rssi.value_or(1000), "rssi");
        QTEST(uplink.signal.snrTenths.value_or(1000), "snrTenths");
    }

    void arrays_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QStringList>("expected");
        QByteArray thousand = "[";
        for (int i = 0; i < 1001; ++i)
            thousand += (i ? "," : "") + v4(object);
        QTest::newRow("each item has its own result, of any sender")
            << QByteArray("[" + v4(object) + "," + v3Base64("{}") + "," + tts(object)
                          + ",5,[],{\"a\":1}," + R"({"dev_eui":"zz"}])")
            << QStringList{u"123456000 ml"_s,
                           u"skipped: no_decoded_payload"_s,
                           u"123456000 ml"_s,
                           u"VALIDATION_ERROR"_s,
                           u"VALIDATION_ERROR"_s,
                           u"VALIDATION_ERROR"_s,
                           u"INVALID_DEVICE_ID dev_eui"_s};
        QTest::newRow("an item without a device was understood")
            << QByteArray(R"([5,{"uplink_message":{}}])")
            << QStringList{u"VALIDATION_ERROR"_s, u"no_device"_s};
        QTest::newRow("an empty array is refused")
            << QByteArray("[]") << QStringList{u"VALIDATION_ERROR body"_s};
        QTest::newRow("no item understood is refused, naming the first")
            << QByteArray(R"([{"dev_eui":"zz"},5])")
            << QStringList{u"VALIDATION_ERROR [0].dev_eui"_s};
        QTest::newRow("one item with a bad EUI is a bad EUI")
            << QByteArray(R"([{"dev_eui":"zz"}])")
            << QStringList{u"INVALID_DEVICE_ID [0].dev_eui"_s};
        QTest::newRow("a thousand and one items are refused")
            << QByteArray(thousand + "]") << QStringList{u"VALIDATION_ERROR body"_s};
    }
    void arrays()
    {
        QFETCH(QByteArray, body);
        const auto result = read(body);
        QStringList outcomes;
        if (result) {
            QVERIFY(result->isArray);
            for (const Item &item : result->items)
                outcomes += outcome(item);
        } else {
            outcomes += outcome(result);
        }
        QTEST(outcomes, "expected");
    }

    void aThousandItemsAreTaken()
    {
        QByteArray body = "[";
        for (int i = 0; i < 1000; ++i)
            body += (i ? "," : "") + v4(object);
        const auto result = read(body + "]");
        QVERIFY(result);
        QCOMPARE(result->items.size(), size_t(1000));
    }
};

QTEST_APPLESS_MAIN(IngestSendersTest)
#include "tst_ingest_senders.moc"
