#include "tests/support/faketransport.h"
#include "ui/client/apiclient.h"
#include "ui/client/sentences.h"

#include <QJsonArray>
#include <QTest>

using namespace datakubo;
using namespace Qt::Literals::StringLiterals;
using contract::Method;

class ApiClientTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void queriesBecomeParameters_data()
    {
        QTest::addColumn<QString>("search");
        QTest::addColumn<QByteArray>("query");
        const QByteArray rest = "sort=-last_seen_at&limit=200&offset=400";
        QTest::newRow("nothing searched leaves it out") << u""_s << QByteArray(rest);
        QTest::newRow("a word stays") << u"okafor"_s << "search=okafor&" + rest;
        QTest::newRow("a space is encoded") << u"flat 3B"_s << "search=flat%203B&" + rest;
        QTest::newRow("a plus is not read as a space") << u"3+1"_s << "search=3%2B1&" + rest;
        QTest::newRow("an ampersand does not end it") << u"a&b=c"_s << "search=a%26b%3Dc&" + rest;
        QTest::newRow("a hash does not cut it") << u"#7"_s << "search=%237&" + rest;
        QTest::newRow("letters beyond ASCII are UTF-8")
            << u"Novák"_s << "search=Nov%C3%A1k&" + rest;
    }
    void queriesBecomeParameters()
    {
        QFETCH(QString, search);
        QFETCH(QByteArray, query);
        test::FakeTransport transport;
        ui::ApiClient client(transport);
        ui::DeviceQuery wanted;
        wanted.search = search;
        wanted.sort = u"-last_seen_at"_s;
        wanted.limit = 200;
        wanted.offset = 400;
        client.devices(wanted, this, [](const auto &) {});
        QCOMPARE(transport.last().path, QByteArray("/api/v1/devices"));
        QCOMPARE(transport.last().query, query);
        const QString read =
            transport.last().queryItems().queryItemValue(u"search"_s, QUrl::FullyDecoded);
        QCOMPARE(read, search);
    }

    void consumptionIsAskedForByDates()
    {
        test::FakeTransport transport;
        ui::ApiClient client(transport);
        const ui::DateRange november{QDate(2026, 11, 1), QDate(2026, 11, 25)};
        const auto asked = [&](ui::ConsumptionSubject::Kind kind, const QString &id) {
            client.consumption(ui::ConsumptionQuery::of({kind, id, {}}, november, Interval::Hour),
                               this, [](const auto &) {});
            return transport.last().path + '?' + transport.last().query;
        };
        using Kind = ui::ConsumptionSubject::Kind;
        const QByteArray query = "/consumption?from=2026-11-01&to=2026-11-25&interval=hour";
        QCOMPARE(asked(Kind::Device, u"a1b2c3d4e5f60001"_s),
                 "/api/v1/devices/a1b2c3d4e5f60001" + query);
        QCOMPARE(asked(Kind::Resident, u"r1"_s), "/api/v1/end-users/r1" + query);
        QCOMPARE(asked(Kind::Community, u"c1"_s), "/api/v1/customers/c1" + query);
        client.balance(u"c1"_s, november, this, [](const auto &) {});
        QCOMPARE(transport.last().path + '?' + transport.last().query,
                 QByteArray("/api/v1/customers/c1/balance?from=2026-11-01&to=2026-11-25"));
        client.attention(u"c1"_s, this, [](const auto &) {});
        QCOMPARE(transport.last().query, QByteArray("customer_id=c1"));
        client.audit(u"next+1"_s, this, [](const auto &) {});
        QCOMPARE(transport.last().query, QByteArray("limit=100&cursor=next%2B1"));
        ui::ReadingsQuery readings;
        readings.eui = DevEui(0xa1b2c3d4e5f60001ULL);
        readings.from = Timestamp{0};
        readings.to = Timestamp{duration::hour};
        readings.cursor = u"c"_s;
        client.readings(readings, this, [](const auto &) {});
        QCOMPARE(transport.last().path, QByteArray("/api/v1/devices/a1b2c3d4e5f60001/readings"));
        QCOMPARE(transport.last().queryItems().queryItemValue(u"to"_s, QUrl::FullyDecoded),
                 u"1970-01-01T01:00:00Z"_s);
    }

    void whatIsSentIsInTheBody()
    {
        test::FakeTransport transport;
        ui::ApiClient client(transport);
        ui::ReadingChange takenBack;
        takenBack.answer = RegisterAnswer::None;
        client.changeReading(u"id"_s, takenBack, this, [](const auto &) {});
        QCOMPARE(transport.last().path, QByteArray("/api/v1/readings/id"));
        QCOMPARE(transport.last().body, QByteArray("{\"register\":null}"));
        client.addReading(DevEui(1), {Timestamp{0}, Volume{431'250'000}, {}}, this,
                          [](const auto &) {});
        QCOMPARE(transport.last().body, QByteArray("{\"consumption_m3\":431.25,\"recorded_at\":"
                                                   "\"1970-01-01T00:00:00Z\"}"));
        client.handOver(DevEui(1), {Timestamp{0}, {}, {}}, this, [](const auto &) {});
        QCOMPARE(transport.last().body,
                 QByteArray("{\"at\":\"1970-01-01T00:00:00Z\",\"end_user_id\":null}"));
    }

    void answersAreTyped()
    {
        test::FakeTransport transport;
        ui::ApiClient client(transport);
        Device device;
        device.eui = DevEui(0xa1b2c3d4e5f60001ULL);
        device.name = u"Water Meter 1A"_s;
        device.lastVolume = Volume{123'456'000};
        device.lastRecordedAt = Timestamp{1'700'000'000'000};
        transport.on(
            Method::Get, "/devices",
            contract::successPage(QJsonArray{contract::toJson(device)}, {428, 200, 0, {}}));
        std::optional<contract::Page<Device>> page;
        client.devices({}, this, [&page](Result<contract::Page<Device>> answer) {
            QVERIFY(answer);
            page = *answer;
        });
        QVERIFY2(!page, "the answer comes from the event loop");
        QTRY_VERIFY(page);
        QCOMPARE(page->pagination.total, 428);
        QCOMPARE(page->items.size(), 1);
        QCOMPARE(page->items[0].name, device.name);
        QVERIFY(page->items[0].lastVolume == device.lastVolume);
    }

    void errorsKeepTheirFieldAndHaveASentence()
    {
        test::FakeTransport transport;
        ui::ApiClient client(transport);
        transport.on(Method::Post, "/devices/register",
                     contract::failure(Error::field(u"dev_eui"_s, u"taken"_s,
                                                    ErrorCode::DeviceAlreadyRegistered)));
        std::optional<Error> error;
        client.registerDevice({}, this,
                              [&error](Result<Device> answer) { error = answer.error(); });
        QTRY_VERIFY(error);
        QCOMPARE(error->code, ErrorCode::DeviceAlreadyRegistered);
        QCOMPARE(ui::fieldOf(*error), u"dev_eui"_s);
        QCOMPARE(ui::sentence(*error), u"This device is registered already."_s);
    }

    void everyCodeHasASentence()
    {
        for (int code = 0; code <= int(ErrorCode::StorageUnavailable); ++code) {
            const QString text = ui::sentence({static_cast<ErrorCode>(code), {}, {}});
            QVERIFY2(text.endsWith(u'.') && text.size() > 10, qPrintable(QString::number(code)));
        }
    }

    void aLateAnswerIsDropped()
    {
        test::FakeTransport transport;
        transport.hold();
        ui::ApiClient client(transport);
        int answers = 0;
        auto context = std::make_unique<QObject>();
        client.me(context.get(), [&answers](const auto &) { ++answers; });
        client.me(this, [&answers](const auto &) { answers += 10; });
        context.reset();
        transport.release();
        QTRY_COMPARE(answers, 10);
    }

    void anUnassignmentHasNoBody()
    {
        test::FakeTransport transport;
        transport.on(Method::Delete, "/devices/a1b2c3d4e5f60001/assign", contract::noContent());
        ui::ApiClient client(transport);
        bool done = false;
        client.unassign(DevEui(0xa1b2c3d4e5f60001ULL), this,
                        [&done](const Result<void> &answer) { done = answer.has_value(); });
        QTRY_VERIFY(done);
        QVERIFY(transport.last().body.isEmpty());
    }
};

QTEST_GUILESS_MAIN(ApiClientTest)
#include "tst_apiclient.moc"
