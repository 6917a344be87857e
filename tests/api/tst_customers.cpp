#include "tests/support/testbackend.h"

#include <QTest>

using namespace datakubo;
using namespace datakubo::test;
using namespace Qt::Literals::StringLiterals;

class CustomersTest : public QObject
{
    Q_OBJECT

private:
    TestBackend *backend = nullptr;
    Tenant tenant;
    Headers key;

    void hear(const QString &eui, const QString &tenantName)
    {
        const auto sent = backend->post("/ingest/water-consumption",
                                        {{u"dev_eui"_s, eui},
                                         {u"consumption_m3"_s, 4.5},
                                         {u"tenant_name"_s, tenantName},
                                         {u"device_name"_s, QString(u"Heard "_s + eui.right(2))}},
                                        key);
        QCOMPARE(dataOf(sent)[u"result"].toString(), u"unregistered"_s);
    }
    QByteArray registerPath() const
    {
        return "/customers/" + tenant.community.uuid.toLatin1() + "/register-unregistered-devices";
    }

private Q_SLOTS:
    void initTestCase_data() { TestBackend::addEngines(); }
    void init()
    {
        QFETCH_GLOBAL(QString, engine);
        if (const QString reason = TestBackend::missing(engine); !reason.isEmpty())
            QSKIP(qPrintable(reason));
        backend = &TestBackend::shared(engine);
        tenant = backend->tenant(u"Torre Norte"_s);
        key = tenant.withKey();
    }
    void cleanupTestCase() { TestBackend::forgetShared(); }

    void communitiesAreMadeAndFound()
    {
        const auto made = backend->post("/customers",
                                        {{u"name"_s, u"  Édificio Sur "_s},
                                         {u"admin_email"_s, u"a@example.org"_s},
                                         {u"tenant_name"_s, u"sur"_s},
                                         {u"time_zone"_s, u"Atlantic/Canary"_s},
                                         {u"address"_s, u"Calle 1"_s}},
                                        key);
        QCOMPARE(made.status, 201);
        const QJsonObject data = dataOf(made);
        QCOMPARE(data[u"name"].toString(), u"Édificio Sur"_s);
        QCOMPARE(data[u"tenant_name"].toString(), u"sur"_s);
        QCOMPARE(data[u"device_count"].toInt(-1), 0);
        QCOMPARE(data[u"resident_count"].toInt(-1), 0);
        QCOMPARE(data[u"open_alert_count"].toInt(-1), 0);
        QCOMPARE(dataOf(backend->get("/customers/" + data[u"id"].toString().toLatin1(), key)),
                 data);
        const auto same = backend->post(
            "/customers", {{u"name"_s, u"Other"_s}, {u"tenant_name"_s, u"sur"_s}}, key);
        QCOMPARE(summary(same), u"409 CONFLICT"_s);
        QCOMPARE(fieldOf(same), u"tenant_name"_s);
        // Without a tenant name there may be many; another organization may have the same.
        QCOMPARE(backend->post("/customers", {{u"name"_s, u"B"_s}}, key).status, 201);
        QCOMPARE(backend->post("/customers", {{u"name"_s, u"C"_s}}, key).status, 201);
        const Tenant other = backend->tenant(u"Others"_s);
        QCOMPARE(backend
                     ->post("/customers", {{u"name"_s, u"D"_s}, {u"tenant_name"_s, u"sur"_s}},
                            other.withKey())
                     .status,
                 201);
        QCOMPARE(textsOf(listOf(backend->get("/customers?search=%C3%89DIF", key)), u"name"_s),
                 QStringList{u"Édificio Sur"_s});
        const auto page = backend->get("/customers?limit=2", key);
        QCOMPARE(contract::readPagination(page).total, 4);
        const auto rest = backend->get("/customers?limit=2&cursor="
                                           + contract::readPagination(page).nextCursor.toLatin1(),
                                       key);
        QCOMPARE(listOf(page).size() + listOf(rest).size(), 4);
        QVERIFY(contract::readPagination(rest).nextCursor.isEmpty());
    }

    void whatIsRefused_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("answer");
        QTest::addColumn<QString>("field");
        const QString invalid = u"400 VALIDATION_ERROR"_s;
        const auto row = [](const char *name, const char *path, const char *body,
                            const QString &answer, const QString &field) {
            QTest::newRow(name) << QByteArray(path) << QByteArray(body) << answer << field;
        };
        row("a community without a name", "/customers", "{}", invalid, u"name"_s);
        row("a community with a bad address", "/customers", R"({"name":"A","admin_email":"a"})",
            invalid, u"admin_email"_s);
        row("a community in no time zone", "/customers", R"({"name":"A","time_zone":"X/Y"})",
            invalid, u"time_zone"_s);
        row("a resident without a community", "/end-users", R"({"name":"A"})", invalid,
            u"customer_id"_s);
        row("a resident without a name", "/end-users", R"({"customer_id":"{c}"})", invalid,
            u"name"_s);
        row("a resident of a community nobody knows", "/end-users",
            R"({"customer_id":"x","name":"A"})", u"404 CUSTOMER_NOT_FOUND"_s, u"customer_id"_s);
        row("a resident with a bad address", "/end-users",
            R"({"customer_id":"{c}","name":"A","email":"a b@c.d"})", invalid, u"email"_s);
        row("a resident who moves out before moving in", "/end-users",
            R"({"customer_id":"{c}","name":"A","move_in":"2026-05-01","move_out":"2026-04-30"})",
            invalid, u"move_out"_s);
        row("a resident with a day that does not exist", "/end-users",
            R"({"customer_id":"{c}","name":"A","move_in":"2026-02-30"})", invalid, u"move_in"_s);
        row("a household of half a person", "/end-users",
            R"({"customer_id":"{c}","name":"A","household_size":0.5})", invalid,
            u"household_size"_s);
    }
    void whatIsRefused()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, body);
        QFETCH(QString, answer);
        QFETCH(QString, field);
        body.replace("{c}", tenant.community.uuid.toLatin1());
        const auto response = backend->call(contract::Method::Post, path, body, key);
        QCOMPARE(summary(response), answer);
        QCOMPARE(fieldOf(response), field);
    }

    void residentsAreMadeAndFound()
    {
        const auto made = backend->post("/end-users",
                                        {{u"customer_id"_s, tenant.community.uuid},
                                         {u"name"_s, u"Bea"_s},
                                         {u"email"_s, u"bea@example.org"_s},
                                         {u"unit"_s, u"2º B"_s},
                                         {u"move_in"_s, u"2024-02-29"_s},
                                         {u"household_size"_s, 3},
                                         {u"share"_s, 0.041667}},
                                        key);
        QCOMPARE(made.status, 201);
        const QJsonObject data = dataOf(made);
        QCOMPARE(data[u"share"].toDouble(), 0.041667);
        QCOMPARE(data[u"move_in"].toString(), u"2024-02-29"_s);
        QVERIFY(data[u"move_out"].isNull());
        QCOMPARE(dataOf(backend->get("/end-users/" + data[u"id"].toString().toLatin1(), key)),
                 data);
        for (const QByteArray search : {"2%C2%BA+b", "BEA@example", "bea"})
            QCOMPARE(listOf(backend->get("/end-users?search=" + search, key)).size(), 1);
        QCOMPARE(contract::readPagination(backend->get("/end-users", key)).total, 2);
        QCOMPARE(dataOf(backend->get("/customers/" + tenant.community.uuid.toLatin1(),
                                     key))[u"resident_count"]
                     .toInt(),
                 2);
    }

    void allThatWaitUnderTheTenantNameAreRegistered()
    {
        hear(u"0000000000000001"_s, tenant.name);
        hear(u"0000000000000002"_s, tenant.name);
        hear(u"0000000000000003"_s, u"someone else"_s);
        const auto waiting = backend->get(
            "/ingest/unregistered?customer_id=" + tenant.community.uuid.toLatin1(), key);
        QCOMPARE(contract::readPagination(waiting).total, 2);
        const auto done = backend->call(contract::Method::Post, registerPath(), {}, key);
        QCOMPARE(done.status, 200);
        const QJsonObject data = dataOf(done);
        QCOMPARE(data[u"registered_count"].toInt(), 2);
        QCOMPARE(textsOf(data[u"registered"].toArray(), u"device_name"_s),
                 (QStringList{u"Heard 01"_s, u"Heard 02"_s}));
        QCOMPARE(data[u"skipped"].toArray().size(), 0);
        const QJsonObject first = data[u"registered"][0].toObject();
        QCOMPARE(first[u"customer"][u"id"].toString(), tenant.community.uuid);
        QCOMPARE(first[u"last_reading"][u"consumption_m3"].toDouble(), 4.5);
        QCOMPARE(first[u"device_type"].toString(), u"water_meter"_s);
        QCOMPARE(listOf(backend->get("/devices/0000000000000001/readings", key)).size(), 1);
        QCOMPARE(contract::readPagination(backend->get("/ingest/unregistered", key)).total, 1);
        QCOMPARE(dataOf(backend->call(contract::Method::Post, registerPath(), {},
                                      key))[u"registered_count"]
                     .toInt(-1),
                 0);
    }

    void namedOnesAreRegisteredAndTheOthersAreSkippedWithAReason()
    {
        hear(u"0000000000000001"_s, u"someone else"_s);
        hear(u"0000000000000002"_s, tenant.name);
        backend->post("/devices/register",
                      {{u"dev_eui"_s, u"0000000000000009"_s},
                       {u"device_name"_s, u"Mine"_s},
                       {u"device_type"_s, u"water_meter"_s}},
                      key);
        const auto done = backend->post(
            registerPath(),
            {{u"dev_euis"_s, QJsonArray{u"0000000000000001"_s, u"0000000000000009"_s,
                                        u"00000000000000FF"_s, u"0000000000000001"_s}},
             {u"device_type"_s, u"hot_water_meter"_s}},
            key);
        QCOMPARE(done.status, 200);
        const QJsonObject data = dataOf(done);
        QCOMPARE(textsOf(data[u"registered"].toArray(), u"dev_eui"_s),
                 QStringList{u"0000000000000001"_s});
        QCOMPARE(data[u"registered"][0][u"device_type"].toString(), u"hot_water_meter"_s);
        QCOMPARE(
            textsOf(data[u"skipped"].toArray(), u"dev_eui"_s),
            (QStringList{u"0000000000000009"_s, u"00000000000000ff"_s, u"0000000000000001"_s}));
        QCOMPARE(textsOf(data[u"skipped"].toArray(), u"reason"_s),
                 (QStringList{u"already_registered"_s, u"never_heard"_s, u"already_registered"_s}));
        const auto bad =
            backend->post(registerPath(), {{u"dev_euis"_s, QJsonArray{u"xyz"_s}}}, key);
        QCOMPARE(summary(bad), u"400 INVALID_DEVICE_ID"_s);
        QCOMPARE(fieldOf(bad), u"dev_euis[0]"_s);
        const auto text = backend->post(registerPath(), {{u"dev_euis"_s, u"all"_s}}, key);
        QCOMPARE(fieldOf(text), u"dev_euis"_s);
    }

    void theBill_data()
    {
        QTest::addColumn<int>("devices");
        QTest::addColumn<int>("retired");
        QTest::addColumn<QByteArray>("bill"); // the money as it is written
        const auto row = [](const char *name, int devices, int retired, const char *bill) {
            QTest::newRow(name) << devices << retired << QByteArray(bill);
        };
        row("the reference's example", 42, 0,
            R"({"active_devices":42,"base_cost":49,"currency":"EUR","included_devices":25,"overage_cost":10.03,"overage_devices":17,"subscription_tier":"starter","total_cost":59.03})");
        row("as many as are included", 25, 0,
            R"({"active_devices":25,"base_cost":49,"currency":"EUR","included_devices":25,"overage_cost":0,"overage_devices":0,"subscription_tier":"starter","total_cost":49})");
        row("one more", 26, 0,
            R"({"active_devices":26,"base_cost":49,"currency":"EUR","included_devices":25,"overage_cost":0.59,"overage_devices":1,"subscription_tier":"starter","total_cost":49.59})");
        row("none at all", 0, 0,
            R"({"active_devices":0,"base_cost":49,"currency":"EUR","included_devices":25,"overage_cost":0,"overage_devices":0,"subscription_tier":"starter","total_cost":49})");
        row("retired ones do not count", 27, 1,
            R"({"active_devices":26,"base_cost":49,"currency":"EUR","included_devices":25,"overage_cost":0.59,"overage_devices":1,"subscription_tier":"starter","total_cost":49.59})");
    }
    void theBill()
    {
        QFETCH(int, devices);
        QFETCH(int, retired);
        QFETCH(QByteArray, bill);
        hear(u"00000000000000ff"_s, {}); // unregistered: costs nothing
        for (int i = 1; i <= devices; ++i) {
            const QString eui = DevEui(static_cast<quint64>(i)).toString();
            QCOMPARE(backend
                         ->post("/devices/register",
                                {{u"dev_eui"_s, eui},
                                 {u"device_name"_s, u"M"_s},
                                 {u"device_type"_s, u"water_meter"_s}},
                                key)
                         .status,
                     201);
            if (i <= retired)
                backend->call(contract::Method::Delete, "/devices/" + eui.toLatin1(), {}, key);
        }
        const auto response = backend->get("/reseller/billing", key);
        QCOMPARE(response.body, R"({"data":)" + bill + R"(,"status":"success"})");
    }

    void theOverviewCounts()
    {
        hear(u"0000000000000001"_s, tenant.name);
        hear(u"0000000000000002"_s, {});
        backend->post(registerPath(), {}, key);
        backend->post("/ingest/water-consumption",
                      {{u"dev_eui"_s, u"0000000000000001"_s}, {u"consumption_m3"_s, 5.25}}, key);
        const QJsonObject data = dataOf(backend->get("/overview", key));
        const QJsonObject expected{{u"devices"_s, 1},
                                   {u"online"_s, 1},
                                   {u"offline"_s, 0},
                                   {u"maintenance"_s, 0},
                                   {u"unregistered"_s, 1},
                                   {u"communities"_s, 1},
                                   {u"residents"_s, 1},
                                   {u"webhooks_this_month"_s, 3},
                                   {u"webhook_limit"_s, 1'000'000}};
        QCOMPARE(data[u"counts"].toObject(), expected);
        QCOMPARE(data[u"last_uplinks"].toArray().size(), 1);
        QCOMPARE(data[u"last_uplinks"][0][u"device"][u"dev_eui"].toString(), u"0000000000000001"_s);
    }
};

QTEST_GUILESS_MAIN(CustomersTest)
#include "tst_customers.moc"
