#include "backend/domain/listing.h"
#include "backend/domain/reading.h"
#include "backend/services/overviewservice.h"
#include "backend/storage/devicestore.h"
#include "tests/support/testbackend.h"

#include <QSet>
#include <QTest>
#include <QUrl>

#include <algorithm>

using namespace datakubo;
using namespace datakubo::test;
using namespace Qt::Literals::StringLiterals;

namespace {

QByteArray utf8(const QJsonValue &value)
{
    return value.toString().toLatin1();
}

} // namespace

class DevicesTest : public QObject
{
    Q_OBJECT

private:
    TestBackend *backend = nullptr;
    Tenant tenant;
    Headers key;

    contract::Response registerMeter(const QString &eui, const QJsonObject &more = {})
    {
        QJsonObject body{{u"dev_eui"_s, eui},
                         {u"device_name"_s, u"Water Meter #1"_s},
                         {u"device_type"_s, u"water_meter"_s}};
        for (auto it = more.begin(); it != more.end(); ++it)
            body[it.key()] = it.value();
        return backend->post("/devices/register", body, key);
    }
    contract::Response sendValue(const QString &eui, double m3, Timestamp at)
    {
        return backend->post(
            "/ingest/water-consumption",
            {{u"dev_eui"_s, eui}, {u"consumption_m3"_s, m3}, {u"timestamp"_s, at.toString()}}, key);
    }
    QJsonObject device(const QByteArray &eui)
    {
        return dataOf(backend->get("/devices/" + eui, key));
    }
    int upkeep()
    {
        int offline = 0;
        backend->write([&](storage::Session &session, contract::Events &) {
            offline = services::UpkeepService(session, backend->environment()).run();
            return contract::noContent();
        });
        return offline;
    }

private Q_SLOTS:
    void initTestCase_data() { TestBackend::addEngines(); }
    void init()
    {
        QFETCH_GLOBAL(QString, engine);
        if (const QString reason = TestBackend::missing(engine); !reason.isEmpty())
            QSKIP(qPrintable(reason));
        backend = &TestBackend::shared(engine);
        tenant = backend->tenant(u"Devices"_s);
        key = tenant.withKey();
    }
    void cleanupTestCase() { TestBackend::forgetShared(); }

    void registeringAnswersInTheShapeOfTheReference()
    {
        const auto response = registerMeter(u"A1B2C3D4E5F60001"_s);
        QCOMPARE(response.status, 201);
        const QJsonObject data = dataOf(response);
        QCOMPARE(bodyOf(response)[u"status"].toString(), u"success"_s);
        QCOMPARE(data[u"dev_eui"].toString(), u"a1b2c3d4e5f60001"_s);
        QCOMPARE(data[u"device_name"].toString(), u"Water Meter #1"_s);
        QCOMPARE(data[u"device_type"].toString(), u"water_meter"_s);
        QCOMPARE(data[u"status"].toString(), u"online"_s);
        QCOMPARE(data[u"is_active"], QJsonValue(true));
        QCOMPARE(data[u"created_at"].toString(), backend->clock().now().toString());
        QVERIFY(!QUuid::fromString(data[u"id"].toString()).isNull());
        QCOMPARE(data[u"hierarchy_level"].toInt(), 1);
        for (const QString &absent :
             {u"parent_dev_eui"_s, u"customer"_s, u"end_user"_s, u"last_seen_at"_s,
              u"last_reading"_s, u"battery_level"_s, u"battery_percent"_s, u"rssi"_s, u"snr"_s,
              u"serial_number"_s, u"location"_s})
            QVERIFY2(data.contains(absent) && data[absent].isNull(), qPrintable(absent));
        QCOMPARE(device("A1b2C3D4e5f60001"), data);
    }

    void whatIsRefused_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("answer");
        QTest::addColumn<QString>("field");
        const auto row = [](const char *name, const char *body, const QString &answer,
                            const QString &field) {
            QTest::newRow(name) << QByteArray(body) << answer << field;
        };
        const QString invalid = u"400 VALIDATION_ERROR"_s;
        row("a body without an EUI", R"({"device_name":"A","device_type":"water_meter"})", invalid,
            u"dev_eui"_s);
        row("an EUI that is null",
            R"({"dev_eui":null,"device_name":"A","device_type":"water_meter"})", invalid,
            u"dev_eui"_s);
        row("an EUI of fifteen digits",
            R"({"dev_eui":"a1b2c3d4e5f6000","device_name":"A","device_type":"water_meter"})",
            u"400 INVALID_DEVICE_ID"_s, u"dev_eui"_s);
        row("an EUI that is a number",
            R"({"dev_eui":1234567890123456,"device_name":"A","device_type":"water_meter"})",
            u"400 INVALID_DEVICE_ID"_s, u"dev_eui"_s);
        row("a body without a name",
            R"({"dev_eui":"00000000000000aa","device_type":"water_meter"})", invalid,
            u"device_name"_s);
        row("a name of blanks",
            R"({"dev_eui":"00000000000000aa","device_name":"  ","device_type":"water_meter"})",
            invalid, u"device_name"_s);
        row("a name that is a number",
            R"({"dev_eui":"00000000000000aa","device_name":7,"device_type":"water_meter"})",
            invalid, u"device_name"_s);
        row("a name with a NUL",
            R"({"dev_eui":"00000000000000aa","device_name":"a\u0000b","device_type":"water_meter"})",
            invalid, u"device_name"_s);
        row("a body without a type", R"({"dev_eui":"00000000000000aa","device_name":"A"})", invalid,
            u"device_type"_s);
        row("a type nobody knows",
            R"({"dev_eui":"00000000000000aa","device_name":"A","device_type":"gas_meter"})",
            invalid, u"device_type"_s);
        row("a type in capitals",
            R"({"dev_eui":"00000000000000aa","device_name":"A","device_type":"WATER_METER"})",
            invalid, u"device_type"_s);
        row("a level below zero",
            R"({"dev_eui":"00000000000000aa","device_name":"A","device_type":"water_meter","hierarchy_level":-1})",
            invalid, u"hierarchy_level"_s);
        row("a parent nobody registered",
            R"({"dev_eui":"00000000000000aa","device_name":"A","device_type":"water_meter","parent_dev_eui":"00000000000000ee"})",
            u"404 DEVICE_NOT_FOUND"_s, u"parent_dev_eui"_s);
        row("the device itself as its parent",
            R"({"dev_eui":"00000000000000aa","device_name":"A","device_type":"water_meter","parent_dev_eui":"00000000000000AA"})",
            invalid, u"parent_dev_eui"_s);
        row("a customer nobody knows",
            R"({"dev_eui":"00000000000000aa","device_name":"A","device_type":"water_meter","customer_id":"x"})",
            u"404 CUSTOMER_NOT_FOUND"_s, u"customer_id"_s);
        row("a body that is an array", "[]", invalid, u"body"_s);
        row("a body that is no JSON", "{", invalid, u"body"_s);
        row("no body at all", "", invalid, u"dev_eui"_s);
    }
    void whatIsRefused()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, answer);
        QFETCH(QString, field);
        const auto response = backend->call(contract::Method::Post, "/devices/register", body, key);
        QCOMPARE(summary(response), answer);
        QCOMPARE(fieldOf(response), field);
        QCOMPARE(listOf(backend->get("/devices", key)).size(), 0);
    }

    void theSameEuiAgainIsRefusedButNotToAnotherOrganization()
    {
        QCOMPARE(registerMeter(u"00000000000000aa"_s).status, 201);
        const auto again = registerMeter(u"00000000000000AA"_s);
        QCOMPARE(summary(again), u"409 DEVICE_ALREADY_REGISTERED"_s);
        const Tenant other = backend->tenant(u"Others"_s);
        key = other.withKey();
        QCOMPARE(
            registerMeter(u"00000000000000aa"_s, {{u"device_type"_s, u"hot_water_meter"_s}}).status,
            201);
    }

    void parentsMakeLevelsAndRingsAreRefused()
    {
        QCOMPARE(dataOf(registerMeter(u"00000000000000a0"_s,
                                      {{u"hierarchy_level"_s, 0}}))[u"hierarchy_level"]
                     .toInt(),
                 0);
        const QJsonObject below{{u"parent_dev_eui"_s, u"00000000000000A0"_s}};
        const auto child = dataOf(registerMeter(u"00000000000000a1"_s, below));
        QCOMPARE(child[u"hierarchy_level"].toInt(), 1);
        QCOMPARE(child[u"parent_dev_eui"].toString(), u"00000000000000a0"_s);
        const auto ring = backend->call(contract::Method::Patch, "/devices/00000000000000a0",
                                        R"({"parent_dev_eui":"00000000000000a1"})", key);
        QCOMPARE(summary(ring), u"400 VALIDATION_ERROR"_s);
        QCOMPARE(fieldOf(ring), u"parent_dev_eui"_s);
        const auto freed = backend->call(contract::Method::Patch, "/devices/00000000000000a1",
                                         R"({"parent_dev_eui":null})", key);
        QVERIFY(dataOf(freed)[u"parent_dev_eui"].isNull());
        QCOMPARE(dataOf(freed)[u"hierarchy_level"].toInt(), 1);
    }

    void editingKeepsWhatIsNotNamed()
    {
        registerMeter(u"00000000000000aa"_s, {{u"serial_number"_s, u"S-1"_s},
                                              {u"location"_s, u"Cellar"_s},
                                              {u"customer_id"_s, tenant.community.uuid}});
        const auto edited = dataOf(
            backend->call(contract::Method::Patch, "/devices/00000000000000AA",
                          R"({"device_name":"Flat 1A","device_type":"hot_water_meter"})", key));
        QCOMPARE(edited[u"device_name"].toString(), u"Flat 1A"_s);
        QCOMPARE(edited[u"device_type"].toString(), u"hot_water_meter"_s);
        QCOMPARE(edited[u"serial_number"].toString(), u"S-1"_s);
        QCOMPARE(edited[u"location"].toString(), u"Cellar"_s);
        QCOMPARE(edited[u"customer"][u"id"].toString(), tenant.community.uuid);
        QCOMPARE(device("00000000000000aa"), edited);
        const auto empty =
            dataOf(backend->call(contract::Method::Patch, "/devices/00000000000000aa",
                                 R"({"serial_number":null,"customer_id":null})", key));
        QVERIFY(empty[u"serial_number"].isNull());
        QVERIFY(empty[u"customer"].isNull());
        const auto nameless = backend->call(contract::Method::Patch, "/devices/00000000000000aa",
                                            R"({"device_name":""})", key);
        QCOMPARE(summary(nameless), u"400 VALIDATION_ERROR"_s);
        QCOMPARE(fieldOf(nameless), u"device_name"_s);
    }

    void aRetiredDeviceComesBackWithItsIdAndHistory()
    {
        const auto made = dataOf(registerMeter(u"00000000000000aa"_s));
        const Timestamp now = backend->clock().now();
        QCOMPARE(dataOf(sendValue(u"00000000000000aa"_s, 12.5, now - duration::hour))[u"result"]
                     .toString(),
                 u"stored"_s);
        QCOMPARE(backend
                     ->put("/devices/00000000000000aa/assign",
                           {{u"end_user_id"_s, tenant.resident.uuid}}, key)
                     .status,
                 200);
        backend->clock().advance(duration::hour);
        const QByteArray path = "/devices/00000000000000aa";
        const auto retired = backend->call(contract::Method::Delete, path, {}, key);
        QCOMPARE(retired.status, 204);
        QVERIFY(retired.body.isEmpty());
        QCOMPARE(summary(backend->call(contract::Method::Delete, path, {}, key)),
                 u"404 DEVICE_NOT_FOUND"_s);
        QCOMPARE(device("00000000000000aa")[u"is_active"], QJsonValue(false));
        QCOMPARE(listOf(backend->get("/devices", key)).size(), 0);
        QCOMPARE(listOf(backend->get("/devices?include_retired=true", key)).size(), 1);
        QCOMPARE(summary(backend->put("/devices/00000000000000aa/assign",
                                      {{u"end_user_id"_s, tenant.resident.uuid}}, key)),
                 u"404 DEVICE_NOT_FOUND"_s);

        const auto back = registerMeter(u"00000000000000aa"_s, {{u"device_name"_s, u"Again"_s}});
        QCOMPARE(back.status, 201);
        QCOMPARE(dataOf(back)[u"id"], made[u"id"]);
        QCOMPARE(dataOf(back)[u"is_active"], QJsonValue(true));
        QCOMPARE(dataOf(back)[u"device_name"].toString(), u"Again"_s);
        QCOMPARE(dataOf(back)[u"last_reading"][u"consumption_m3"].toDouble(), 12.5);
        QVERIFY(dataOf(back)[u"end_user"].isNull());
        QCOMPARE(listOf(backend->get("/devices/00000000000000aa/readings", key)).size(), 1);
        const QJsonArray history =
            listOf(backend->get("/devices/00000000000000aa/assignments", key));
        QCOMPARE(history.size(), 1);
        QVERIFY(history[0][u"to"].isString());
    }

    void listsAreFiltered_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QString>("found"); // last digits of the EUIs, by name
        QTest::newRow("without a filter all are there") << QByteArray() << u"1 2 3"_s;
        QTest::newRow("by status") << QByteArray("status=maintenance") << u"2"_s;
        QTest::newRow("by type") << QByteArray("device_type=hot_water_meter") << u"3"_s;
        QTest::newRow("by customer") << QByteArray("customer_id={community}") << u"1"_s;
        QTest::newRow("by resident") << QByteArray("end_user_id={resident}") << u"1"_s;
        QTest::newRow("assigned ones") << QByteArray("assigned=true") << u"1"_s;
        QTest::newRow("ones not assigned") << QByteArray("assigned=false") << u"2 3"_s;
        QTest::newRow("by a part of the name in any case")
            << QByteArray("search=%C3%81TICO") << u"3"_s;
        QTest::newRow("by serial number") << QByteArray("search=sn-77") << u"2"_s;
        QTest::newRow("by the resident's name") << QByteArray("search=ana+of") << u"1"_s;
        QTest::newRow("a percent sign is no wild card") << QByteArray("search=%25") << u""_s;
        QTest::newRow("an underscore is no wild card") << QByteArray("search=a_b") << u""_s;
        QTest::newRow("by name, backwards") << QByteArray("sort=-device_name") << u"3 2 1"_s;
        QTest::newRow("by EUI") << QByteArray("sort=dev_eui") << u"1 2 3"_s;
        QTest::newRow("with a limit") << QByteArray("limit=2") << u"1 2"_s;
        QTest::newRow("with an offset") << QByteArray("limit=2&offset=2") << u"3"_s;
        QTest::newRow("past the end") << QByteArray("offset=99") << u""_s;
    }
    void listsAreFiltered()
    {
        QFETCH(QByteArray, query);
        QFETCH(QString, found);
        registerMeter(u"0000000000000001"_s,
                      {{u"device_name"_s, u"A"_s}, {u"customer_id"_s, tenant.community.uuid}});
        registerMeter(u"0000000000000002"_s,
                      {{u"device_name"_s, u"b"_s}, {u"serial_number"_s, u"SN-77"_s}});
        registerMeter(u"0000000000000003"_s,
                      {{u"device_name"_s, u"C ático"_s}, {u"device_type"_s, u"hot_water_meter"_s}});
        backend->put("/devices/0000000000000001/assign", {{u"end_user_id"_s, tenant.resident.uuid}},
                     key);
        backend->put("/devices/0000000000000002/status", {{u"status"_s, u"maintenance"_s}}, key);
        query.replace("{community}", tenant.community.uuid.toLatin1());
        query.replace("{resident}", tenant.resident.uuid.toLatin1());
        const auto response = backend->get("/devices?" + query, key);
        QCOMPARE(response.status, 200);
        QStringList euis;
        for (const QString &eui : textsOf(listOf(response), u"dev_eui"_s))
            euis.append(eui.right(1));
        QCOMPARE(euis.join(u' '), found);
    }

    void pagesAreWalkedByCursor_data()
    {
        QTest::addColumn<QString>("sort");
        for (const QString &key_ : storage::deviceSortKeys()) {
            QTest::newRow(qPrintable(u"by %1 upwards"_s.arg(key_))) << key_;
            QTest::newRow(qPrintable(u"by %1 downwards"_s.arg(key_))) << QString(u'-' + key_);
        }
    }
    void pagesAreWalkedByCursor()
    {
        QFETCH(QString, sort);
        constexpr int devices = 60;
        static QHash<QString, Tenant> filled; // once for each engine: it is the same for every row
        if (!filled.contains(backend->engine())) {
            for (int i = 0; i < devices; ++i) {
                const QString eui = DevEui(static_cast<quint64>(i * 7919 % 1009 + 1)).toString();
                // Names repeat and differ in case and letters; two thirds never sent.
                QCOMPARE(registerMeter(eui, {{u"device_name"_s, u"Meter %1"_s.arg(i % 9)}}).status,
                         201);
                if (i % 3 == 0)
                    QVERIFY(sendValue(eui, i, backend->clock().now()).status == 200);
                if (i % 10 == 0)
                    backend->put("/devices/" + eui.toLatin1() + "/status",
                                 {{u"status"_s, u"maintenance"_s}}, key);
                backend->clock().advance(i % 2 == 0 ? 0 : duration::second);
            }
            filled[backend->engine()] = tenant;
        }
        key = filled[backend->engine()].withKey();
        QStringList walked;
        QByteArray cursor;
        do {
            const auto response =
                backend->get("/devices?limit=7&sort=" + sort.toLatin1()
                                 + (cursor.isEmpty() ? QByteArray() : "&cursor=" + cursor),
                             key);
            QCOMPARE(response.status, 200);
            const auto paging = contract::readPagination(response);
            QCOMPARE(paging.total, devices);
            QCOMPARE(paging.limit, 7);
            walked += textsOf(listOf(response), u"dev_eui"_s);
            cursor = paging.nextCursor.toLatin1();
        } while (!cursor.isEmpty() && walked.size() <= devices);
        QCOMPARE(walked.size(), devices);
        QCOMPARE(QSet<QString>(walked.begin(), walked.end()).size(), devices);
        // The same order as all at once.
        QCOMPARE(textsOf(listOf(backend->get("/devices?limit=1000&sort=" + sort.toLatin1(), key)),
                         u"dev_eui"_s),
                 walked);
    }

    void assignmentsAreAHistory()
    {
        registerMeter(u"00000000000000aa"_s);
        const QByteArray path = "/devices/00000000000000aa/assign";
        const auto second = dataOf(backend->post("/end-users",
                                                 {{u"customer_id"_s, tenant.community.uuid},
                                                  {u"name"_s, u"Bea"_s},
                                                  {u"unit"_s, u"2B"_s}},
                                                 key));
        const Timestamp begin = backend->clock().now();
        const auto first = backend->put(path, {{u"end_user_id"_s, tenant.resident.uuid}}, key);
        QCOMPARE(first.status, 200);
        QCOMPARE(dataOf(first)[u"end_user"][u"id"].toString(), tenant.resident.uuid);
        QCOMPARE(dataOf(first)[u"end_user"][u"unit"].toString(), u"1A"_s);
        // A device at organization level moves into the resident's community.
        QCOMPARE(dataOf(first)[u"customer"][u"id"].toString(), tenant.community.uuid);
        // The same again changes nothing.
        QCOMPARE(backend->put(path, {{u"end_user_id"_s, tenant.resident.uuid}}, key).status, 200);

        backend->clock().advance(duration::day);
        const Timestamp change = backend->clock().now();
        QCOMPARE(dataOf(backend->put(path, {{u"end_user_id"_s, second[u"id"]}},
                                     key))[u"end_user"][u"name"]
                     .toString(),
                 u"Bea"_s);
        const auto early = backend->put(path,
                                        {{u"end_user_id"_s, tenant.resident.uuid},
                                         {u"from"_s, (change - duration::hour).toString()}},
                                        key);
        QCOMPARE(summary(early), u"400 VALIDATION_ERROR"_s);
        QCOMPARE(fieldOf(early), u"from"_s);
        const auto late = backend->put(path,
                                       {{u"end_user_id"_s, tenant.resident.uuid},
                                        {u"from"_s, (change + 2 * duration::day).toString()}},
                                       key);
        QCOMPARE(summary(late), u"400 VALIDATION_ERROR"_s);
        QCOMPARE(fieldOf(late), u"from"_s);

        backend->clock().advance(duration::day);
        const Timestamp end = backend->clock().now();
        const auto freed =
            backend->call(contract::Method::Put, path, R"({"end_user_id":null})", key);
        QCOMPARE(freed.status, 200);
        QVERIFY(dataOf(freed)[u"end_user"].isNull());
        // Not into the time of the one before.
        const auto overlap = backend->put(
            path, {{u"end_user_id"_s, tenant.resident.uuid}, {u"from"_s, change.toString()}}, key);
        QCOMPARE(summary(overlap), u"400 VALIDATION_ERROR"_s);

        const QJsonArray history =
            listOf(backend->get("/devices/00000000000000aa/assignments", key));
        QCOMPARE(history.size(), 2);
        QCOMPARE(history[0][u"end_user_name"].toString(), u"Bea"_s);
        QCOMPARE(history[0][u"from"].toString(), change.toString());
        QCOMPARE(history[0][u"to"].toString(), end.toString());
        QCOMPARE(history[1][u"end_user_id"].toString(), tenant.resident.uuid);
        QCOMPARE(history[1][u"from"].toString(), begin.toString());
        QCOMPARE(history[1][u"to"].toString(), change.toString());
        QCOMPARE(backend->call(contract::Method::Delete, path, {}, key).status, 204);
    }

    void assignmentsThatAreRefused()
    {
        registerMeter(u"00000000000000aa"_s, {{u"customer_id"_s, tenant.community.uuid}});
        const QByteArray path = "/devices/00000000000000aa/assign";
        const auto place = dataOf(backend->post("/customers", {{u"name"_s, u"Elsewhere"_s}}, key));
        const auto stranger = dataOf(backend->post(
            "/end-users", {{u"customer_id"_s, place[u"id"]}, {u"name"_s, u"Bea"_s}}, key));
        QCOMPARE(summary(backend->put(path, {{u"end_user_id"_s, stranger[u"id"]}}, key)),
                 u"409 CONFLICT"_s);
        const auto none = backend->put(path, {}, key);
        QCOMPARE(summary(none), u"400 VALIDATION_ERROR"_s);
        QCOMPARE(fieldOf(none), u"end_user_id"_s);
        QCOMPARE(summary(backend->put(path, {{u"end_user_id"_s, u"nobody"_s}}, key)),
                 u"404 END_USER_NOT_FOUND"_s);
        const auto time = backend->put(
            path, {{u"end_user_id"_s, tenant.resident.uuid}, {u"from"_s, u"yesterday"_s}}, key);
        QCOMPARE(summary(time), u"400 VALIDATION_ERROR"_s);
        QCOMPARE(fieldOf(time), u"from"_s);
        QCOMPARE(summary(backend->put("/devices/nonsense/assign",
                                      {{u"end_user_id"_s, tenant.resident.uuid}}, key)),
                 u"400 INVALID_DEVICE_ID"_s);
        QCOMPARE(listOf(backend->get("/devices/00000000000000aa/assignments", key)).size(), 0);
    }

    void statusIsHeldOrKept()
    {
        const QString eui = u"00000000000000aa"_s;
        registerMeter(eui);
        const auto setTo = [&](const QString &status) {
            return backend->put("/devices/00000000000000aa/status", {{u"status"_s, status}}, key);
        };
        const auto status = [&] { return device("00000000000000aa")[u"status"].toString(); };
        QCOMPARE(summary(setTo(u"broken"_s)), u"400 VALIDATION_ERROR"_s);
        QCOMPARE(fieldOf(setTo(u"broken"_s)), u"status"_s);
        QCOMPARE(fieldOf(setTo(u""_s)), u"status"_s);

        QCOMPARE(dataOf(setTo(u"maintenance"_s))[u"status"].toString(), u"maintenance"_s);
        sendValue(eui, 1, backend->clock().now());
        QCOMPARE(status(), u"maintenance"_s);
        backend->clock().advance(49 * duration::hour);
        upkeep();
        QCOMPARE(status(), u"maintenance"_s);

        setTo(u"offline"_s);
        sendValue(eui, 2, backend->clock().now());
        QCOMPARE(status(), u"online"_s);
        backend->clock().advance(48 * duration::hour - duration::second);
        upkeep();
        QCOMPARE(status(), u"online"_s);
        backend->clock().advance(2 * duration::second);
        QVERIFY(upkeep() >= 1);
        QCOMPARE(status(), u"offline"_s);
        QCOMPARE(upkeep(), 0);
        // Silence is measured from arrival: an old reading that comes now is a sign of life.
        sendValue(eui, 1.5, backend->clock().now() - 10 * duration::day);
        QCOMPARE(status(), u"online"_s);
    }

    void readingsComeNewestFirst()
    {
        const QString eui = u"00000000000000aa"_s;
        registerMeter(eui);
        backend->clock().jumpTo(
            std::max(backend->clock().now(), *Timestamp::parse(u"2026-12-30T12:00:00Z")));
        const Timestamp first = *Timestamp::parse(u"2026-11-28T23:00:00Z"); // midnight in Madrid
        for (int i = 0; i < 30; ++i) {
            const auto sent = sendValue(eui, 100 + i * 0.001, first + i * duration::hour);
            QCOMPARE(dataOf(sent)[u"result"].toString(), u"stored"_s);
        }
        const QByteArray path = "/devices/00000000000000AA/readings";
        QStringList walked;
        QByteArray cursor;
        do {
            const auto page = backend->get(
                path + "?limit=7" + (cursor.isEmpty() ? QByteArray() : "&cursor=" + cursor), key);
            QCOMPARE(contract::readPagination(page).total, 30);
            walked += textsOf(listOf(page), u"recorded_at"_s);
            cursor = contract::readPagination(page).nextCursor.toLatin1();
        } while (!cursor.isEmpty() && walked.size() < 100);
        QCOMPARE(walked.size(), 30);
        QVERIFY(std::is_sorted(walked.rbegin(), walked.rend()));

        const QJsonObject newest = listOf(backend->get(path + "?limit=1", key))[0].toObject();
        QCOMPARE(newest[u"consumption_m3"].toDouble(), 100.029);
        QCOMPARE(newest[u"source"].toString(), u"custom"_s);
        QCOMPARE(newest[u"excluded"], QJsonValue(false));
        QVERIFY(ReadingKey::parse(newest[u"id"].toString()));

        const auto count = [&](const QByteArray &query) {
            return contract::readPagination(backend->get(path + '?' + query, key)).total;
        };
        QCOMPARE(count("from=2026-11-29T00:00:00Z"), 29);
        QCOMPARE(count("from=2026-11-29T00:00:00Z&to=2026-11-29T02:00:00Z"), 2);
        QCOMPARE(count("from=2026-11-29T01:00:00%2B01:00"), 29);
        QCOMPARE(count("from=2026-11-29&to=2026-11-30"), 24); // local days
        const auto bad = backend->get(path + "?from=last+week", key);
        QCOMPARE(summary(bad), u"400 VALIDATION_ERROR"_s);
        QCOMPARE(fieldOf(bad), u"from"_s);
        const QString devicesCursor = Cursor{u"device_name"_s, u"a"_s, 1, 1}.encode();
        const auto foreign = backend->get(path + "?cursor=" + devicesCursor.toLatin1(), key);
        QCOMPARE(summary(foreign), u"400 VALIDATION_ERROR"_s);
        QCOMPARE(fieldOf(foreign), u"cursor"_s);
        QCOMPARE(utf8(device("00000000000000aa")[u"last_reading"][u"recorded_at"]),
                 walked.front().toLatin1());
    }
};

QTEST_GUILESS_MAIN(DevicesTest)
#include "tst_devices.moc"
