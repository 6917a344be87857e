#include "backend/api/exports.h"
#include "backend/api/openapi.h"
#include "backend/services/closingservice.h"
#include "backend/services/csvreader.h"
#include "backend/storage/devicestatestore.h"
#include "backend/storage/readingstore.h"
#include "tests/support/testbackend.h"
#include "tests/support/unzipped.h"

#include <QTest>

using namespace datakubo;
using namespace datakubo::test;
using namespace Qt::Literals::StringLiterals;

// GET /exports/{list}
class ExportsTest : public QObject
{
    Q_OBJECT

private:
    TestBackend *backend = nullptr;
    Tenant tenant;
    Headers key;

    void addDevice(const QString &eui, const QString &name, const QString &communityUuid = {})
    {
        const auto made = backend->post("/devices/register",
                                        {{u"dev_eui"_s, eui},
                                         {u"device_name"_s, name},
                                         {u"device_type"_s, u"water_meter"_s},
                                         {u"customer_id"_s, communityUuid}},
                                        key);
        QCOMPARE(made.status, 201);
    }
    void send(const QString &eui, double volume, const QString &time)
    {
        backend->post("/ingest/water-consumption",
                      {{u"dev_eui"_s, eui}, {u"consumption_m3"_s, volume}, {u"timestamp"_s, time}},
                      key);
    }
    contract::Response exported(const QByteArray &what) { return exported(what, key); }
    contract::Response exported(const QByteArray &what, const Headers &caller)
    {
        return backend->get("/exports/" + what, caller);
    }
    // The file as lines of fields, the titles first.
    static std::vector<std::vector<QString>> recordsOf(const contract::Response &response)
    {
        services::CsvReader reader(
            [rest = response.body]() mutable { return std::exchange(rest, QByteArray()); });
        std::vector<std::vector<QString>> records;
        services::CsvRecord record;
        while (reader.next(record))
            records.push_back(record.fields);
        return records;
    }
    static QStringList columnOf(const contract::Response &response, const QString &title)
    {
        QStringList column;
        const auto records = recordsOf(response);
        if (records.empty())
            return column;
        const auto &titles = records.front();
        const auto at = std::find(titles.begin(), titles.end(), title) - titles.begin();
        for (size_t i = 1; i < records.size(); ++i)
            column.append(records[i].at(static_cast<size_t>(at)));
        return column;
    }
    // What an export needs beside its name.
    QByteArray queryOf(const api::ExportedList &list) const
    {
        return list.subject == nullptr ? QByteArray()
                                       : '?' + QByteArray(list.subject) + '=' + subjectOf(list);
    }
    QByteArray subjectOf(const api::ExportedList &list) const
    {
        const QByteArray subject = list.subject;
        if (subject == "customer_id")
            return tenant.community.uuid.toLatin1();
        return subject == "end_user_id" ? tenant.resident.uuid.toLatin1() : "00000000000000a1";
    }

private Q_SLOTS:
    void initTestCase_data() { TestBackend::addEngines(); }
    void init()
    {
        QFETCH_GLOBAL(QString, engine);
        if (const QString reason = TestBackend::missing(engine); !reason.isEmpty())
            QSKIP(qPrintable(reason));
        backend = &TestBackend::shared(engine);
        tenant = backend->tenant(u"Export"_s);
        key = tenant.withKey();
    }
    void cleanupTestCase() { TestBackend::forgetShared(); }

    void theDescriptionNamesTheLists()
    {
        const QJsonValue described =
            api::openApiDocument(u"1"_s)[u"paths"][u"/exports/{list}"][u"get"][u"parameters"][0];
        QJsonArray names;
        for (const api::ExportedList &list : api::exportedLists())
            names.append(QLatin1String(list.name));
        QCOMPARE(described[u"schema"][u"enum"].toArray(), names);
    }

    void everyColumnOfEveryListIsOneTheListAnswersWith()
    {
        addDevice(u"00000000000000a1"_s, u"One"_s, tenant.community.uuid);
        backend->put(
            "/devices/00000000000000a1/assign",
            {{u"end_user_id"_s, tenant.resident.uuid}, {u"from"_s, u"2026-11-01T00:00:00Z"_s}},
            key);
        send(u"00000000000000a1"_s, 100, u"2026-11-15T10:00:00Z"_s);
        for (int day = 16; day <= 24; ++day) // its register restarted: a question
            send(u"00000000000000a1"_s, day / 10., u"2026-11-%1T10:00:00Z"_s.arg(day));
        backend->write([](storage::Session &session, contract::Events &) {
            services::ClosingService(session).close({});
            return contract::noContent();
        });
        send(u"00000000000000b1"_s, 2.5, u"2026-11-24T10:00:00Z"_s); // nobody registered it
        for (const api::ExportedList &list : api::exportedLists()) {
            QByteArray route = list.route;
            route.replace("{eui}", "00000000000000a1");
            route.replace("{id}", subjectOf(list));
            const QJsonValue data = bodyOf(backend->get(route, key))[u"data"];
            const QJsonValue items =
                QByteArray(list.items).isEmpty() ? data : data[QLatin1String(list.items)];
            const QJsonObject item = items.isArray() ? items[0].toObject() : items.toObject();
            QVERIFY2(!item.isEmpty(), list.name);
            for (const api::ExportColumn &column : list.columns) {
                QJsonValue value = item;
                for (const QString &step : QString::fromLatin1(column.path).split(u'.'))
                    value = value[step];
                QVERIFY2(!value.isUndefined() || column.kind == api::ExportColumn::Kind::Subject,
                         column.path);
            }
            const auto file = exported(list.name + queryOf(list));
            QCOMPARE(file.status, 200);
            QCOMPARE(file.contentType, "text/csv; charset=utf-8");
            QCOMPARE(file.header("content-disposition"), "attachment; filename=\"datakubo-"
                                                             + QByteArray(list.name)
                                                             + "-2026-11-24.csv\"");
            const auto records = recordsOf(file);
            QCOMPARE(records.front().size(), list.columns.size());
            QCOMPARE(static_cast<qsizetype>(records.size()),
                     1 + (items.isArray() ? items.toArray().size() : 1));
        }
    }

    void aListIsExportedForThoseWhoMayListIt()
    {
        addDevice(u"00000000000000a1"_s, u"One"_s, tenant.community.uuid);
        addDevice(u"00000000000000a2"_s, u"Two"_s);
        backend->put("/devices/00000000000000a1/assign", {{u"end_user_id"_s, tenant.resident.uuid}},
                     key);
        const Headers callers[] = {key, bearer(tenant.communityAdminToken),
                                   bearer(tenant.residentToken), tenant.withIngestKey(), Headers()};
        for (const api::ExportedList &list : api::exportedLists()) {
            QByteArray route = list.route;
            route.replace("{eui}", "00000000000000a1");
            route.replace("{id}", subjectOf(list));
            for (const Headers &caller : callers) {
                const auto listed = backend->get(route, caller);
                const auto file = exported(list.name + queryOf(list), caller);
                QVERIFY2(summary(file) == summary(listed),
                         qPrintable(QLatin1String(list.name) + u": "_s + summary(file)));
            }
        }
        QCOMPARE(columnOf(exported("devices", callers[2]), u"device_name"_s),
                 QStringList{u"One"_s});
        QCOMPARE(columnOf(exported("devices"), u"device_name"_s),
                 (QStringList{u"One"_s, u"Two"_s}));
        const auto hidden = exported("readings?dev_eui=00000000000000a2", callers[2]);
        QCOMPARE(summary(hidden), u"404 DEVICE_NOT_FOUND"_s);
    }

    void filtersAreThoseOfTheList()
    {
        addDevice(u"00000000000000a1"_s, u"=Cellar & \"1\""_s, tenant.community.uuid);
        addDevice(u"00000000000000a2"_s, u"Roof; 2"_s);
        QCOMPARE(columnOf(exported("devices?search=roof&limit=1&cursor=x&offset=5"), u"dev_eui"_s),
                 QStringList{u"00000000000000a2"_s});
        QCOMPARE(columnOf(exported("devices?customer_id=" + tenant.community.uuid.toLatin1()),
                          u"device_name"_s),
                 QStringList{u"'=Cellar & \"1\""_s});
        QCOMPARE(columnOf(exported("devices?sort=-device_name"), u"dev_eui"_s),
                 (QStringList{u"00000000000000a2"_s, u"00000000000000a1"_s}));
        for (int i = 0; i < 5; ++i)
            send(u"00000000000000a1"_s, 1000.25 + i, u"2026-11-1%1T12:00:00Z"_s.arg(i));
        const auto readings =
            exported("readings?dev_eui=00000000000000A1&from=2026-11-11&to=2026-11-14"
                     "&delimiter=semicolon&decimal=comma");
        QCOMPARE(columnOf(readings, u"consumption_m3"_s),
                 (QStringList{u"1003,25"_s, u"1002,25"_s, u"1001,25"_s}));
        QCOMPARE(columnOf(readings, u"dev_eui"_s).first(), u"00000000000000a1"_s);
        QCOMPARE(columnOf(readings, u"recorded_at"_s).first(), u"2026-11-13T12:00:00Z"_s);
        QVERIFY(readings.body.startsWith("\xEF\xBB\xBF"
                                         "dev_eui;recorded_at;consumption_m3;"));
    }

    void aSheetHoldsTheSame()
    {
        addDevice(u"00000000000000a1"_s, u"=Cellar"_s);
        send(u"00000000000000a1"_s, 1000.25, u"2026-11-24T11:00:00Z"_s);
        const auto file = exported("devices?format=xlsx");
        QCOMPARE(file.contentType,
                 "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        QVERIFY(file.header("content-disposition").endsWith("-2026-11-24.xlsx\""));
        const QByteArray sheet = unzipped(file.body, u"xl/worksheets/sheet1.xml"_s);
        QVERIFY(sheet.contains("<t>=Cellar</t>"));
        QVERIFY(!sheet.contains("<f>"));
        QVERIFY(sheet.contains("<v>1000.25</v>"));
        QVERIFY(sheet.contains("<v>46350.5</v>")); // noon in Madrid
    }

    void seriesAndBalanceAreListsToo()
    {
        const QString eui = u"00000000000000a1"_s;
        addDevice(eui, u"Flat"_s, tenant.community.uuid);
        QCOMPARE(backend->patch("/organization", {{u"time_zone"_s, u"UTC"_s}}, key).status, 200);
        send(eui, 10, u"2026-01-01T00:00:00Z"_s);
        send(eui, 10.5, u"2026-01-02T00:00:00Z"_s);
        send(eui, 11.25, u"2026-01-03T00:00:00Z"_s);
        const QByteArray range = "&from=2026-01-01&to=2026-01-03";
        const QByteArray community = "customer_id=" + tenant.community.uuid.toLatin1();
        const auto series = exported("device-consumption?dev_eui=00000000000000A1" + range);
        QCOMPARE(columnOf(series, u"dev_eui"_s), (QStringList{eui, eui}));
        QCOMPARE(columnOf(series, u"consumption_m3"_s), (QStringList{u"0.5"_s, u"0.75"_s}));
        QCOMPARE(columnOf(series, u"opening_m3"_s), (QStringList{u"10"_s, u"10.5"_s}));
        QCOMPARE(columnOf(series, u"quality"_s), (QStringList{u"measured"_s, u"measured"_s}));
        QCOMPARE(
            columnOf(exported("customer-consumption?" + community + range), u"consumption_m3"_s),
            (QStringList{u"0.5"_s, u"0.75"_s}));
        QCOMPARE(columnOf(exported("balance?" + community + range), u"date"_s),
                 (QStringList{u"2026-01-01"_s, u"2026-01-02"_s}));
        QVERIFY(columnOf(exported("audit"), u"action"_s).contains(u"organization.edit"_s));
        QCOMPARE(exported("attention").status, 200);
        QCOMPARE(fieldOf(exported("device-consumption")), u"dev_eui"_s);
    }

    void aLongListIsWalkedToItsEnd()
    {
        QByteArray file = "dev_eui,device_name,device_type\n";
        for (int i = 0; i < 2500; ++i) {
            file += DevEui(0x10000U + static_cast<quint64>(i)).toString().toLatin1() + ",Meter "
                    + QByteArray::number(i) + ",water_meter\n";
        }
        QCOMPARE(backend->postCsv("/devices/bulk-register", file, key).status, 200);
        QStringList euis = columnOf(exported("devices"), u"dev_eui"_s);
        QCOMPARE(euis.size(), 2500);
        QCOMPARE(euis.removeDuplicates(), 0);
    }

    void tooManyRowsAreRefused()
    {
        if (backend->engine() != u"sqlite")
            QSKIP("the bound is not the database's");
        addDevice(u"00000000000000a1"_s, u"Long"_s);
        for (int piece = 0; piece < 201; ++piece) {
            backend->write([&](storage::Session &session, contract::Events &) {
                const DevEui eui = *DevEui::parse(u"00000000000000a1"_s);
                const DeviceId device =
                    storage::DeviceStateStore(session).find(tenant.id, {eui}).at(eui).id;
                std::vector<storage::NewReading> readings(piece < 200 ? 1000 : 1);
                for (size_t i = 0; i < readings.size(); ++i) {
                    readings[i].reading.device = device;
                    readings[i].reading.recordedAt = {1'500'000'000'000 + piece * 1'000'000
                                                      + static_cast<qint64>(i) * 1000};
                }
                storage::ReadingStore(session).insert(tenant.id, readings);
                return contract::noContent();
            });
        }
        const auto refused = exported("readings?dev_eui=00000000000000a1");
        QCOMPARE(summary(refused), u"400 VALIDATION_ERROR"_s);
        QVERIFY(bodyOf(refused)[u"message"].toString().contains(u"200000 rows; narrow"_s));
        const auto taken = exported("readings?dev_eui=00000000000000a1&to=2017-07-14T02:56:40Z");
        QCOMPARE(columnOf(taken, u"dev_eui"_s).size(), 1000);
    }

    void badQueriesAreRefusedByName_data()
    {
        QTest::addColumn<QByteArray>("what");
        QTest::addColumn<QString>("answer");
        QTest::addColumn<QString>("field");
        const QString invalid = u"400 VALIDATION_ERROR"_s;
        const auto row = [](const char *what, const QString &answer, const QString &field) {
            QTest::newRow(what) << QByteArray(what) << answer << field;
        };
        row("devices?format=pdf", invalid, u"format"_s);
        row("devices?delimiter=,", invalid, u"delimiter"_s);
        row("devices?decimal=dot", invalid, u"decimal"_s);
        row("devices?status=lost", invalid, u"status"_s);
        row("devices?sort=colour", invalid, u"sort"_s);
        row("readings", invalid, u"dev_eui"_s);
        row("readings?dev_eui=a1", u"400 INVALID_DEVICE_ID"_s, u"dev_eui"_s);
        row("readings?dev_eui=00000000000000aa", u"404 DEVICE_NOT_FOUND"_s, {});
        row("readings?dev_eui=00000000000000a1&from=soon", invalid, u"from"_s);
        row("billing?period=soon", invalid, u"period"_s);
        row("api-keys", u"404 NOT_FOUND"_s, {});
        row("nothing", u"404 NOT_FOUND"_s, {});
    }
    void badQueriesAreRefusedByName()
    {
        QFETCH(QByteArray, what);
        addDevice(u"00000000000000a1"_s, u"One"_s);
        const auto refused = exported(what);
        QTEST(summary(refused), "answer");
        QTEST(fieldOf(refused), "field");
    }
};

QTEST_GUILESS_MAIN(ExportsTest)
#include "tst_exports.moc"
