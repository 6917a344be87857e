#include "backend/services/closingservice.h"
#include "backend/storage/devicestatestore.h"
#include "backend/storage/integrity.h"
#include "tests/support/testbackend.h"

#include <QTest>

#include <thread>

using namespace datakubo;
using namespace datakubo::test;
using namespace Qt::Literals::StringLiterals;

// POST /readings/import, and ?preview=true of every import
class ReadingImportTest : public QObject
{
    Q_OBJECT

private:
    TestBackend *backend = nullptr;
    Tenant tenant;
    Headers key;

    void addDevice(const QString &eui, const QString &communityUuid = {})
    {
        const auto made = backend->post("/devices/register",
                                        {{u"dev_eui"_s, eui},
                                         {u"device_name"_s, u"Meter"_s},
                                         {u"device_type"_s, u"water_meter"_s},
                                         {u"customer_id"_s, communityUuid}},
                                        key);
        QCOMPARE(made.status, 201);
    }
    QJsonObject imported(const QByteArray &file) { return imported(file, key); }
    QJsonObject imported(const QByteArray &file, const Headers &caller)
    {
        const auto accepted = backend->postCsv("/readings/import", file, caller);
        if (accepted.status != 202)
            qFatal("%s", accepted.body.constData());
        const QByteArray path = "/jobs/" + dataOf(accepted)[u"job_id"].toString().toLatin1();
        for (;;) {
            const QJsonObject job = dataOf(backend->get(path, key));
            const QString state = job[u"state"].toString();
            if (state != u"queued" && state != u"running")
                return job;
            std::this_thread::yield();
        }
    }
    static QStringList errorsOf(const QJsonObject &data)
    {
        QStringList errors;
        for (const QJsonValue &error : data[u"errors"].toArray()) {
            errors.append(QString(QString::number(error[u"line"].toInteger()) + u' '
                                  + error[u"field"].toString())
                              .trimmed());
        }
        return errors;
    }
    // "2025-01-15T10:30:00Z 1.5", newest first
    QStringList readingsOf(const QByteArray &eui)
    {
        QStringList readings;
        for (const QJsonValue &reading :
             listOf(backend->get("/devices/" + eui + "/readings?limit=1000", key)))
            readings.append(reading[u"recorded_at"].toString() + u' '
                            + QString::number(reading[u"consumption_m3"].toDouble(), 'g', 15));
        return readings;
    }
    storage::DeviceState stateOf(const QString &eui)
    {
        storage::DeviceState state;
        backend->write([&](storage::Session &session, contract::Events &) {
            const DevEui parsed = *DevEui::parse(eui);
            state = storage::DeviceStateStore(session).find(tenant.id, {parsed}).at(parsed);
            return contract::noContent();
        });
        return state;
    }
    void verifyIntact()
    {
        QStringList problems;
        backend->write([&](storage::Session &session, contract::Events &) {
            problems = storage::checkIntegrity(session).problems;
            return contract::noContent();
        });
        QCOMPARE(problems, QStringList());
    }

private Q_SLOTS:
    void initTestCase_data() { TestBackend::addEngines(); }
    void init()
    {
        QFETCH_GLOBAL(QString, engine);
        if (const QString reason = TestBackend::missing(engine); !reason.isEmpty())
            QSKIP(qPrintable(reason));
        backend = &TestBackend::shared(engine);
        tenant = backend->tenant(u"Import"_s);
        key = tenant.withKey();
    }
    void cleanupTestCase() { TestBackend::forgetShared(); }

    void everyLineIsStoredOrNamedAndASecondRunChangesNothing()
    {
        addDevice(u"00000000000000e1"_s);
        backend->post("/ingest/water-consumption",
                      {{u"dev_eui"_s, u"00000000000000e9"_s}, {u"consumption_m3"_s, 1}}, key);
        const QByteArray file =
            "dev_eui,recorded_at,consumption_m3,note\n"
            "00000000000000E1,2025-01-01T00:00:00Z,1.5,\"by hand, twice\"\n"
            "00000000000000e1,2025-01-02T00:00:00+01:00,2.000001,\n"
            "00000000000000e1,2025-01-01T23:00:00Z,2.000001,\n" // the same again
            "00000000000000e1,2025-01-01T23:00:00Z,2.5,\n"
            "00000000000000e2,2025-01-01T00:00:00Z,1,\n"
            "00000000000000e9,2025-01-01T00:00:00Z,1,\n" // heard, not registered
            "e1,2025-01-01T00:00:00Z,1,\n"
            "00000000000000e1,yesterday,1,\n"
            "00000000000000e1,1999-12-31T23:59:59Z,1,\n"
            "00000000000000e1,2026-11-26T00:00:00Z,1,\n" // it is noon of the 24th
            "00000000000000e1,2025-01-03T00:00:00Z,-1,\n"
            "00000000000000e1,2025-01-03T00:00:00Z,many,\n"
            "00000000000000e1,2025-01-03T00:00:00Z,,\n"
            "00000000000000e1,2025-01-03T00:00:00Z,1,,too many\n"
            "00000000000000e1,2025-03-30 02:30,1,\n"; // in Madrid there was no such time
        const QJsonObject job = imported(file);
        QCOMPARE(job[u"kind"].toString(), u"readings_import"_s);
        QCOMPARE(job[u"state"].toString(), u"done"_s);
        QCOMPARE(job[u"done"].toInt(), 15);
        QCOMPARE(job[u"total"].toInt(), 15);
        const QStringList errors{u"5 consumption_m3"_s,
                                 u"6 dev_eui"_s,
                                 u"7 dev_eui"_s,
                                 u"8 dev_eui"_s,
                                 u"9 recorded_at"_s,
                                 u"10 recorded_at"_s,
                                 u"11 recorded_at"_s,
                                 u"12 consumption_m3"_s,
                                 u"13 consumption_m3"_s,
                                 u"14 consumption_m3"_s,
                                 u"15"_s,
                                 u"16 recorded_at"_s};
        QCOMPARE(errorsOf(job), errors);
        QVERIFY(job[u"errors"][0][u"message"].toString().contains(u"2.000001"_s));
        const auto list = backend->get("/devices/00000000000000e1/readings", key);
        QCOMPARE(readingsOf("00000000000000e1"),
                 (QStringList{u"2025-01-01T23:00:00Z 2.000001"_s, u"2025-01-01T00:00:00Z 1.5"_s}));
        const QJsonObject first = listOf(list)[1].toObject();
        QCOMPARE(first[u"source"].toString(), u"import"_s);
        QCOMPARE(first[u"note"].toString(), u"by hand, twice"_s);
        const auto audit = backend->get("/audit?limit=1", key);
        QCOMPARE(listOf(audit)[0][u"action"].toString(), u"reading.import"_s);
        QCOMPARE(listOf(audit)[0][u"subject"].toString(), u"2 readings"_s);
        QCOMPARE(errorsOf(imported(file)), errors);
        QCOMPARE(backend->get("/devices/00000000000000e1/readings", key).body, list.body);
        QCOMPARE(backend->get("/audit?limit=1", key).body, audit.body);
        verifyIntact();
    }

    void theStateOfADeviceFollowsItsReadingsAndNothingElse()
    {
        addDevice(u"00000000000000f1"_s);
        imported("dev_eui,recorded_at,consumption_m3\n"
                 "00000000000000f1,2025-01-03T00:00:00Z,3\n"
                 "00000000000000f1,2025-01-01T00:00:00Z,1\n"
                 "00000000000000f1,2025-01-02T00:00:00Z,2\n");
        storage::DeviceState state = stateOf(u"00000000000000f1"_s);
        QCOMPARE(state.lastRecordedAt.toString(), u"2025-01-03T00:00:00Z"_s);
        QCOMPARE(state.lastVolume->toCubicMetres(), 3.0);
        QCOMPARE(state.previousVolume->toCubicMetres(), 2.0);
        QCOMPARE(state.lastSeenAt.ms, 0);
        QCOMPARE(state.firstSeenAt.ms, 0);
        QCOMPARE(state.messageCount, 0);
        const QJsonObject device = dataOf(backend->get("/devices/00000000000000f1", key));
        QVERIFY(device[u"last_seen_at"].isNull());
        QCOMPARE(device[u"last_reading"][u"consumption_m3"].toDouble(), 3.0);

        backend->post("/ingest/water-consumption",
                      {{u"dev_eui"_s, u"00000000000000f1"_s},
                       {u"consumption_m3"_s, 9},
                       {u"timestamp"_s, u"2026-11-24T00:00:00Z"_s}},
                      key);
        const storage::DeviceState heard = stateOf(u"00000000000000f1"_s);
        imported("dev_eui,recorded_at,consumption_m3\n"
                 "00000000000000f1,2026-11-23T00:00:00Z,8\n");
        state = stateOf(u"00000000000000f1"_s);
        QCOMPARE(state.lastVolume->toCubicMetres(), 9.0);
        imported("dev_eui,recorded_at,consumption_m3\n"
                 "00000000000000f1,2026-11-24T06:00:00Z,9.5\n");
        state = stateOf(u"00000000000000f1"_s);
        QCOMPARE(state.lastVolume->toCubicMetres(), 9.5);
        QCOMPARE(state.previousVolume->toCubicMetres(), 9.0);
        QCOMPARE(state.lastSeenAt, heard.lastSeenAt);
        QCOMPARE(state.messageCount, heard.messageCount);
        QCOMPARE(state.status, heard.status);
        // The sender's own reading at an imported time is no second one.
        const auto again = backend->post("/ingest/water-consumption",
                                         {{u"dev_eui"_s, u"00000000000000f1"_s},
                                          {u"consumption_m3"_s, 9.5},
                                          {u"timestamp"_s, u"2026-11-24T06:00:00Z"_s}},
                                         key);
        QCOMPARE(dataOf(again)[u"result"].toString(), u"duplicate"_s);
        verifyIntact();
    }

    void daysThatWereClosedAreCountedAgain()
    {
        addDevice(u"00000000000000f2"_s);
        imported("dev_eui,recorded_at,consumption_m3\n"
                 "00000000000000f2,2025-01-01,1\n"
                 "00000000000000f2,2025-01-10,10\n"
                 "00000000000000f2,2025-01-11,11\n"
                 "00000000000000f2,2025-01-12,12\n");
        backend->write([&](storage::Session &session, contract::Events &) {
            services::ClosingService service(session);
            for (auto piece = service.close({}); piece.isMore; piece = service.close(piece.at)) {
            }
            return contract::noContent();
        });
        QVERIFY(stateOf(u"00000000000000f2"_s).knownUntil.ms > 0);
        imported("dev_eui,recorded_at,consumption_m3\n00000000000000f2,2025-01-05,2\n");
        QStringList differences;
        backend->write([&](storage::Session &session, contract::Events &) {
            DeviceId last;
            differences = services::ClosingService(session).differences({}, 1'000'000, last);
            return contract::noContent();
        });
        QCOMPARE(differences, QStringList());
        verifyIntact();
    }

    void timesWithoutAZoneAreLocalToTheCommunity()
    {
        backend->patch("/customers/" + tenant.community.uuid.toLatin1(),
                       {{u"time_zone"_s, u"America/New_York"_s}}, key);
        addDevice(u"00000000000000a1"_s, tenant.community.uuid);
        addDevice(u"00000000000000a2"_s);
        const QJsonObject job = imported("dev_eui;recorded_at;consumption_m3\n"
                                         "00000000000000a1;31/01/2025 12:00;1.234,5\n"
                                         "00000000000000a2;31/01/2025 12:00;1.234\n"
                                         "00000000000000a2;02/01/2025;999,25\n");
        QCOMPARE(errorsOf(job), QStringList());
        QCOMPARE(readingsOf("00000000000000a1"), QStringList{u"2025-01-31T17:00:00Z 1234.5"_s});
        QCOMPARE(readingsOf("00000000000000a2"),
                 (QStringList{u"2025-01-31T11:00:00Z 1234"_s, u"2025-01-01T23:00:00Z 999.25"_s}));
    }

    void manyRowsOfManyDevicesAreDoneInPieces()
    {
        QByteArray file = "recorded_at\tdev_eui\tconsumption_m3\n";
        for (int device = 0; device < 5; ++device)
            addDevice(DevEui(0x500U + static_cast<quint64>(device)).toString());
        Timestamp at = *Timestamp::parse(u"2024-01-01T00:00:00Z");
        for (int i = 0; i < 600; ++i) {
            for (int device = 0; device < 5; ++device) {
                file += at.toString().toLatin1() + '\t'
                        + DevEui(0x500U + static_cast<quint64>(device)).toString().toLatin1() + '\t'
                        + QByteArray::number(i) + '.' + QByteArray::number(device) + '\n';
            }
            at = at + duration::day;
        }
        const QJsonObject job = imported(file);
        QCOMPARE(errorsOf(job), QStringList());
        QCOMPARE(job[u"done"].toInt(), 3000);
        const QByteArray path = "/devices/0000000000000503/readings?limit=1";
        QCOMPARE(contract::readPagination(backend->get(path, key)).total, 600);
        QCOMPARE(stateOf(u"0000000000000503"_s).lastVolume->toCubicMetres(), 599.3);
        QCOMPARE(stateOf(u"0000000000000503"_s).previousVolume->toCubicMetres(), 598.3);
        QCOMPARE(errorsOf(imported(file)), QStringList());
        QCOMPARE(contract::readPagination(backend->get(path, key)).total, 600);
        verifyIntact();
    }

    void aCommunityAdminImportsForItsOwnCommunities()
    {
        addDevice(u"00000000000000b1"_s, tenant.community.uuid);
        addDevice(u"00000000000000b2"_s);
        const QJsonObject job = imported("dev_eui,recorded_at,consumption_m3\n"
                                         "00000000000000b1,2025-01-01,1\n"
                                         "00000000000000b2,2025-01-01,1\n",
                                         bearer(tenant.communityAdminToken));
        QCOMPARE(errorsOf(job), QStringList{u"3 dev_eui"_s});
    }

    void filesThatAreRefused_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QString>("field");
        QTest::newRow("empty") << QByteArray() << QByteArray() << u"body"_s;
        QTest::newRow("without values")
            << QByteArray() << QByteArray("dev_eui,recorded_at\n") << u"consumption_m3"_s;
        QTest::newRow("a column nobody knows")
            << QByteArray() << QByteArray("dev_eui,recorded_at,consumption_m3,flow\n") << u"flow"_s;
        QTest::newRow("an odd preview")
            << QByteArray("?preview=maybe") << QByteArray("dev_eui,recorded_at,consumption_m3\n")
            << u"preview"_s;
    }
    void filesThatAreRefused()
    {
        QFETCH(QByteArray, query);
        QFETCH(QByteArray, file);
        const auto refused = backend->postCsv("/readings/import" + query, file, key);
        QCOMPARE(summary(refused), u"400 VALIDATION_ERROR"_s);
        QTEST(fieldOf(refused), "field");
    }

    void aPreviewOfReadingsChangesNothing()
    {
        addDevice(u"00000000000000c1"_s);
        QByteArray file = "dev_eui;recorded_at;consumption_m3\n"
                          "00000000000000c1;01/02/2025;1,5\n"
                          "00000000000000c2;01/02/2025;1,5\n"
                          "00000000000000c1;01/02/2025;1,75\n"
                          "00000000000000c1;01/02/2025;x\n";
        for (int i = 0; i < 1500; ++i)
            file += "00000000000000c1;01/03/2025;2,5\n";
        file += "00000000000000c1;first;2\n";
        const auto answer = backend->postCsv("/readings/import?preview=true", file, key);
        QCOMPARE(summary(answer), u"200"_s);
        const QJsonObject data = dataOf(answer);
        QCOMPARE(textsOf(data[u"rows"].toArray(), u"recorded_at"_s).first(),
                 u"2025-01-31T23:00:00Z"_s);
        QCOMPARE(data[u"rows"].toArray().size(), 20);
        QCOMPARE(data[u"rows"][0][u"consumption_m3"].toDouble(), 1.5);
        QCOMPARE(data[u"columns"].toArray().size(), 3);
        QCOMPARE(data[u"delimiter"].toString(), u";"_s);
        QCOMPARE(data[u"decimal"].toString(), u"comma"_s);
        QCOMPARE(data[u"decimal_assumed"].toBool(true), false);
        QCOMPARE(data[u"date_format"].toString(), u"DD/MM/YYYY"_s);
        QCOMPARE(data[u"date_format_assumed"].toBool(), true);
        QCOMPARE(data[u"total_rows"].toInt(), 1505);
        QCOMPARE(errorsOf(data), (QStringList{u"3 dev_eui"_s, u"4 consumption_m3"_s,
                                              u"5 consumption_m3"_s, u"1506 recorded_at"_s}));
        QCOMPARE(readingsOf("00000000000000c1"), QStringList());
        QCOMPARE(stateOf(u"00000000000000c1"_s).lastRecordedAt.ms, 0);
    }

    void aPreviewOfResidentsChangesNothing()
    {
        const auto before = backend->get("/end-users", key).body;
        const auto answer = backend->postCsv("/end-users/import?preview=true&customer_id="
                                                 + tenant.community.uuid.toLatin1(),
                                             "name,move_in,share\n"
                                             "Bea,12/31/2024,\"0,5\"\n"
                                             "Carla,01/02/2025,\n"
                                             ",01/02/2025,\n"
                                             "Dan,31/12/2024,\n",
                                             key);
        QCOMPARE(summary(answer), u"200"_s);
        const QJsonObject data = dataOf(answer);
        QCOMPARE(textsOf(data[u"rows"].toArray(), u"name"_s), (QStringList{u"Bea"_s, u"Dan"_s}));
        // The rows contradict each other: what could be either is not guessed at.
        QCOMPARE(data[u"date_format"].toString(), u"mixed"_s);
        QCOMPARE(errorsOf(data), (QStringList{u"3 move_in"_s, u"4 name"_s}));
        QCOMPARE(backend->get("/end-users", key).body, before);
    }

    void aPreviewOfDevicesChangesNothing()
    {
        const auto answer = backend->postCsv("/devices/bulk-register?preview=true",
                                             "dev_eui;device_name;device_type;customer_id\n"
                                             "00000000000000d1;One;water_meter;\n"
                                             "00000000000000d2;Two;water_meter;nowhere\n"
                                             "d3;Three;water_meter;\n",
                                             key);
        QCOMPARE(summary(answer), u"200"_s);
        const QJsonObject data = dataOf(answer);
        QCOMPARE(textsOf(data[u"rows"].toArray(), u"device_name"_s), QStringList{u"One"_s});
        QCOMPARE(errorsOf(data), (QStringList{u"3 customer_id"_s, u"4 dev_eui"_s}));
        QVERIFY(data[u"date_format"].isNull());
        QCOMPARE(data[u"total_rows"].toInt(), 3);
        QCOMPARE(listOf(backend->get("/devices", key)), QJsonArray());
        const auto json =
            backend->call(contract::Method::Post, "/devices/bulk-register?preview=true", "[]", key);
        QCOMPARE(summary(json), u"400 VALIDATION_ERROR"_s);
        QCOMPARE(fieldOf(json), u"preview"_s);
    }
};

QTEST_GUILESS_MAIN(ReadingImportTest)
#include "tst_readingimport.moc"
