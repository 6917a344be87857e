#include "tests/bench/messages.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace datakubo::bench;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::int64_t kBegin = 1'793'750'400; // 2026-11-04T00:00:00Z

QByteArray bodyOf(std::string_view request)
{
    const QByteArray text(request.data(), static_cast<qsizetype>(request.size()));
    return text.mid(text.indexOf("\r\n\r\n") + 4);
}

QJsonObject uplink(std::uint64_t index)
{
    Uplinks uplinks({"localhost:1", "key", 1000}, kBegin);
    return QJsonDocument::fromJson(bodyOf(uplinks.request(index))).object();
}

} // namespace

class BenchMessagesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anUplinkIsWhatItsIndexSays_data()
    {
        QTest::addColumn<quint64>("index");
        QTest::addColumn<QString>("eui");
        QTest::addColumn<QString>("time");
        QTest::addColumn<int>("frame");
        QTest::addColumn<double>("cubicMetres");
        QTest::newRow("the first one")
            << quint64(0) << u"70b3d5fffe000000"_s << u"2026-11-04T00:00:00.000023242+00:00"_s
            << 100'000 << 1'000.0;
        QTest::newRow("another device")
            << quint64(999) << u"70b3d5fffe0003e7"_s << u"2026-11-04T00:00:00.999023242+00:00"_s
            << 100'000 << 1'000.0;
        QTest::newRow("the next round is a minute later")
            << quint64(1000) << u"70b3d5fffe000000"_s << u"2026-11-04T00:01:00.000023242+00:00"_s
            << 100'001 << 1'000.001;
        QTest::newRow("every fourth minute nothing flows")
            << quint64(4001) << u"70b3d5fffe000001"_s << u"2026-11-04T00:04:00.001023242+00:00"_s
            << 100'004 << 1'000.003;
    }
    void anUplinkIsWhatItsIndexSays()
    {
        QFETCH(quint64, index);
        const QJsonObject body = uplink(index);
        const QJsonObject device = body[u"deviceInfo"_s].toObject();
        QTEST(device[u"devEui"_s].toString(), "eui");
        QTEST(body[u"time"_s].toString(), "time");
        QTEST(body[u"fCnt"_s].toInt(), "frame");
        QTEST(body[u"object"_s][u"cumulativeFlowM3"_s].toDouble(), "cubicMetres");
    }

    void requestsOfOneGeneratorDifferAndKeepTheirLength()
    {
        Uplinks uplinks({"localhost:1", "key", 10}, kBegin);
        QSet<QString> deduplications;
        const std::size_t length = uplinks.request(0).size();
        for (std::uint64_t index = 0; index < 1000; ++index) {
            const std::string_view request = uplinks.request(index);
            QCOMPARE(request.size(), length);
            const QByteArray body = bodyOf(request);
            QVERIFY(body.size() > 1000 && body.size() < 1400);
            QVERIFY(!body.contains('@'));
            deduplications += QJsonDocument::fromJson(body)[u"deduplicationId"_s].toString();
        }
        QCOMPARE(deduplications.size(), 1000);
    }

    void aRegistrationNamesTheDeviceThatSends()
    {
        Registrations registrations({"localhost:1", "key", 1000});
        const QJsonObject body =
            QJsonDocument::fromJson(bodyOf(registrations.request(31))).object();
        QCOMPARE(body[u"dev_eui"_s], uplink(31)[u"deviceInfo"_s][u"devEui"_s]);
        QCOMPARE(body[u"device_type"_s].toString(), u"water_meter"_s);
    }
};

QTEST_APPLESS_MAIN(BenchMessagesTest)
#include "tst_benchmessages.moc"
