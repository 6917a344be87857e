#include "tests/support/testbackend.h"

#include <QTest>

using namespace datakubo;
using namespace datakubo::test;
using namespace Qt::Literals::StringLiterals;

// How far a community admin's hand reaches inside the organization.
class ReachTest : public QObject
{
    Q_OBJECT

private:
    TestBackend *backend = nullptr;
    Tenant tenant;
    QString otherCommunity;

    contract::Response registerAs(const Headers &who, const QString &eui, const QString &community)
    {
        return backend->post("/devices/register",
                             {{u"dev_eui"_s, eui},
                              {u"device_name"_s, u"Meter"_s},
                              {u"device_type"_s, u"water_meter"_s},
                              {u"customer_id"_s, community}},
                             who);
    }
    void hear(const QString &eui, const QString &tenantName)
    {
        const auto heard = backend->post(
            "/ingest/water-consumption",
            {{u"dev_eui"_s, eui}, {u"consumption_m3"_s, 1.5}, {u"tenant_name"_s, tenantName}},
            tenant.withKey());
        QCOMPARE(dataOf(heard)[u"result"].toString(), u"unregistered"_s);
    }

private Q_SLOTS:
    void initTestCase_data() { TestBackend::addEngines(); }
    void init()
    {
        QFETCH_GLOBAL(QString, engine);
        if (const QString reason = TestBackend::missing(engine); !reason.isEmpty())
            QSKIP(qPrintable(reason));
        backend = &TestBackend::shared(engine);
        tenant = backend->tenant(u"Reach"_s);
        const auto made =
            backend->post("/customers", {{u"name"_s, u"Other"_s}, {u"tenant_name"_s, u"other"_s}},
                          tenant.withKey());
        otherCommunity = dataOf(made)[u"id"].toString();
        QVERIFY(!otherCommunity.isEmpty());
    }
    void cleanupTestCase() { TestBackend::forgetShared(); }

    void aRetiredDeviceOfAnotherCommunityStaysThere()
    {
        const QString eui = u"00000000000000a1"_s;
        QCOMPARE(registerAs(tenant.withKey(), eui, otherCommunity).status, 201);
        QCOMPARE(
            backend
                ->call(contract::Method::Delete, "/devices/" + eui.toLatin1(), {}, tenant.withKey())
                .status,
            204);
        const Headers admin = bearer(tenant.communityAdminToken);
        QCOMPARE(errorOf(registerAs(admin, eui, tenant.community.uuid)),
                 u"DEVICE_ALREADY_REGISTERED"_s);
        QCOMPARE(registerAs(tenant.withKey(), eui, otherCommunity).status, 201);
    }

    void whatWaitsForAnotherCommunityIsNotTaken()
    {
        hear(u"00000000000000a2"_s, u"other"_s);
        hear(u"00000000000000a3"_s, tenant.community.tenantName);
        const auto done = backend->post(
            "/customers/" + tenant.community.uuid.toLatin1() + "/register-unregistered-devices",
            {{u"dev_euis"_s, QJsonArray{u"00000000000000a2"_s, u"00000000000000a3"_s}}},
            bearer(tenant.communityAdminToken));
        QCOMPARE(dataOf(done)[u"registered_count"].toInt(), 1);
        const QJsonObject skipped = dataOf(done)[u"skipped"].toArray().first().toObject();
        QCOMPARE(skipped[u"dev_eui"].toString(), u"00000000000000a2"_s);
        QCOMPARE(skipped[u"reason"].toString(), u"never_heard"_s);
    }

    void whatWaitsForAnotherCommunityIsNotRegisteredAway_data()
    {
        QTest::addColumn<QString>("way");
        QTest::addColumn<QString>("heardFor");
        QTest::addColumn<bool>("isAllowed");
        for (const QString &way : {u"register"_s, u"bulk"_s, u"replace"_s}) {
            QTest::addRow("%s, heard for the other", qPrintable(way)) << way << u"other"_s << false;
            QTest::addRow("%s, heard for nobody", qPrintable(way)) << way << QString() << false;
            QTest::addRow("%s, heard for the own", qPrintable(way)) << way << u"own"_s << true;
            QTest::addRow("%s, never heard", qPrintable(way)) << way << u"-"_s << true;
        }
    }
    void whatWaitsForAnotherCommunityIsNotRegisteredAway()
    {
        QFETCH(QString, way);
        QFETCH(QString, heardFor);
        const QString eui = u"00000000000000a5"_s;
        if (heardFor != u"-")
            hear(eui, heardFor == u"own" ? tenant.community.tenantName : heardFor);
        const Headers admin = bearer(tenant.communityAdminToken);
        bool isTaken = false;
        if (way == u"register") {
            isTaken = registerAs(admin, eui, tenant.community.uuid).status == 201;
        } else if (way == u"bulk") {
            const QJsonObject item{{u"dev_eui"_s, eui},
                                   {u"device_name"_s, u"Meter"_s},
                                   {u"device_type"_s, u"water_meter"_s},
                                   {u"customer_id"_s, tenant.community.uuid}};
            const auto done = backend->call(contract::Method::Post, "/devices/bulk-register",
                                            QJsonDocument(QJsonArray{item}).toJson(), admin);
            isTaken = dataOf(done)[u"registered"].toInt() == 1;
        } else {
            QCOMPARE(registerAs(admin, u"00000000000000a6"_s, tenant.community.uuid).status, 201);
            const auto done = backend->post(
                "/devices/00000000000000a6/replace",
                {{u"new_dev_eui"_s, eui},
                 {u"final_reading_m3"_s, 5},
                 {u"initial_reading_m3"_s, 1},
                 {u"replaced_at"_s, (backend->clock().now() - duration::minute).toString()}},
                admin);
            isTaken = done.status == 200;
        }
        QTEST(isTaken, "isAllowed");
        QCOMPARE(backend->get("/devices/" + eui.toLatin1() + "/readings", admin).status,
                 isTaken ? 200 : 404);
    }

    void aResidentSeesNothingOfWhoLivedThereBefore()
    {
        const QByteArray path = "/devices/00000000000000a7";
        QCOMPARE(registerAs(tenant.withKey(), u"00000000000000a7"_s, tenant.community.uuid).status,
                 201);
        const auto ago = [this](qint64 ms) { return (backend->clock().now() - ms).toString(); };
        const auto send = [&](double volume, qint64 before) {
            const auto sent = backend->post("/ingest/water-consumption",
                                            {{u"dev_eui"_s, u"00000000000000a7"_s},
                                             {u"consumption_m3"_s, volume},
                                             {u"timestamp"_s, ago(before)}},
                                            tenant.withKey());
            QCOMPARE(dataOf(sent)[u"result"].toString(), u"stored"_s);
        };
        send(42, 30 * duration::day);
        const auto former = backend->post(
            "/end-users", {{u"customer_id"_s, tenant.community.uuid}, {u"name"_s, u"Former"_s}},
            tenant.withKey());
        for (const auto &[resident, since] :
             {std::pair(dataOf(former)[u"id"].toString(), 40 * duration::day),
              std::pair(tenant.resident.uuid, duration::day)}) {
            QCOMPARE(backend
                         ->put(path + "/assign",
                               {{u"end_user_id"_s, resident}, {u"from"_s, ago(since)}},
                               tenant.withKey())
                         .status,
                     200);
        }
        const Headers resident = bearer(tenant.residentToken);
        QVERIFY(dataOf(backend->get(path, resident))[u"last_reading"].isNull());
        QVERIFY(listOf(backend->get("/devices", resident)).first()[u"last_reading"].isNull());
        QVERIFY(listOf(backend->get(path + "/readings", resident)).isEmpty());
        send(43, duration::hour);
        QCOMPARE(dataOf(backend->get(path, resident))[u"last_reading"][u"consumption_m3"].toInt(),
                 43);
    }

    void anAssignedDeviceDoesNotMoveToAnotherCommunity()
    {
        const QByteArray path = "/devices/00000000000000a4";
        QCOMPARE(registerAs(tenant.withKey(), u"00000000000000a4"_s, tenant.community.uuid).status,
                 201);
        QCOMPARE(backend
                     ->put(path + "/assign", {{u"end_user_id"_s, tenant.resident.uuid}},
                           tenant.withKey())
                     .status,
                 200);
        const QByteArray move = "{\"customer_id\":\"" + otherCommunity.toLatin1() + "\"}";
        const auto refused = backend->call(contract::Method::Patch, path, move, tenant.withKey());
        QCOMPARE(errorOf(refused), u"CONFLICT"_s);
        QCOMPARE(
            backend->put(path + "/assign", {{u"end_user_id"_s, QJsonValue()}}, tenant.withKey())
                .status,
            200);
        QCOMPARE(backend->call(contract::Method::Patch, path, move, tenant.withKey()).status, 200);
    }
};

QTEST_GUILESS_MAIN(ReachTest)
#include "tst_reach.moc"
