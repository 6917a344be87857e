#include "tests/support/testbackend.h"

#include <QTest>

using namespace datakubo;
using namespace datakubo::test;
using namespace Qt::Literals::StringLiterals;

// POST /devices/bulk-register
class BulkTest : public QObject
{
    Q_OBJECT

private:
    TestBackend *backend = nullptr;
    Tenant tenant;
    Headers key;

    contract::Response registerCsv(const QByteArray &file)
    {
        return backend->postCsv("/devices/bulk-register", file, key);
    }
    contract::Response registerJson(const QByteArray &body)
    {
        return backend->call(contract::Method::Post, "/devices/bulk-register", body, key);
    }
    // "2 registered", "3 rejected INVALID_DEVICE_ID dev_eui"
    static QStringList linesOf(const contract::Response &response)
    {
        QStringList lines;
        for (const QJsonValue &result : dataOf(response)[u"results"].toArray()) {
            const QJsonValue position =
                result[u"line"].isDouble() ? result[u"line"] : result[u"index"];
            lines.append(QStringList{QString::number(position.toInteger(-1)),
                                     result[u"result"].toString(), result[u"error_code"].toString(),
                                     result[u"field"].toString()}
                             .join(u' ')
                             .trimmed());
        }
        return lines;
    }
    static QString countsOf(const contract::Response &response)
    {
        const QJsonObject data = dataOf(response);
        return u"%1 %2 %3"_s.arg(data[u"registered"].toInt(-1))
            .arg(data[u"unchanged"].toInt(-1))
            .arg(data[u"rejected"].toInt(-1));
    }

private Q_SLOTS:
    void initTestCase_data() { TestBackend::addEngines(); }
    void init()
    {
        QFETCH_GLOBAL(QString, engine);
        if (const QString reason = TestBackend::missing(engine); !reason.isEmpty())
            QSKIP(qPrintable(reason));
        backend = &TestBackend::shared(engine);
        tenant = backend->tenant(u"Bulk"_s);
        key = tenant.withKey();
    }
    void cleanupTestCase() { TestBackend::forgetShared(); }

    void everyLineIsTakenOrNamedAndASecondRunChangesNothing()
    {
        const QByteArray file =
            "\xEF\xBB\xBF"
            "dev_eui;device_name;device_type;customer_id;parent_dev_eui;"
            "hierarchy_level;serial_number;location\r\n"
            "00000000000000D2;\"Flat; 1A\";water_meter;{c};00000000000000d1;;S-2;\r\n"
            "00000000000000d1;Main;water_meter;{c};;0;S-1;Cellar\r\n"
            "\r\n"
            "xyz;Bad;water_meter;;;;;\r\n"
            "00000000000000d3;;water_meter;;;;;\r\n"
            "00000000000000d4;Gas;gas_meter;;;;;\r\n"
            "00000000000000d5;High;water_meter;;;first;;\r\n"
            "00000000000000d6;Lost;water_meter;nowhere;;;;\r\n"
            "00000000000000d7;Orphan;hot_water_meter;;00000000000000ff;;;\r\n"
            "00000000000000d1;Main again;water_meter;;;;;\r\n"
            "\"00000000000000d8\"x;Quoted;water_meter;;;;;\r\n"
            "00000000000000d9;Last;hot_water_meter";
        const QByteArray filled = QByteArray(file).replace("{c}", tenant.community.uuid.toLatin1());
        const auto done = registerCsv(filled);
        QCOMPARE(summary(done), u"200"_s);
        const QStringList bad{u"5 rejected INVALID_DEVICE_ID dev_eui"_s,
                              u"6 rejected VALIDATION_ERROR device_name"_s,
                              u"7 rejected VALIDATION_ERROR device_type"_s,
                              u"8 rejected VALIDATION_ERROR hierarchy_level"_s,
                              u"9 rejected CUSTOMER_NOT_FOUND customer_id"_s,
                              u"10 rejected DEVICE_NOT_FOUND parent_dev_eui"_s,
                              u"11 rejected VALIDATION_ERROR dev_eui"_s,
                              u"12 rejected VALIDATION_ERROR"_s};
        QCOMPARE(linesOf(done), QStringList({u"2 registered"_s, u"3 registered"_s}) + bad
                                    + QStringList{u"13 registered"_s});
        QCOMPARE(countsOf(done), u"3 0 8"_s);

        const QJsonObject flat = dataOf(backend->get("/devices/00000000000000d2", key));
        QCOMPARE(flat[u"device_name"].toString(), u"Flat; 1A"_s);
        QCOMPARE(flat[u"parent_dev_eui"].toString(), u"00000000000000d1"_s);
        QCOMPARE(flat[u"hierarchy_level"].toInt(), 1);
        QCOMPARE(flat[u"customer"][u"id"].toString(), tenant.community.uuid);
        QCOMPARE(flat[u"serial_number"].toString(), u"S-2"_s);
        const QByteArray before = backend->get("/devices", key).body;
        const auto again = registerCsv(filled);
        QCOMPARE(linesOf(again), QStringList({u"2 unchanged"_s, u"3 unchanged"_s}) + bad
                                     + QStringList{u"13 unchanged"_s});
        QCOMPARE(countsOf(again), u"0 3 8"_s);
        QCOMPARE(backend->get("/devices", key).body, before);
    }

    void anArrayIsCountedFromZero()
    {
        const auto done = registerJson(R"([
            {"dev_eui":"00000000000000e1","device_name":"A","device_type":"water_meter","parent_dev_eui":"00000000000000e2"},
            {"dev_eui":"00000000000000e2","device_name":"B","device_type":"water_meter","parent_dev_eui":"00000000000000e1"},
            {"dev_eui":"00000000000000e3","device_name":"C","device_type":"water_meter","parent_dev_eui":"00000000000000e4","hierarchy_level":2},
            {"dev_eui":"00000000000000e4","device_name":"D","device_type":"water_meter"},
            "E", null, {}])");
        QCOMPARE(linesOf(done),
                 (QStringList{u"0 rejected DEVICE_NOT_FOUND parent_dev_eui"_s,
                              u"1 rejected DEVICE_NOT_FOUND parent_dev_eui"_s, u"2 registered"_s,
                              u"3 registered"_s, u"4 rejected VALIDATION_ERROR body"_s,
                              u"5 rejected VALIDATION_ERROR body"_s,
                              u"6 rejected VALIDATION_ERROR dev_eui"_s}));
        QCOMPARE(linesOf(registerJson("[]")), QStringList());
        QCOMPARE(countsOf(registerJson("[]")), u"0 0 0"_s);
    }

    void whatIsHeardRetiredOrForeign()
    {
        backend->post("/ingest/water-consumption",
                      {{u"dev_eui"_s, u"00000000000000f1"_s}, {u"consumption_m3"_s, 4.5}}, key);
        QCOMPARE(countsOf(registerCsv("dev_eui,device_name,device_type\n"
                                      "00000000000000f1,Heard,water_meter\n"
                                      "00000000000000f2,Fresh,water_meter\n")),
                 u"2 0 0"_s);
        QCOMPARE(listOf(backend->get("/devices/00000000000000f1/readings", key)).size(), 1);
        QCOMPARE(backend->remove("/devices/00000000000000f2", key).status, 204);
        const QByteArray file = "dev_eui,device_name,device_type,customer_id\n"
                                "00000000000000f2,Back,water_meter,"
                                + tenant.community.uuid.toLatin1()
                                + "\n00000000000000f1,Mine,water_meter,"
                                + tenant.community.uuid.toLatin1() + '\n';
        // A community admin does not learn of, or get, what stands elsewhere.
        const auto admins =
            backend->postCsv("/devices/bulk-register", file, bearer(tenant.communityAdminToken));
        QCOMPARE(linesOf(admins), (QStringList{u"2 rejected DEVICE_ALREADY_REGISTERED dev_eui"_s,
                                               u"3 rejected DEVICE_ALREADY_REGISTERED dev_eui"_s}));
        QCOMPARE(linesOf(registerCsv(file)), (QStringList{u"2 registered"_s, u"3 unchanged"_s}));
    }

    void moreThanFitInOneGoOfTheWriter()
    {
        QByteArray file = "dev_eui\tdevice_name\tdevice_type\n";
        for (int i = 1; i <= 450; ++i)
            file += DevEui(0x1000 + static_cast<quint64>(i)).toString().toLatin1() + "\tM"
                    + QByteArray::number(i) + "\twater_meter\n";
        QCOMPARE(countsOf(registerCsv(file)), u"450 0 0"_s);
        QCOMPARE(contract::readPagination(backend->get("/devices?limit=1", key)).total, 450);
        QCOMPARE(countsOf(registerCsv(file)), u"0 450 0"_s);
    }

    void bodiesThatAreRefusedAsAWhole_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("answer");
        QTest::addColumn<QString>("field");
        const QString invalid = u"400 VALIDATION_ERROR"_s;
        QTest::newRow("an object")
            << QByteArray("application/json") << QByteArray("{}") << invalid << u"body"_s;
        QTest::newRow("no JSON") << QByteArray("application/json") << QByteArray("[{") << invalid
                                 << u"body"_s;
        QTest::newRow("no body") << QByteArray("application/json") << QByteArray() << invalid
                                 << u"body"_s;
        QTest::newRow("no lines") << QByteArray("text/csv") << QByteArray("\n") << invalid
                                  << u"body"_s;
        QTest::newRow("no EUIs") << QByteArray("text/csv")
                                 << QByteArray("device_name,device_type\na,water_meter\n")
                                 << invalid << u"dev_eui"_s;
        QTest::newRow("a column nobody knows")
            << QByteArray("text/csv") << QByteArray("dev_eui,device_name,device_type,colour\n")
            << invalid << u"colour"_s;
        QTest::newRow("ten thousand and one devices")
            << QByteArray("text/csv")
            << "dev_eui,device_name,device_type\n" + QByteArray("x,y,z\n").repeated(10'001)
            << invalid << u"body"_s;
        QTest::newRow("a spreadsheet") << QByteArray("application/vnd.ms-excel") << QByteArray("PK")
                                       << u"415 UNSUPPORTED_MEDIA_TYPE"_s << QString();
    }
    void bodiesThatAreRefusedAsAWhole()
    {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, body);
        QFETCH(QString, answer);
        QFETCH(QString, field);
        Headers headers = key;
        headers.push_back({"content-type", type});
        const auto response =
            backend->call(contract::Method::Post, "/devices/bulk-register", body, headers);
        QCOMPARE(summary(response), answer);
        QCOMPARE(fieldOf(response), field);
    }

    void theirWatchersAreTold()
    {
        std::vector<QString> told;
        std::mutex mutex;
        const int subscription =
            backend->dispatcher().events().subscribe([&](const contract::Events &events) {
                const std::lock_guard lock(mutex);
                for (const contract::Event &event : events)
                    told.push_back(contract::eventKind(event));
            });
        registerCsv("dev_eui,device_name,device_type\n0000000000000111,A,water_meter\n"
                    "0000000000000112,B,water_meter\n");
        backend->dispatcher().events().unsubscribe(subscription);
        QCOMPARE(told, (std::vector<QString>{u"device"_s, u"device"_s}));
    }
};

QTEST_GUILESS_MAIN(BulkTest)
#include "tst_bulk.moc"
