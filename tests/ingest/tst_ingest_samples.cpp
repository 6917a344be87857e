#include "tests/ingest/bodies.h"

#include <QTest>

using namespace datakubo;
using namespace datakubo::ingest;
using namespace datakubo::ingest::test;
using namespace Qt::Literals::StringLiterals;

namespace {
const QString v4Source = u"chirpstack_v4"_s;
const QString v3Source = u"chirpstack_v3"_s;
const QString ttsSource = u"tts_v3"_s;
const QString none;
} // namespace

// Real documents as network servers and their manuals show them.
class IngestSamplesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bodies_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("eui");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *file, const QString &source, const char *eui,
                            const char *expected) {
            QTest::newRow(file) << QString::fromLatin1(file) << source << QString::fromLatin1(eui)
                                << QString::fromLatin1(expected);
        };
        row("chirpstack-v4-docs-up", v4Source, "0101010101010101", "skipped: no_decoded_payload");
        row("chirpstack-v4-docs-join", v4Source, "0101010101010101", "skipped: join");
        row("chirpstack-v4-docs-ack", v4Source, "0101010101010101", "skipped: ack");
        row("chirpstack-v4-docs-txack", v4Source, "0101010101010101", "skipped: txack");
        row("chirpstack-v4-docs-log-uplink-mic", v4Source, "0101010101010101", "skipped: log");
        row("chirpstack-v4-docs-status", v4Source, "0101010101010101", "skipped: status");
        row("chirpstack-v4-docs-location", v4Source, "0101010101010101", "skipped: location");
        row("chirpstack-v4-docs-integration-loracloud", v4Source, "0016c001f000175a",
            "skipped: integration");
        row("chirpstack-v3-pbjson-up", v3Source, "0202020202020202", "skipped: no_volume");
        row("chirpstack-v3-pbjson-join", v3Source, "0202020202020202", "skipped: join");
        row("chirpstack-v3-pbjson-ack", v3Source, "0202020202020202", "skipped: ack");
        row("chirpstack-v3-pbjson-error", v3Source, "0202020202020202", "skipped: error");
        row("chirpstack-v3-pbjson-status", v3Source, "0202020202020202", "skipped: status");
        row("chirpstack-v3-pbjson-txack", v3Source, "0202020202020202", "skipped: txack");
        row("chirpstack-v3-pbjson-doc2020-txack", v3Source, "0202020202020202", "skipped: txack");
        row("chirpstack-v3-jsonv3-uplink", v3Source, "0202020202020202", "skipped: no_volume");
        row("chirpstack-v3-jsonv3-join", v3Source, "0202020202020202", "skipped: join");
        row("chirpstack-v3-jsonv3-ack", v3Source, "0202020202020202", "skipped: ack");
        row("chirpstack-v3-jsonv3-error", v3Source, "0202020202020202", "skipped: error");
        row("chirpstack-v3-jsonv3-status", v3Source, "0202020202020202", "skipped: status");
        row("chirpstack-v3-jsonv3-txack", v3Source, "0202020202020202", "skipped: txack");
        row("chirpstack-v3-issue-502-jsonv3-masked", none, "", "INVALID_DEVICE_ID devEUI");
        row("tts-v3-docs-uplink", ttsSource, "0004a30b001c0530", "skipped: no_volume");
        row("tts-v3-docs-join-accept", ttsSource, "0004a30b001c0530", "skipped: join");
        row("tts-v3-docs-downlink-ack", ttsSource, "0004a30b001c0530", "skipped: downlink_ack");
        row("tts-v3-docs-downlink-failed", ttsSource, "", "no_device");
        row("tts-v3-docs-motion-sensor-decoded", none, "",
            "INVALID_DEVICE_ID end_device_ids.dev_eui");
        row("tts-v3-docs-simulated-uplink", ttsSource, "", "no_device");
        row("tts-v3-docs-webhook-filtered-no-ids", ttsSource, "", "no_device");
        row("tts-v3-docs-things-node-uplink-fragment", ttsSource, "", "no_device");
        row("tts-v3-docs-things-node-normalized-fragment", ttsSource, "", "no_device");
        row("tts-v3-kotori-full-two-gateways", ttsSource, "030e202bd5504b52", "skipped: no_volume");
        row("tts-v3-kotori-minimal", ttsSource, "", "no_device");
        row("tts-v3-stack-event-decoded-bytes", ttsSource, "0004a30b001c1452",
            "skipped: no_volume");
        row("tts-v3-stack-event-no-decoded", ttsSource, "0004a30b001c1e48",
            "skipped: no_decoded_payload");
        row("tts-v3-stack-event-no-received-at", ttsSource, "0004a30b001c1e48",
            "skipped: no_decoded_payload");
        row("tts-v3-stack-test-minimal-uplink", ttsSource, "", "no_device");
        row("tts-v3-stack-test-minimal-join", ttsSource, "", "no_device");
        row("tts-v3-docs-starter-kit-button", none, "", "VALIDATION_ERROR body");
        row("tts-v3-docs-storage-fieldmask", none, "", "VALIDATION_ERROR body");
        row("tts-v3-docs-storage-result-1", none, "", "VALIDATION_ERROR body");
        row("tts-v3-docs-storage-result-2", none, "", "VALIDATION_ERROR body");
        row("other-tts-aws-iot-wrapper", none, "", "VALIDATION_ERROR body");
        row("other-tts-storage-array", ttsSource, "", "no_device");
    }
    void bodies()
    {
        QFETCH(QString, file);
        const QByteArray body = sample(file + ".json"_L1);
        QVERIFY(!body.isEmpty());
        const auto result = read(body);
        QTEST(outcome(result), "expected");
        QString source;
        QString eui;
        if (result) {
            if (const auto *uplink = std::get_if<Uplink>(&result->items.front())) {
                source = toText(uplink->source);
                eui = uplink->eui.toString();
            } else if (const auto *deviceless = std::get_if<Deviceless>(&result->items.front())) {
                source = toText(deviceless->source);
            }
        }
        QTEST(source, "source");
        QTEST(eui, "eui");
    }

    // What a codec writes means the same whichever network server carries it.
    void decodedFields_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("expected");
        QTest::addColumn<int>("samples");
        QTest::addColumn<int>("millivolts"); // 0: none
        QTest::addColumn<int>("percent");    // 0: none
        QTest::addColumn<QString>("flags");
        const auto row = [](const char *file, const char *expected, int samples, int millivolts,
                            int percent, const char *flags) {
            QTest::newRow(file) << QString::fromLatin1(file) << QString::fromLatin1(expected)
                                << samples << millivolts << percent << QString::fromLatin1(flags);
        };
        row("other-decoded-aqualinks-s1-standard", "1000000 ml", 1, 3600, 0, "");
        row("other-decoded-aqualinks-s1-leak", "2000000 ml", 1, 3600, 0, "leak");
        row("other-decoded-axioma-qalcosonic-w1-enhanced", "6054000 ml", 1, 0, 0, "");
        row("other-decoded-kamstrup-installation-frame", "skipped: no_volume", 0, 0, 0, "");
        row("other-decoded-kamstrup-midnight-log", "236000 ml", 1, 0, 0, "tamper");
        row("other-decoded-milesight-em300-di-history", "skipped: no_volume", 0, 0, 92, "");
        row("other-decoded-watteco-battery-only", "skipped: no_volume", 0, 3688, 0, "");
        row("other-decoded-watteco-pulse-senso-index", "skipped: no_volume", 0, 0, 0, "");
    }
    void decodedFields()
    {
        QFETCH(QString, file);
        const QByteArray decoded = sample(file + ".json"_L1);
        QVERIFY(!decoded.isEmpty());
        for (const QByteArray &body :
             {v4(decoded), v3Hex(decoded), v3Base64(decoded), tts(decoded)}) {
            const auto result = read(body);
            const Uplink uplink = uplinkOf(result);
            QTEST(outcome(result), "expected");
            QCOMPARE(uplink.eui.toString(), u"a1b2c3d4e5f60001"_s);
            QTEST(static_cast<int>(uplink.samples.size()), "samples");
            QTEST(uplink.battery.millivolts.value_or(0), "millivolts");
            QTEST(uplink.battery.percent.value_or(0), "percent");
            QStringList flags;
            for (const MeterFlag flag : uplink.flags)
                flags += toText(flag);
            QTEST(flags.join(u','), "flags");
        }
    }
};

QTEST_APPLESS_MAIN(IngestSamplesTest)
#include "tst_ingest_samples.moc"
