#include "tests/ingest/bodies.h"

#include <QTest>

using namespace datakubo;
using namespace datakubo::ingest;
using namespace datakubo::ingest::test;
using namespace Qt::Literals::StringLiterals;

// Registers and logs of real meters; the message is of 2026-11-24T11:59:58.123Z, arrival at 12:00.
class IngestMeterVolumeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void registers_data()
    {
        QTest::addColumn<QByteArray>("decoded");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const char *decoded, const char *expected) {
            QTest::newRow(name) << QByteArray(decoded) << QString::fromUtf8(expected);
        };
        const char *noVolume = "skipped: no_volume";
        const char *negative = "quarantined: negative_register";
        row("cumulativeFlowM3 wins over water and litres",
            R"({"cumulativeFlowM3":1.5,"water":2,"cumulativeFlow":3000})", "1500000 ml");
        row("water wins over litres", R"({"water":2,"cumulativeFlow":3000})", "2000000 ml");
        row("litres are divided by a thousand", R"({"cumulativeFlow":3000})", "3000000 ml");
        row("the named keys win over a meter's own",
            R"({"current_volume_m3":9,"cumulativeFlow":3000})", "3000000 ml");
        row("nought is a register", R"({"cumulativeFlowM3":0})", "0 ml");
        row("a double of ChirpStack v4 is the same number", R"({"cumulativeFlow":1000.0})",
            "1000000 ml");
        row("exact to the millilitre", R"({"cumulativeFlowM3":123.456789})", "123456789 ml");
        row("half a millilitre goes up", R"({"cumulativeFlow":0.0005})", "1 ml");
        row("a null gives way to the next key", R"({"cumulativeFlowM3":null,"water":2})",
            "2000000 ml");
        row("an unreadable value gives way to the next key",
            R"({"cumulativeFlowM3":"n/a","water":2})", "2000000 ml");
        row("a value past the scale gives way to the next key",
            R"({"cumulativeFlowM3":1e300,"cumulativeFlow":5})", "5000 ml");
        row("a value past the scale alone is named", R"({"cumulativeFlowM3":1e300})",
            "skipped: unreadable_volume: object.cumulativeFlowM3");
        row("NaN in a string is named", R"({"cumulativeFlow":"NaN"})",
            "skipped: unreadable_volume: object.cumulativeFlow");
        row("true is no volume", R"({"cumulativeFlowM3":true})",
            "skipped: unreadable_volume: object.cumulativeFlowM3");
        row("a list is no volume", R"({"cumulativeFlow":[1]})",
            "skipped: unreadable_volume: object.cumulativeFlow");
        row("a number in a string", R"({"cumulativeFlowM3":"123.456"})", "123456000 ml");
        row("water in a numeric string", R"({"water":" 1.5 "})", "1500000 ml");
        row("water that is an object is not ours", R"({"water":{"temperature":{"avg":9}}})",
            noVolume);
        row("water that is a word is not ours", R"({"water":"dry"})", noVolume);
        row("water that is true is not ours", R"({"water":true})", noVolume);
        row("a unit in the string wins: L", R"({"cumulativeFlowM3":"1234 L"})", "1234000 ml");
        row("a unit in the string wins: l", R"({"cumulativeFlowM3":"1234l"})", "1234000 ml");
        row("a unit in the string wins: m3", R"({"cumulativeFlow":"1.5 m3"})", "1500000 ml");
        row("a unit in the string wins: m³", R"({"cumulativeFlow":"1.5 m³"})", "1500000 ml");
        row("the gallon is the American one", R"({"cumulativeFlow":"1000 gal"})", "3785412 ml");
        row("an unknown unit is not guessed at", R"({"cumulativeFlow":"5 buckets"})",
            "skipped: unreadable_volume: object.cumulativeFlow");
        row("a decimal comma is not guessed at", R"({"cumulativeFlowM3":"1,5"})",
            "skipped: unreadable_volume: object.cumulativeFlowM3");
        row("a negative register is kept out", R"({"cumulativeFlowM3":-0.001})", negative);
        row("a 32-bit counter gone negative is kept out",
            R"({"cumulativeFlow":-2147483648,"water":-2147483.648})", negative);
        row("less than half a millilitre below nought is nought", R"({"cumulativeFlow":-0.0001})",
            "0 ml");
        row("Axioma enhanced",
            R"({"current_volume_m3":6.054,"log_volume_m3":5.938,"history_total_m3":0.116})",
            "6054000 ml");
        row("Axioma older", R"({"current_volume":10.25,"status_code":0})", "10250000 ml");
        row("Axioma of August 2024", R"({"CurrentVolume":10.251,"StatusCode":0})", "10251000 ml");
        row("Axioma alarm packet has no volume", R"({"status_code":1,"messages":["Leak"]})",
            noVolume);
        row("diwise hands on whole litres", R"({"current_volume":10250,"volumes":[]})",
            "10250000 ml");
        row("Kamstrup", R"({"latestVolume":0.236,"values":[]})", "236000 ml");
        row("Kamstrup with an invalid volume", R"({"latestVolume":null,"values":[]})", noVolume);
        row("Quandify, nested and with its unit",
            R"({"type":"periodicReport","decoded":{"total_volume":"1234 L","leak_status":"NoLeak"}})",
            "1234000 ml");
        row("Quandify ping", R"({"type":"ping","hexBytes":"","fport":0})", noVolume);
        row("Quandify with an unreadable volume", R"({"decoded":{"total_volume":"? L"}})",
            "skipped: unreadable_volume: object.decoded.total_volume");
        row("Dragino MOD 0 is a register",
            R"({"MOD":0,"Water_flow_value":45.6,"Total_pulse":20520})", "45600 ml");
        row("Dragino MOD 1 is since the last report",
            R"({"MOD":1,"Water_flow_value":45.6,"Last_pulse":20520})", noVolume);
        row("Dragino Last_pulse without MOD is since the last report",
            R"({"Water_flow_value":45.6,"Last_pulse":20520})", noVolume);
        row("Vision Metering", R"({"consumption_now":5000,"consumption_1h_ago":4990})",
            "5000000 ml");
        row("Vision Metering by the reed switch", R"({"consumption_current":5001})", "5001000 ml");
        row("B METERS in litres", R"({"valueCounter":123456,"vif":13,"alarm":0})", "123456000 ml");
        row("B METERS in decalitres", R"({"valueCounter":12345,"vif":140,"alarm":0})",
            "123450000 ml");
        row("B METERS in hectolitres, with the codec repaired",
            R"({"valueCounter":1234,"vif":1500})", "123400000 ml");
        row("B METERS without a unit is not guessed at", R"({"valueCounter":1234})",
            "skipped: unreadable_volume: object.valueCounter");
        row("B METERS gone negative", R"({"valueCounter":-5,"vif":13})", negative);
        row("Milesight pulses are no volume", R"({"pulse":256,"battery":92})", noVolume);
        row("Milesight water is a number", R"({"water":25.6,"battery":92})", "25600000 ml");
        row("ZENNER's list of unknown order is no volume", R"({"meter_values":[5,6]})", noVolume);
        row("Aqua-Scope's 16 bits are no register", R"({"consumption":65000,"conumption_liter":3})",
            noVolume);
        row("Watteco's pulses are no volume", R"({"index_1":5})", noVolume);
        row("STREGA's pulses are no volume", R"({"Counter":5,"Battery":null})", noVolume);
        row("normalized keys in the decoded payload are not ours",
            R"({"metering":{"water":{"total":5}}})", noVolume);
    }
    void registers()
    {
        QFETCH(QByteArray, decoded);
        QTEST(outcome(read(v4(decoded))), "expected");
    }

    void normalized_data()
    {
        QTest::addColumn<QByteArray>("decoded");
        QTest::addColumn<QByteArray>("normalized");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const char *decoded, const char *normalized,
                            const char *expected) {
            QTest::newRow(name) << QByteArray(decoded) << QByteArray(normalized)
                                << QString::fromLatin1(expected);
        };
        const char *total =
            R"([{"air":{"temperature":9}},{"metering":{"water":{"total":1234.5}}}])";
        row("the normalized total is in litres", "{\"x\":1}", total, "1234500 ml");
        row("it serves when nothing was decoded", "null", total, "1234500 ml");
        row("it gives way to the decoded register", R"({"cumulativeFlowM3":9})", total,
            "9000000 ml");
        row("it gives way to a contradiction", R"({"cumulativeFlowM3":-9})", total,
            "quarantined: negative_register");
        row("it may be a single measurement", "null", R"({"metering":{"water":{"total":1}}})",
            "1000 ml");
        row("a negative total is kept out", "null", R"([{"metering":{"water":{"total":-1}}}])",
            "quarantined: negative_register");
        row("a measurement that is a word is nothing", "null", R"(["x",{"metering":"y"}])",
            "skipped: no_decoded_payload");
        row("no total leaves the reason", R"({"x":1})", R"([{"air":{}}])", "skipped: no_volume");
    }
    void normalized()
    {
        QFETCH(QByteArray, decoded);
        QFETCH(QByteArray, normalized);
        const auto result = read(tts(decoded, R"(,"normalized_payload":)" + normalized));
        QTEST(outcome(result), "expected");
    }

    void logs_data()
    {
        QTest::addColumn<QByteArray>("decoded");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char *name, const char *decoded, const QStringList &expected) {
            QTest::newRow(name) << QByteArray(decoded) << expected;
        };
        const QString current = u"2026-11-24T11:59:58.123Z 12000000"_s;
        row("Milesight: points in unix seconds, oldest first",
            R"({"water":12,"history":[{"water":11,"timestamp":1795510800},{"water":10,"timestamp":1795507200}]})",
            {current, u"2026-11-24T08:00:00Z 10000000"_s, u"2026-11-24T09:00:00Z 11000000"_s});
        row("a log without a current value", R"({"history":[{"water":10,"timestamp":1795507200}]})",
            {u"2026-11-24T08:00:00Z 10000000"_s});
        row("unix milliseconds and RFC 3339",
            R"({"water":12,"history":[{"water":10,"timestamp":1795507200000},)"
            R"({"cumulativeFlow":11000,"time":"2026-11-24T10:00:00+01:00"}]})",
            {current, u"2026-11-24T08:00:00Z 10000000"_s, u"2026-11-24T09:00:00Z 11000000"_s});
        row("pulses are no log", R"({"water":12,"history":[{"pulse":256,"timestamp":1665561758}]})",
            {current});
        row("what lies ahead, before 2000, below nought or at no time is left out",
            R"({"water":12,"history":[{"water":1,"timestamp":1795600000},{"water":1,"timestamp":900000000},)"
            R"({"water":-1,"timestamp":1795507200},{"water":1},{"water":1,"timestamp":"x"},)"
            R"({"water":1,"timestamp":1e300},{"water":1,"timestamp":-5},7]})",
            {current});
        row("one value for each moment, the first",
            R"({"water":12,"history":[{"water":10,"timestamp":1795507200},{"water":11,"timestamp":1795507200}]})",
            {current, u"2026-11-24T08:00:00Z 10000000"_s});
        row("a point at the message's own moment is left out",
            R"({"water":12,"history":[{"water":11,"timestamp":"2026-11-24T11:59:58.123Z"}]})",
            {current});
        row("Axioma: the log's volume at the log's time",
            R"({"current_volume":12.0,"timestamp":1795510800,"log_volume":10.5,"log_timestamp":1795507200,)"
            R"("delta_volumes":[{"interval":1,"volume_liters":5}]})",
            {current, u"2026-11-24T08:00:00Z 10500000"_s});
        row("Axioma of August 2024",
            R"({"CurrentVolume":12,"CurrentTimestamp":1795510800,"LogVolume":10.5,"LogTimestamp":1795507200})",
            {current, u"2026-11-24T08:00:00Z 10500000"_s});
        row("Axioma by TagoIO",
            R"({"current_volume":12,"volume_at_log_datetime":10.5,"first_log_datetime":"2026-11-24T08:00:00.000Z"})",
            {current, u"2026-11-24T08:00:00Z 10500000"_s});
        row("diwise: whole litres at RFC 3339 times",
            R"({"current_volume":12000,"volumes":[{"Volume":10500,"Delta":0,"Timestamp":"2026-11-24T08:00:00Z"},)"
            R"({"Volume":11000,"Delta":500,"Timestamp":"2026-11-24T09:00:00Z"}]})",
            {current, u"2026-11-24T08:00:00Z 10500000"_s, u"2026-11-24T09:00:00Z 11000000"_s});
        row("Kamstrup: the logged registers but the current one, times without a zone as UTC",
            R"({"latestVolume":12,"values":[{"Type":"Volume","Value":12,"Unit":"m3","Timestamp":"2026-11-24T10:00:00.000"},)"
            R"({"Type":"Volume","Value":11.5,"Unit":"m3","Timestamp":"2026-11-24T09:00:00.000"},)"
            R"({"Type":"Volume","Value":11,"Unit":"m3","Timestamp":null},)"
            R"({"Type":"Volume","Value":null,"Unit":"Invalid","Timestamp":"2026-11-24T08:00:00.000"},)"
            R"({"Type":"Max Volume flow","Value":3,"Unit":"m3/h","Timestamp":"2026-11-24T09:00:00.000"}]})",
            {current, u"2026-11-24T09:00:00Z 11500000"_s});
        row("Kamstrup: a night without flow keeps its midnight",
            R"({"latestVolume":12,"values":[{"Type":"Volume","Value":12,"Unit":"m3","Timestamp":"2026-11-24T00:00:00.000"},)"
            R"({"Type":"Volume","Value":12,"Unit":"m3","Timestamp":"2026-11-24T08:00:00.000"}]})",
            {current, u"2026-11-24T00:00:00Z 12000000"_s});
        row("Dragino's records but those since the last report",
            R"({"DATALOG":"[FALSE,0,0,4500,10.0,2026-11-24 08:00:00],[TRUE,0,1,450,1.0,2026-11-24 08:30:00],)"
            R"([FALSE,0,0,4950,11.0,2026-11-24 09:00:00],[x],[,,,,,],"})",
            {u"2026-11-24T08:00:00Z 10000"_s, u"2026-11-24T09:00:00Z 11000"_s});
        row("a negative current value keeps the log out too",
            R"({"water":-1,"history":[{"water":10,"timestamp":1795507200}]})", {});
        row("logs of a wrong type are none",
            R"({"water":12,"history":5,"volumes":"x","values":{"a":1},"DATALOG":[1],"log_timestamp":{},"LogTimestamp":true})",
            {current});
    }
    void logs()
    {
        QFETCH(QByteArray, decoded);
        QStringList samples;
        for (const Sample &sample : uplinkOf(read(v4(decoded))).samples)
            samples +=
                sample.recordedAt.toString() + u' ' + QString::number(sample.volume.millilitres);
        QTEST(samples, "expected");
    }

    void aLogPastAllFramesIsCutOff()
    {
        QByteArray points;
        for (int i = 0; i < 10'000; ++i) {
            points += (i ? "," : "") + QByteArray(R"({"water":1,"timestamp":)")
                      + QByteArray::number(1'700'000'000 + i) + "}";
        }
        const Uplink uplink = uplinkOf(read(v4(R"({"water":2,"history":[)" + points + "]}")));
        QCOMPARE(uplink.samples.size(), size_t(501));
    }
};

QTEST_APPLESS_MAIN(IngestMeterVolumeTest)
#include "tst_ingest_metervolume.moc"
