#include "tests/ingest/bodies.h"

#include <QTest>

using namespace datakubo;
using namespace datakubo::ingest;
using namespace datakubo::ingest::test;
using namespace Qt::Literals::StringLiterals;

namespace {

const QByteArray aqualinks =
    R"({"type":"standard","datalogger":false,"alarm_active":false,"alarm_burst":false,)"
    R"("alarm_leakage":false,"alarm_low_battery":false,"alarm_overflow":false,)"
    R"("alarm_reverse_flow":false,"alarm_wrong_installation":false,"battery_status":"OK",)"
    R"("cumulativeFlow":1000.0,"cumulativeFlowM3":1.0,"water":1.0})";

} // namespace

// One decode of a body of about 1.1 KB; the ingest path needs 20,000 a second, that is 0.05 ms.
class IngestSpeedTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void realisticBody_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("ChirpStack v4") << v4(
            aqualinks,
            R"(,"devAddr":"00189440","adr":true,"dr":1,"confirmed":false,"rxInfo":[{"gatewayId":"0016c001f153a14c",)"
            R"("uplinkId":4217106255,"nsTime":"2026-11-24T11:59:58.123456+00:00","rssi":-36,"snr":10.5,)"
            R"("context":"E3OWOQ==","metadata":{"region_name":"eu868","region_common_name":"EU868"}}],)"
            R"("txInfo":{"frequency":867100000,"modulation":{"lora":{"bandwidth":125000,"spreadingFactor":11,)"
            R"("codeRate":"CR_4_5"}}})");
        QTest::newRow("ChirpStack v3, string of JSON") << v3Base64(
            aqualinks,
            R"(,"rxInfo":[{"gatewayID":"AwMDAwMDAwM=","time":"2026-11-24T11:59:58.048445Z",)"
            R"("timeSinceGPSEpoch":null,"rssi":-48,"loRaSNR":9,"channel":5,"rfChain":0,"board":0,"antenna":0,)"
            R"("location":{"latitude":52.37,"longitude":4.91,"altitude":10.5},"uplinkID":"jhMh8Gq6RAOChSKbi83RHQ=="}],)"
            R"("txInfo":{"frequency":868100000,"modulation":"LORA"},"adr":true,"dr":1,"tags":{"key":"value"})");
        QTest::newRow("The Things Stack v3") << tts(
            aqualinks,
            R"(,"session_key_id":"AXA50tHUGUucuzS/bCGMNw==","frm_payload":"gkHe","rx_metadata":[{"gateway_ids":)"
            R"({"gateway_id":"gtw1","eui":"9C5C8E00001A05C4"},"time":"2026-11-24T11:59:58.787Z","timestamp":2463457000,)"
            R"("rssi":-35,"channel_rssi":-35,"snr":5,"uplink_token":"ChIKEAoEZ3R3MRIInFyOAAAaBcQQ6L3Vlgk="}],)"
            R"("settings":{"data_rate":{"lora":{"bandwidth":125000,"spreading_factor":7}},"frequency":"868300000"})");
    }
    void realisticBody()
    {
        QFETCH(QByteArray, body);
        QVERIFY2(body.size() > 700 && body.size() < 1500,
                 QByteArray::number(body.size()).constData());
        qint64 millilitres = 0;
        QBENCHMARK
        {
            millilitres += uplinkOf(read(body)).samples.front().volume.millilitres;
        }
        QVERIFY(millilitres > 0);
    }
};

QTEST_APPLESS_MAIN(IngestSpeedTest)
#include "tst_ingest_speed.moc"
