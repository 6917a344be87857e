#include "tests/support/testbackend.h"

#include <QTest>

using namespace datakubo;
using namespace datakubo::test;
using namespace Qt::Literals::StringLiterals;

// PATCH and DELETE of communities and residents.
class CustomerEditsTest : public QObject
{
    Q_OBJECT

private:
    TestBackend *backend = nullptr;
    Tenant tenant;
    Headers key;
    QByteArray community; // paths
    QByteArray resident;

    void registerDevice(const QString &eui)
    {
        QCOMPARE(backend
                     ->post("/devices/register",
                            {{u"dev_eui"_s, eui},
                             {u"device_name"_s, u"Meter"_s},
                             {u"device_type"_s, u"water_meter"_s},
                             {u"customer_id"_s, tenant.community.uuid}},
                            key)
                     .status,
                 201);
    }
    contract::Response assign(const QByteArray &eui, const QJsonValue &endUser)
    {
        return backend->put("/devices/" + eui + "/assign", {{u"end_user_id"_s, endUser}}, key);
    }
    QJsonObject makeCommunity(const QJsonObject &fields)
    {
        return dataOf(backend->post("/customers", fields, key));
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
        community = "/customers/" + tenant.community.uuid.toLatin1();
        resident = "/end-users/" + tenant.resident.uuid.toLatin1();
    }
    void cleanupTestCase() { TestBackend::forgetShared(); }

    void aCommunityIsEditedFieldByField()
    {
        const QJsonObject changes{{u"name"_s, u"Zzz"_s},
                                  {u"admin_email"_s, u"z@example.org"_s},
                                  {u"tenant_name"_s, u"zzz"_s},
                                  {u"time_zone"_s, u"Atlantic/Canary"_s},
                                  {u"address"_s, u"Calle 9"_s}};
        QJsonObject expected = dataOf(backend->get(community, key));
        for (const QString &name : changes.keys()) {
            expected[name] = changes[name];
            const auto changed = backend->patch(community, {{name, changes[name]}}, key);
            QCOMPARE(summary(changed), u"200"_s);
            QCOMPARE(dataOf(changed), expected);
        }
        // It is sorted, found and routed by the new names.
        makeCommunity({{u"name"_s, u"Mmm"_s}});
        QCOMPARE(textsOf(listOf(backend->get("/customers", key)), u"name"_s),
                 (QStringList{u"Mmm"_s, u"Zzz"_s}));
        for (const QString &name :
             {u"admin_email"_s, u"tenant_name"_s, u"time_zone"_s, u"address"_s})
            expected[name] = QJsonValue();
        const auto cleared = backend->patch(community,
                                            {{u"admin_email"_s, QJsonValue()},
                                             {u"tenant_name"_s, u""_s},
                                             {u"time_zone"_s, QJsonValue()},
                                             {u"address"_s, QJsonValue()}},
                                            key);
        QCOMPARE(dataOf(cleared), expected);
        QCOMPARE(dataOf(backend->get(community, key)), expected);
    }

    void editsThatAreRefused_data()
    {
        QTest::addColumn<bool>("isResident");
        QTest::addColumn<QString>("field");
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QString>("answer");
        const QString invalid = u"400 VALIDATION_ERROR"_s;
        const auto row = [](const char *name, bool isResident, const QString &field,
                            const QJsonValue &value, const QString &answer) {
            QTest::newRow(name) << isResident << field << value << answer;
        };
        row("a community without a name", false, u"name"_s, QJsonValue(), invalid);
        row("a community with a bad address", false, u"admin_email"_s, u"a"_s, invalid);
        row("a community in no time zone", false, u"time_zone"_s, u"X/Y"_s, invalid);
        row("a tenant name another community has", false, u"tenant_name"_s, u"taken"_s,
            u"409 CONFLICT"_s);
        row("a resident without a name", true, u"name"_s, u""_s, invalid);
        row("a resident with a bad address", true, u"email"_s, u"a@b"_s, invalid);
        row("a resident without a community", true, u"customer_id"_s, QJsonValue(), invalid);
        row("a resident of a community nobody knows", true, u"customer_id"_s, u"x"_s,
            u"404 CUSTOMER_NOT_FOUND"_s);
        row("a household of half a person", true, u"household_size"_s, 0.5, invalid);
        row("a share below nothing", true, u"share"_s, -1, invalid);
        row("a day that does not exist", true, u"move_in"_s, u"2026-02-30"_s, invalid);
        row("moving out before moving in", true, u"move_out"_s, u"2020-01-01"_s, invalid);
    }
    void editsThatAreRefused()
    {
        QFETCH(bool, isResident);
        QFETCH(QString, field);
        QFETCH(QJsonValue, value);
        QFETCH(QString, answer);
        makeCommunity({{u"name"_s, u"Taken"_s}, {u"tenant_name"_s, u"taken"_s}});
        backend->patch(resident, {{u"move_in"_s, u"2024-01-01"_s}}, key);
        const QByteArray path = isResident ? resident : community;
        const QJsonObject before = dataOf(backend->get(path, key));
        const auto refused = backend->patch(path, {{field, value}}, key);
        QCOMPARE(summary(refused), answer);
        QCOMPARE(fieldOf(refused), field);
        QCOMPARE(dataOf(backend->get(path, key)), before);
    }

    void aTenantNameMayBeKeptInAnEdit()
    {
        QCOMPARE(backend->patch(community, {{u"tenant_name"_s, tenant.community.tenantName}}, key)
                     .status,
                 200);
    }

    void aCommunityIsDeletedWhenNothingStandsInIt()
    {
        registerDevice(u"00000000000000c1"_s);
        const auto standing = backend->remove(community, key);
        QCOMPARE(summary(standing), u"409 CONFLICT"_s);
        QCOMPARE(bodyOf(standing)[u"details"][u"device_count"].toInt(), 1);
        QCOMPARE(backend->remove("/devices/00000000000000c1", key).status, 204);
        QCOMPARE(summary(backend->remove(community, key)), u"204"_s);
        QCOMPARE(summary(backend->get(community, key)), u"404 CUSTOMER_NOT_FOUND"_s);
        QCOMPARE(summary(backend->remove(community, key)), u"404 CUSTOMER_NOT_FOUND"_s);
        // Its resident and who logged in as that resident are gone; the retired meter is not.
        QCOMPARE(summary(backend->get(resident, key)), u"404 END_USER_NOT_FOUND"_s);
        QCOMPARE(summary(backend->get("/auth/me", bearer(tenant.residentToken))),
                 u"401 INVALID_TOKEN"_s);
        const auto retired = backend->get("/devices/00000000000000c1", key);
        QCOMPARE(retired.status, 200);
        QVERIFY(dataOf(retired)[u"customer"].isNull());
        QCOMPARE(listOf(backend->get("/customers", bearer(tenant.communityAdminToken))).size(), 0);
    }

    void aCommunityWhoseResidentsHaveAHistoryStays()
    {
        registerDevice(u"00000000000000c2"_s);
        QCOMPARE(assign("00000000000000c2", tenant.resident.uuid).status, 200);
        backend->clock().advance(duration::hour);
        QCOMPARE(backend->remove("/devices/00000000000000c2", key).status, 204);
        QCOMPARE(summary(backend->remove(community, key)), u"409 CONFLICT"_s);
        QCOMPARE(backend->get(community, key).status, 200);
    }

    void aResidentIsEditedFieldByField()
    {
        const QJsonObject other = makeCommunity({{u"name"_s, u"Other"_s}});
        const QJsonObject changes{{u"name"_s, u"Bea"_s},
                                  {u"email"_s, u"bea@example.org"_s},
                                  {u"unit"_s, u"2B"_s},
                                  {u"move_in"_s, u"2024-02-29"_s},
                                  {u"move_out"_s, u"2026-01-31"_s},
                                  {u"household_size"_s, 3},
                                  {u"share"_s, 0.041667},
                                  {u"customer_id"_s, other[u"id"]}};
        QJsonObject expected = dataOf(backend->get(resident, key));
        for (const QString &name : {u"name"_s, u"email"_s, u"unit"_s, u"move_in"_s, u"move_out"_s,
                                    u"household_size"_s, u"share"_s, u"customer_id"_s}) {
            expected[name] = changes[name];
            const auto changed = backend->patch(resident, {{name, changes[name]}}, key);
            QCOMPARE(summary(changed), u"200"_s);
            QCOMPARE(dataOf(changed), expected);
        }
        QCOMPARE(listOf(backend->get("/end-users?search=2b", key)).size(), 1);
        QJsonObject clearing;
        for (const QString &name :
             {u"email"_s, u"unit"_s, u"move_in"_s, u"move_out"_s, u"household_size"_s, u"share"_s})
            clearing[name] = expected[name] = QJsonValue();
        QCOMPARE(dataOf(backend->patch(resident, clearing, key)), expected);
        QCOMPARE(dataOf(backend->get(resident, key)), expected);
    }

    void aResidentWithDevicesDoesNotMoveAndWithAHistoryIsNotDeleted()
    {
        const QJsonObject other = makeCommunity({{u"name"_s, u"Other"_s}});
        registerDevice(u"00000000000000c3"_s);
        QCOMPARE(assign("00000000000000c3", tenant.resident.uuid).status, 200);
        const auto move = [&] {
            return backend->patch(resident, {{u"customer_id"_s, other[u"id"]}}, key);
        };
        QCOMPARE(summary(move()), u"409 CONFLICT"_s);
        QCOMPARE(fieldOf(move()), u"customer_id"_s);
        QCOMPARE(summary(backend->remove(resident, key)), u"409 CONFLICT"_s);
        backend->clock().advance(duration::hour);
        QCOMPARE(assign("00000000000000c3", QJsonValue()).status, 200);
        QCOMPARE(summary(backend->remove(resident, key)), u"409 CONFLICT"_s);
        QCOMPARE(summary(move()), u"200"_s);
        const auto history = listOf(backend->get("/devices/00000000000000c3/assignments", key));
        QCOMPARE(history[0][u"end_user_id"].toString(), tenant.resident.uuid);
    }

    void aResidentWithoutAHistoryIsDeletedWithTheLogIn()
    {
        QCOMPARE(backend->get("/auth/me", bearer(tenant.residentToken)).status, 200);
        QCOMPARE(summary(backend->remove(resident, key)), u"204"_s);
        QCOMPARE(summary(backend->remove(resident, key)), u"404 END_USER_NOT_FOUND"_s);
        QCOMPARE(summary(backend->get("/auth/me", bearer(tenant.residentToken))),
                 u"401 INVALID_TOKEN"_s);
    }

    void aCommunityAdminEditsResidentsOfTheOwnCommunitiesOnly()
    {
        const QJsonObject other = makeCommunity({{u"name"_s, u"Other"_s}});
        const auto made = backend->post(
            "/end-users", {{u"customer_id"_s, other[u"id"]}, {u"name"_s, u"Foreign"_s}}, key);
        const QByteArray foreign = "/end-users/" + dataOf(made)[u"id"].toString().toLatin1();
        const Headers admin = bearer(tenant.communityAdminToken);
        QCOMPARE(backend->patch(resident, {{u"unit"_s, u"9Z"_s}}, admin).status, 200);
        QCOMPARE(summary(backend->patch(foreign, {{u"unit"_s, u"9Z"_s}}, admin)),
                 u"404 END_USER_NOT_FOUND"_s);
        QCOMPARE(summary(backend->remove(foreign, admin)), u"404 END_USER_NOT_FOUND"_s);
        QCOMPARE(summary(backend->patch(resident, {{u"customer_id"_s, other[u"id"]}}, admin)),
                 u"404 CUSTOMER_NOT_FOUND"_s);
    }
};

QTEST_GUILESS_MAIN(CustomerEditsTest)
#include "tst_customer_edits.moc"
