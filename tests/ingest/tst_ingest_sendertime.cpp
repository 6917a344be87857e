#include "tests/ingest/bodies.h"

#include <QTest>

using namespace datakubo;
using namespace datakubo::ingest;
using namespace datakubo::ingest::test;
using namespace Qt::Literals::StringLiterals;

// Arrival is 2026-11-24T12:00:00Z in every row.
class IngestSenderTimeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void times_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("expected");
        QTest::addColumn<bool>("fromSender");
        QTest::addColumn<bool>("doubtful");
        const auto v4Body = [](const QByteArray &fields) {
            return R"({"deviceInfo":{"devEui":"a1b2c3d4e5f60001"},"object":{"water":1})" + fields
                   + "}";
        };
        const auto v3Body = [](const QByteArray &fields) {
            return R"({"devEUI":"a1b2c3d4e5f60001","object":{"water":1})" + fields + "}";
        };
        const auto ttsBody = [](const QByteArray &outer, const QByteArray &inner) {
            return R"({"end_device_ids":{"dev_eui":"A1B2C3D4E5F60001"})" + outer
                   + R"(,"uplink_message":{"decoded_payload":{"water":1})" + inner + "}}";
        };
        const auto custom = [](const QByteArray &fields) {
            return R"({"dev_eui":"a1b2c3d4e5f60001","water":1)" + fields + "}";
        };
        const auto sent = [](const char *name, const QByteArray &body, const char *expected) {
            QTest::newRow(name) << body << QString::fromLatin1(expected) << true << false;
        };
        const auto arrived = [](const char *name, const QByteArray &body, bool doubtful = false) {
            QTest::newRow(name) << body << u"2026-11-24T12:00:00Z"_s << false << doubtful;
        };
        sent("v4: nine digits of a second are cut to three",
             v4Body(R"(,"time":"2026-11-24T11:00:00.295915988+00:00")"),
             "2026-11-24T11:00:00.295Z");
        sent("v4: no digits and another zone", v4Body(R"(,"time":"2026-11-24T13:00:00+02:00")"),
             "2026-11-24T11:00:00Z");
        sent("v4: four years old is taken",
             v4Body(R"(,"time":"2022-07-18T09:34:15.775023242+00:00")"),
             "2022-07-18T09:34:15.775Z");
        sent("v4: nsTime two minutes off leaves the gateway's time",
             v4Body(
                 R"(,"time":"2026-11-24T11:02:00Z","rxInfo":[{"nsTime":"2026-11-24T11:00:00Z"}])"),
             "2026-11-24T11:02:00Z");
        sent("v4: nsTime counts when the gateway is more than two minutes ahead",
             v4Body(
                 R"(,"time":"2026-11-24T11:02:01Z","rxInfo":[{"nsTime":"2026-11-24T11:00:00Z"}])"),
             "2026-11-24T11:00:00Z");
        sent(
            "v4: nsTime counts when the gateway is years behind",
            v4Body(
                R"(,"time":"2009-01-01T00:00:00Z","rxInfo":[{},{"nsTime":"2026-11-24T11:00:00Z"}])"),
            "2026-11-24T11:00:00Z");
        sent("v4: nsTime counts when the gateway is seven days ahead",
             v4Body(
                 R"(,"time":"2026-12-01T11:00:00Z","rxInfo":[{"nsTime":"2026-11-24T11:00:00Z"}])"),
             "2026-11-24T11:00:00Z");
        sent("v4: nsTime counts when time is unreadable",
             v4Body(R"(,"time":5,"rxInfo":[{"nsTime":"2026-11-24T11:00:00Z"}])"),
             "2026-11-24T11:00:00Z");
        sent("v4: an nsTime of 1970 is none",
             v4Body(
                 R"(,"time":"2026-11-24T11:00:00Z","rxInfo":[{"nsTime":"1970-01-01T00:00:00Z"}])"),
             "2026-11-24T11:00:00Z");
        sent("a day ahead to the second is taken", v4Body(R"(,"time":"2026-11-25T12:00:00Z")"),
             "2026-11-25T12:00:00Z");
        arrived("more than a day ahead is refused and marked",
                v4Body(R"(,"time":"2026-11-25T12:00:00.001Z")"), true);
        sent("the first moment of 2000 is taken", v4Body(R"(,"time":"2000-01-01T00:00:00Z")"),
             "2000-01-01T00:00:00Z");
        arrived("before 2000 is no time at all", v4Body(R"(,"time":"1999-12-31T23:59:59Z")"));
        arrived("v4 without a time", v4Body(""));
        arrived("v4 with a time in words", v4Body(R"(,"time":"now")"));
        sent(
            "v3: publishedAt before rxInfo",
            v3Body(
                R"(,"publishedAt":"2026-11-24T11:30:00Z","rxInfo":[{"time":"2026-11-24T11:00:00Z"}])"),
            "2026-11-24T11:30:00Z");
        sent("v3: the earliest gateway, passing over null and year 1",
             v3Body(R"(,"rxInfo":[{"time":null},{"time":"2026-11-24T11:00:05Z"},)"
                    R"({"time":"2026-11-24T11:00:00Z"},{"time":"0001-01-01T00:00:00Z"}])"),
             "2026-11-24T11:00:00Z");
        sent("LoRa App Server: the time at the top", v3Body(R"(,"time":"2026-11-24T11:00:00Z")"),
             "2026-11-24T11:00:00Z");
        arrived("v3 without a GPS has no time", v3Body(R"(,"rxInfo":[{"rssi":-1}])"));
        sent("TTS: the network server's time before the outer one",
             ttsBody(R"(,"received_at":"2026-11-24T11:59:00Z")",
                     R"(,"received_at":"2026-11-24T11:58:00Z")"),
             "2026-11-24T11:58:00Z");
        sent("TTS: year 1 inside gives way to the outer one",
             ttsBody(R"(,"received_at":"2026-11-24T11:59:00Z")",
                     R"(,"received_at":"0001-01-01T00:00:00Z")"),
             "2026-11-24T11:59:00Z");
        arrived("TTS: year 1 on both sides", ttsBody(R"(,"received_at":"0001-01-01T00:00:00Z")",
                                                     R"(,"received_at":"0001-01-01T00:00:00Z")"));
        arrived(
            "TTS: the gateway's time is not the message's",
            ttsBody(
                "",
                R"(,"rx_metadata":[{"time":"2026-11-24T11:00:00Z"}],"settings":{"time":"2026-11-24T11:00:00Z"})"));
        arrived("TTS: too far ahead inside is marked, whatever the outer one says",
                ttsBody(R"(,"received_at":"2026-11-24T11:59:00Z")",
                        R"(,"received_at":"2027-01-01T00:00:00Z")"),
                true);
        sent("custom: timestamp", custom(R"(,"timestamp":"2026-11-24T10:00:00.5Z")"),
             "2026-11-24T10:00:00.500Z");
        sent("custom: recorded_at", custom(R"(,"recorded_at":"2026-11-24T10:00:00-01:00")"),
             "2026-11-24T11:00:00Z");
        sent("custom: null is absent",
             custom(R"(,"timestamp":null,"recorded_at":"2026-11-24T10:00:00Z")"),
             "2026-11-24T10:00:00Z");
        arrived("custom without a time", custom(""));
        arrived("custom years ahead is marked", custom(R"(,"timestamp":"2030-01-01T00:00:00Z")"),
                true);
        arrived("the meter's own clock does not date the current value",
                v4Body(R"(,"x":{"timestamp_unix":1788390574})"));
    }
    void times()
    {
        QFETCH(QByteArray, body);
        const auto result = read(body);
        const Uplink uplink = uplinkOf(result);
        QCOMPARE(outcome(result), u"1000000 ml"_s);
        QTEST(uplink.recordedAt.toString(), "expected");
        QTEST(uplink.timeFromSender, "fromSender");
        QCOMPARE(uplink.samples.front().recordedAt.ms, uplink.recordedAt.ms);
        QTEST(uplink.samples.front().timeDoubtful, "doubtful");
    }

    void meterClocksDateNothingCurrent()
    {
        const Uplink uplink = uplinkOf(read(v4(
            R"({"cumulativeFlowM3":1,"timestamp_unix":1600000000,"Data_time":"2020-01-01 00:00:00","timestamp":1600000000})")));
        QCOMPARE(uplink.samples.size(), size_t(1));
        QCOMPARE(uplink.samples.front().recordedAt.toString(), u"2026-11-24T11:59:58.123Z"_s);
    }
};

QTEST_APPLESS_MAIN(IngestSenderTimeTest)
#include "tst_ingest_sendertime.moc"
