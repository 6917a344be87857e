#include "tests/ingest/bodies.h"

#include <QTest>

using namespace datakubo;
using namespace datakubo::ingest;
using namespace datakubo::ingest::test;
using namespace Qt::Literals::StringLiterals;

// Battery and flags of decoded fields.
class IngestMeterStateTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void batteries_data()
    {
        QTest::addColumn<QByteArray>("decoded");
        QTest::addColumn<int>("millivolts"); // 0: none
        QTest::addColumn<int>("percent");    // -1: none
        const auto volts = [](const char *name, const char *decoded, int millivolts) {
            QTest::newRow(name) << QByteArray(decoded) << millivolts << -1;
        };
        const auto percent = [](const char *name, const char *decoded, int value) {
            QTest::newRow(name) << QByteArray(decoded) << 0 << value;
        };
        const auto neither = [](const char *name, const char *decoded) {
            QTest::newRow(name) << QByteArray(decoded) << 0 << -1;
        };
        volts("volts", R"({"battery":3.6})", 3600);
        volts("bateria", R"({"bateria":3.3})", 3300);
        volts("battery_voltage", R"({"battery_voltage":3.25})", 3250);
        volts("batteryVoltage", R"({"batteryVoltage":3.25})", 3250);
        volts("BatV", R"({"BatV":3.251})", 3251);
        volts("BAT", R"({"BAT":3.6})", 3600);
        volts("vdd in millivolts", R"({"vdd":3636})", 3636);
        volts("Watteco", R"({"disposable_battery_voltage":3.688})", 3688);
        volts("1.8 is the lowest of volts", R"({"battery":1.8})", 1800);
        volts("10 is the highest of volts", R"({"battery":10})", 10000);
        neither("below 1.8 is neither", R"({"battery":1.79})");
        neither("1 is neither", R"({"battery":1})");
        neither("nought is neither", R"({"battery":0})");
        neither("below nought is neither", R"({"battery":-3.6})");
        percent("just above 10 is percent", R"({"battery":10.1})", 10);
        percent("92 is percent", R"({"battery":92})", 92);
        percent("100 is percent", R"({"battery":100})", 100);
        neither("101 is neither", R"({"battery":101})");
        neither("254 is neither", R"({"battery":254})");
        neither("999 is neither", R"({"battery":999})");
        volts("1000 is the lowest of millivolts", R"({"battery":1000})", 1000);
        volts("3250 is millivolts", R"({"battery":3250})", 3250);
        volts("5000 is the highest of millivolts", R"({"battery":5000})", 5000);
        neither("5001 is neither", R"({"battery":5001})");
        neither("1e300 is neither", R"({"battery":1e300})");
        neither("null is neither", R"({"battery":null})");
        neither("STREGA on mains", R"({"Battery":null,"Counter":5})");
        neither("a flag is neither", R"({"battery":true})");
        neither("a list is neither", R"({"battery":[3.6]})");
        volts("a number in a string", R"({"battery":"3.6"})", 3600);
        volts("a unit in the string: V", R"({"battery":"3.6 V"})", 3600);
        volts("a unit in the string: mV", R"({"battery":"3600mV"})", 3600);
        percent("a unit in the string: %", R"({"battery":"5 %"})", 5);
        neither("an unknown unit", R"({"battery":"5 Ah"})");
        volts("OK", R"({"battery_status":"OK"})", 3600);
        volts("LOW", R"({"battery_status":"LOW"})", 2800);
        volts("LOW_BATTERY", R"({"battery_status":"LOW_BATTERY"})", 2800);
        volts("Quandify nests its word", R"({"decoded":{"battery_status":"OK"}})", 3600);
        volts("a word in small letters", R"({"battery_status":"low"})", 2800);
        volts("a word under battery", R"({"battery":"OK"})", 3600);
        volts("Good", R"({"battery":"Good"})", 3600);
        volts("Critical", R"({"battery":"Critical"})", 2800);
        neither("an unknown word", R"({"battery_status":"N/A"})");
        volts("a number wins over the word", R"({"battery":3.1,"battery_status":"OK"})", 3100);
        percent("a percentage is not joined by the word's volts",
                R"({"battery":87,"battery_status":"OK"})", 87);
        percent("Milesight's low percentage is no voltage", R"({"battery":4,"pulse":256})", 4);
        QTest::newRow("volts and percent side by side")
            << QByteArray(R"({"battery":87,"battery_voltage":3.5})") << 3500 << 87;
    }
    void batteries()
    {
        QFETCH(QByteArray, decoded);
        const Uplink uplink = uplinkOf(read(v4(decoded)));
        QTEST(uplink.battery.millivolts.value_or(0), "millivolts");
        QTEST(uplink.battery.percent.value_or(-1), "percent");
    }

    void normalizedState()
    {
        const Uplink uplink =
            uplinkOf(read(tts(R"({"cumulativeFlowM3":1})",
                              R"(,"normalized_payload":[{"battery":3.2,"water":{"leak":true}}])")));
        QCOMPARE(uplink.battery.millivolts, std::optional(3200));
        QCOMPARE(uplink.flags, std::vector{MeterFlag::Leak});
    }

    void flags_data()
    {
        QTest::addColumn<QByteArray>("decoded");
        QTest::addColumn<int>("port");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const char *decoded, const char *expected,
                            int port = 1) {
            QTest::newRow(name) << QByteArray(decoded) << port << QString::fromLatin1(expected);
        };
        row("truth as true", R"({"leak":true})", "leak");
        row("truth as 1", R"({"leak":1})", "leak");
        row("truth as 1.0", R"({"leak":1.0})", "leak");
        row("truth as \"1\"", R"({"leak":"1"})", "leak");
        row("truth as \"TRUE\"", R"({"leak":"TRUE"})", "leak");
        row("truth as \"true\"", R"({"leak":"true"})", "leak");
        row("no truth in false, 0, \"0\", \"FALSE\", null and 2",
            R"({"leak":false,"burst":0,"tamper":"0","backflow":"FALSE","fraud":null,"removal":2})",
            "");
        row("Aqualinks",
            R"({"alarm_leakage":true,"alarm_burst":true,"alarm_reverse_flow":true,)"
            R"("alarm_wrong_installation":true,"alarm_low_battery":true})",
            "leak,burst,reverse_flow,tamper,battery_low");
        row("Aqualinks: alarm_active and overflow are no flags",
            R"({"alarm_active":true,"alarm_overflow":true})", "");
        row("Axioma enhanced",
            R"({"leakage":true,"backflow":true,"low_battery":true,"pipe_empty":true})",
            "leak,reverse_flow,battery_low");
        row("STREGA's strings", R"({"Leakage":"1","Tamper":"0","Fraud":"1"})", "leak,tamper");
        row("ZENNER", R"({"removal_detection":1,"coil_manipulation":0,"battery_end_of_life":1})",
            "tamper,battery_low");
        row("camel case", R"({"reverseFlow":true,"leakDetected":true})", "leak,reverse_flow");
        row("magnetic", R"({"magnetic":true})", "tamper");
        row("Dragino's Alarm says nothing", R"({"Alarm":"TRUE"})", "");
        row("Quandify: Medium", R"({"decoded":{"leak_status":"Medium"}})", "leak");
        row("Quandify: NoLeak", R"({"decoded":{"leak_status":"NoLeak"}})", "");
        row("Quandify: low battery in a word", R"({"decoded":{"battery_status":"LOW_BATTERY"}})",
            "battery_low");
        row("LOW is a low battery too", R"({"battery_status":"LOW"})", "battery_low");
        row("Kamstrup",
            R"({"values":[{"Type":"Leak","Value":true},{"Type":"Reverse","Value":true},)"
            R"({"Type":"Burst","Value":false},{"Type":"Tamper","Value":true},)"
            R"({"Type":"Low Battery","Value":true},{"Type":"Dry","Value":true},5]})",
            "leak,reverse_flow,tamper,battery_low");
        row("B METERS 0 is a healthy meter", R"({"valueCounter":1,"vif":13,"alarm":0})", "");
        row("B METERS 1: removal", R"({"valueCounter":1,"vif":13,"alarm":1})", "tamper");
        row("B METERS 2: fraud", R"({"valueCounter":1,"vif":13,"alarm":2})", "tamper");
        row("B METERS 3: leakage", R"({"valueCounter":1,"vif":13,"alarm":3})", "leak");
        row("B METERS 4: reverse flow", R"({"valueCounter":1,"vif":13,"alarm":4})", "reverse_flow");
        row("B METERS 5: low battery", R"({"valueCounter":1,"vif":13,"alarm":5})", "battery_low");
        row("B METERS error", R"({"valueCounter":1,"vif":13,"alarm":"error"})", "");
        row("Axioma periodic 0x04: power low", R"({"current_volume":1,"status_code":4})",
            "battery_low");
        row("Axioma periodic 0x10: an empty pipe is no flag",
            R"({"current_volume":1,"status_code":16})", "");
        row("Axioma periodic 0x20: leak", R"({"current_volume":1,"status_code":32})", "leak");
        row("Axioma periodic 0x60: backflow, no leak", R"({"current_volume":1,"status_code":96})",
            "reverse_flow");
        row("Axioma periodic 0x80: frost is no flag", R"({"current_volume":1,"status_code":128})",
            "");
        row("Axioma periodic 0xA0: burst, no leak", R"({"CurrentVolume":1,"StatusCode":160})",
            "burst");
        row("Axioma alarm packet 0x01: leak", R"({"status_code":1})", "leak", 103);
        row("Axioma alarm packet 0x2A: burst, tamper, backflow", R"({"status_code":42})",
            "burst,reverse_flow,tamper", 103);
        row("Axioma alarm packet 0x04 is the cold, not the battery", R"({"status_code":4})", "",
            103);
        row("a status code of anybody else says nothing", R"({"status_code":32})", "");
        row("words in a list", R"({"messages":["Leak","Power low","No error"]})",
            "leak,battery_low");
        row("a group of alarms", R"({"alarms":{"leak":true,"burst":false}})", "leak");
        row("each once", R"({"leak":true,"leakage":true,"alarm_leak":1})", "leak");
        row("a volume of 1 is no flag", R"({"water":1,"cumulativeFlowM3":1})", "");
    }
    void flags()
    {
        QFETCH(QByteArray, decoded);
        QFETCH(int, port);
        const QByteArray body = R"({"deviceInfo":{"devEui":"a1b2c3d4e5f60001"},"fPort":)"
                                + QByteArray::number(port) + R"(,"object":)" + decoded + "}";
        QStringList words;
        for (const MeterFlag flag : uplinkOf(read(body)).flags)
            words += toText(flag);
        QTEST(words.join(u','), "expected");
    }

    void skippedUplinksKeepTheirState()
    {
        const Uplink uplink = uplinkOf(read(v4(R"({"battery":3.6,"tamper":true})")));
        QVERIFY(uplink.isUplink);
        QCOMPARE(uplink.skipReason, u"no_volume"_s);
        QCOMPARE(uplink.battery.millivolts, std::optional(3600));
        QCOMPARE(uplink.flags, std::vector{MeterFlag::Tamper});
    }

    void quarantinedUplinksKeepTheirState()
    {
        const Uplink uplink = uplinkOf(read(v4(R"({"water":-1,"battery":3.6})")));
        QCOMPARE(uplink.quarantineReason, u"negative_register"_s);
        QVERIFY(uplink.samples.empty());
        QVERIFY(uplink.skipReason.isEmpty());
        QCOMPARE(uplink.battery.millivolts, std::optional(3600));
    }
};

QTEST_APPLESS_MAIN(IngestMeterStateTest)
#include "tst_ingest_meterstate.moc"
