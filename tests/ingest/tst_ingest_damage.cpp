#include "tests/ingest/bodies.h"

#include <QDir>
#include <QJsonArray>
#include <QTest>

using namespace datakubo;
using namespace datakubo::ingest;
using namespace datakubo::ingest::test;
using namespace Qt::Literals::StringLiterals;

namespace {

const std::vector<QJsonValue> &oddities()
{
    static const std::vector<QJsonValue> values{
        QJsonValue(),
        true,
        0,
        -1,
        1e300,
        -1e300,
        9007199254740993.0,
        u""_s,
        u"x"_s,
        u"NaN"_s,
        QString(5000, u'9'),
        QString(QChar(0xD800)),
        QJsonArray(),
        QJsonArray{1, u"x"_s, QJsonObject()},
        QJsonObject(),
        QJsonObject{{u"total"_s, u"x"_s}},
    };
    return values;
}

QByteArray written(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

// Every field down to the fourth level becomes every oddity, one at a time.
void damage(const QJsonObject &object, int depth,
            const std::function<void(const QJsonObject &)> &use)
{
    for (auto it = object.constBegin(); it != object.constEnd(); ++it) {
        QJsonObject changed = object;
        changed.remove(it.key());
        use(changed);
        for (const QJsonValue &odd : oddities()) {
            changed.insert(it.key(), odd);
            use(changed);
        }
        const auto put = [&](const QJsonValue &inner) {
            changed.insert(it.key(), inner);
            use(changed);
        };
        if (depth == 0)
            continue;
        if (it.value().isObject()) {
            damage(it.value().toObject(), depth - 1, put);
        } else if (it.value().isArray() && it.value().toArray().first().isObject()) {
            damage(it.value().toArray().first().toObject(), depth - 1,
                   [&](const QJsonObject &inner) { put(QJsonArray{inner}); });
        }
    }
}

// What is promised of any body: an answer that the services can act on.
bool isWhole(const Result<Decoded> &result)
{
    if (!result)
        return !result.error().message.isEmpty();
    if (result->items.empty())
        return false;
    for (const Item &item : result->items) {
        const auto *uplink = std::get_if<Uplink>(&item);
        if (!uplink)
            continue;
        const int said = !uplink->samples.empty() + !uplink->skipReason.isEmpty()
                         + !uplink->quarantineReason.isEmpty();
        if (said != 1 || uplink->recordedAt > arrival + duration::day)
            return false;
        for (const Sample &sample : uplink->samples) {
            if (sample.volume < Volume{} || sample.recordedAt > arrival + duration::day)
                return false;
        }
    }
    return true;
}

} // namespace

// Whatever comes in, decode returns, and what it returns is whole.
class IngestDamageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bodies_data()
    {
        QTest::addColumn<QByteArray>("body");
        QDir folder(QStringLiteral(DATAKUBO_TEST_DATA "/payloads"));
        const QStringList files = folder.entryList({u"*.json"_s}, QDir::Files);
        QVERIFY(files.size() > 40);
        for (const QString &file : files) {
            const QByteArray content = sample(file);
            QTest::newRow(qPrintable(file))
                << (file.startsWith("other-decoded"_L1) ? v4(content) : content);
        }
        QTest::newRow("custom") << QByteArray(
            R"({"dev_eui":"a1b2c3d4e5f60001","consumption_m3":1,"battery":3.6,"timestamp":"2026-11-24T11:00:00Z"})");
        QTest::newRow("v4 with gateways") << v4(
            R"({"water":1})", R"(,"rxInfo":[{"rssi":-1,"snr":1,"nsTime":"2026-11-24T11:00:00Z"}])");
        QTest::newRow("v3 with base64") << v3Base64(R"({"water":1})");
        QTest::newRow("TTS normalized")
            << tts("{}", R"(,"normalized_payload":[{"metering":{"water":{"total":1}}}])");
    }
    void bodies()
    {
        QFETCH(QByteArray, body);
        for (qsizetype length = 0; length < body.size(); length += 1 + body.size() / 200)
            QVERIFY(isWhole(read(body.left(length))));
        for (qsizetype at = 0; at < body.size(); at += 1 + body.size() / 300) {
            for (const char byte : QByteArrayLiteral("\0\"{]9\xff")) {
                QByteArray changed = body;
                changed[at] = byte;
                QVERIFY(isWhole(read(changed)));
            }
        }
        damage(QJsonDocument::fromJson(body).object(), 3, [](const QJsonObject &object) {
            const QByteArray json = written(object);
            QVERIFY2(isWhole(read(json)), json.left(2000).constData());
        });
    }

    void extremes_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("expected");
        constexpr qsizetype mebibyte = 1024 * 1024;
        QTest::newRow("a mebibyte of brackets")
            << QByteArray(mebibyte, '[') << u"VALIDATION_ERROR body"_s;
        QTest::newRow("a mebibyte of opened objects")
            << QByteArray(R"({"a":)").repeated(mebibyte / 5) << u"VALIDATION_ERROR body"_s;
        QTest::newRow("half a million numbers")
            << QByteArray("[" + QByteArray("1,").repeated(mebibyte / 2 - 1) + "1]")
            << u"VALIDATION_ERROR body"_s;
        QTest::newRow("nested too deep inside a known shape")
            << v4(QByteArray(R"({"a":)").repeated(5000) + "1" + QByteArray(5000, '}'))
            << u"VALIDATION_ERROR body"_s;
        QTest::newRow("nested deep but parsed")
            << v4(QByteArray(R"({"a":)").repeated(500) + "1" + QByteArray(500, '}'))
            << u"skipped: no_volume"_s;
        QTest::newRow("a mebibyte of name")
            << QByteArray(R"({"dev_eui":"a1b2c3d4e5f60001","water":1,"device_name":)"
                          "\""
                          + QByteArray(mebibyte, 'x') + "\"}")
            << u"1000000 ml"_s;
        QTest::newRow("a mebibyte of EUI")
            << QByteArray("{\"devEUI\":\"" + QByteArray(mebibyte, 'a') + "\"}")
            << u"INVALID_DEVICE_ID devEUI"_s;
        QTest::newRow("a mebibyte of digits")
            << v4("{\"water\":\"" + QByteArray(mebibyte, '9') + "\"}") << u"skipped: no_volume"_s;
        QTest::newRow("a mebibyte of the same key")
            << QByteArray("{" + QByteArray(R"( "water":1,)").repeated(mebibyte / 10)
                          + R"( "dev_eui":"a1b2c3d4e5f60001"})")
            << u"1000000 ml"_s;
        QTest::newRow("a mebibyte of gateways")
            << v4(R"({"water":1})",
                  R"(,"rxInfo":[)" + QByteArray(R"({"rssi":-1},)").repeated(mebibyte / 12) + "{}]")
            << u"1000000 ml"_s;
        QTest::newRow("objectJSON nested too deep")
            << v3Base64(QByteArray(50000, '[')) << u"skipped: unreadable_payload: objectJSON"_s;
    }
    void extremes()
    {
        QFETCH(QByteArray, body);
        const auto result = read(body);
        QTEST(outcome(result), "expected");
        QVERIFY(isWhole(result));
    }
};

QTEST_APPLESS_MAIN(IngestDamageTest)
#include "tst_ingest_damage.moc"
