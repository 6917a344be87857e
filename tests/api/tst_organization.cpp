#include "tests/support/testbackend.h"

#include <QTest>

using namespace datakubo;
using namespace datakubo::test;
using namespace Qt::Literals::StringLiterals;

// GET, PATCH /organization, the month's usage and past bills.
class OrganizationTest : public QObject
{
    Q_OBJECT

private:
    TestBackend *backend = nullptr;
    Tenant tenant;
    Headers key;

    contract::Response edit(const QJsonObject &fields)
    {
        return backend->patch("/organization", fields, key);
    }
    void send(const QString &eui)
    {
        const auto sent = backend->post("/ingest/water-consumption",
                                        {{u"dev_eui"_s, eui}, {u"consumption_m3"_s, 1.5}}, key);
        QCOMPARE(sent.status, 200);
    }
    void registerDevice(const QByteArray &eui)
    {
        QCOMPARE(backend
                     ->post("/devices/register",
                            {{u"dev_eui"_s, QString::fromLatin1(eui)},
                             {u"device_name"_s, u"Meter"_s},
                             {u"device_type"_s, u"water_meter"_s}},
                            key)
                     .status,
                 201);
    }

private Q_SLOTS:
    void initTestCase_data() { TestBackend::addEngines(); }
    void init()
    {
        QFETCH_GLOBAL(QString, engine);
        if (const QString reason = TestBackend::missing(engine); !reason.isEmpty())
            QSKIP(qPrintable(reason));
        backend = &TestBackend::shared(engine);
        tenant = backend->tenant(u"Aguas del Norte"_s);
        key = tenant.withKey();
    }
    void cleanupTestCase() { TestBackend::forgetShared(); }

    void theSettingsAreReadAndChanged()
    {
        QJsonObject expected{{u"id"_s, tenant.uuid},
                             {u"name"_s, u"Aguas del Norte"_s},
                             {u"time_zone"_s, u"Europe/Madrid"_s},
                             {u"currency"_s, u"EUR"_s},
                             {u"locale"_s, u"en"_s},
                             {u"subscription_tier"_s, u"starter"_s},
                             {u"monthly_webhook_limit"_s, QJsonValue()},
                             {u"webhook_limit_policy"_s, u"enforce"_s},
                             {u"offline_after_hours"_s, 48},
                             {u"allow_signup"_s, false},
                             {u"created_at"_s, backend->clock().now().toString()}};
        QCOMPARE(dataOf(backend->get("/organization", key)), expected);

        const QJsonObject changes{{u"name"_s, u"Aguas del Sur"_s},
                                  {u"time_zone"_s, u"Atlantic/Canary"_s},
                                  {u"currency"_s, u"GBP"_s},
                                  {u"locale"_s, u"es-ES"_s},
                                  {u"subscription_tier"_s, u"professional"_s},
                                  {u"monthly_webhook_limit"_s, 5000},
                                  {u"webhook_limit_policy"_s, u"count"_s},
                                  {u"offline_after_hours"_s, 72}};
        for (const QString &name : changes.keys())
            expected[name] = changes[name];
        const auto changed = edit(changes);
        QCOMPARE(changed.status, 200);
        QCOMPARE(dataOf(changed), expected);
        QCOMPARE(dataOf(backend->get("/organization", key)), expected);

        // Null means the tier's limit; what is not named stays.
        expected[u"monthly_webhook_limit"] = QJsonValue();
        QCOMPARE(dataOf(edit({{u"monthly_webhook_limit"_s, QJsonValue()}})), expected);
        QCOMPARE(dataOf(edit({})), expected);
        QCOMPARE(dataOf(backend->get("/reseller/billing", key))[u"currency"].toString(), u"GBP"_s);
        QCOMPARE(dataOf(backend->get("/reseller/billing", key))[u"base_cost"].toDouble(), 149.0);
    }

    void whatIsRefused_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QJsonValue>("value");
        const auto row = [](const char *name, const QString &field, const QJsonValue &value) {
            QTest::newRow(name) << field << value;
        };
        row("an empty name", u"name"_s, u" "_s);
        row("no name", u"name"_s, QJsonValue());
        row("a name of 201 characters", u"name"_s, QString(201, u'n'));
        row("a time zone nobody knows", u"time_zone"_s, u"Mars/Olympus"_s);
        row("a currency in words", u"currency"_s, u"euro"_s);
        row("a currency in small letters", u"currency"_s, u"eur"_s);
        row("a language with a blank", u"locale"_s, u"es ES"_s);
        row("a tier that is not sold", u"subscription_tier"_s, u"platinum"_s);
        row("a limit of nothing", u"monthly_webhook_limit"_s, 0);
        row("a limit with a fraction", u"monthly_webhook_limit"_s, 10.5);
        row("a limit as text", u"monthly_webhook_limit"_s, u"10"_s);
        row("a policy nobody knows", u"webhook_limit_policy"_s, u"ignore"_s);
        row("no policy", u"webhook_limit_policy"_s, QJsonValue());
        row("offline after no time", u"offline_after_hours"_s, 0);
        row("offline after more than a year", u"offline_after_hours"_s, 8761);
        row("sign-up allowed perhaps", u"allow_signup"_s, u"yes"_s);
        row("sign-up opened by a guest of this server", u"allow_signup"_s, true);
    }
    void whatIsRefused()
    {
        QFETCH(QString, field);
        QFETCH(QJsonValue, value);
        backend->tenant(u"Another"_s); // there is an organization before the guest's
        const QJsonObject before = dataOf(backend->get("/organization", key));
        if (field == u"allow_signup"_s && value == QJsonValue(true)) {
            tenant = backend->tenant(u"Guest"_s);
            const auto refused =
                backend->patch("/organization", {{field, value}}, tenant.withKey());
            QCOMPARE(summary(refused), u"400 VALIDATION_ERROR"_s);
            QCOMPARE(fieldOf(refused), field);
            return;
        }
        const auto refused = edit({{u"offline_after_hours"_s, 12}, {field, value}});
        QCOMPARE(summary(refused), u"400 VALIDATION_ERROR"_s);
        QCOMPARE(fieldOf(refused), field);
        QCOMPARE(dataOf(backend->get("/organization", key)), before);
    }

    void theFirstOrganizationOpensAndClosesSignUp()
    {
        QFETCH_GLOBAL(QString, engine);
        TestBackend fresh(engine);
        const Tenant owner = fresh.tenant(u"Owner"_s);
        const auto signUp = [&fresh](const QString &email) {
            return summary(fresh.post("/auth/signup",
                                      {{u"organization_name"_s, u"Guest"_s},
                                       {u"email"_s, email},
                                       {u"password"_s, u"long enough for it"_s}},
                                      {}));
        };
        QCOMPARE(signUp(u"a@example.org"_s), u"403 SIGNUP_CLOSED"_s);
        const auto opened =
            fresh.patch("/organization", {{u"allow_signup"_s, true}}, owner.withKey());
        QCOMPARE(dataOf(opened)[u"allow_signup"], QJsonValue(true));
        QCOMPARE(signUp(u"a@example.org"_s), u"201"_s);
        QCOMPARE(fresh.patch("/organization", {{u"allow_signup"_s, false}}, owner.withKey()).status,
                 200);
        QCOMPARE(signUp(u"b@example.org"_s), u"403 SIGNUP_CLOSED"_s);
    }

    void theUsageOfTheMonthByDay()
    {
        QFETCH_GLOBAL(QString, engine);
        TestBackend fresh(engine);
        fresh.clock().jumpTo(*Timestamp::parse(u"2026-11-01T22:30:00Z")); // 23:30 in Madrid
        backend = &fresh;
        tenant = fresh.tenant(u"Usage"_s);
        key = tenant.withKey();
        send(u"00000000000000a1"_s);
        fresh.clock().advance(duration::hour); // the second of November there
        send(u"00000000000000a1"_s);
        send(u"00000000000000a2"_s);
        fresh.clock().advance(2 * duration::day);
        const QJsonObject expected{
            {u"period"_s, u"2026-11"_s},
            {u"used"_s, 3},
            {u"limit"_s, 1'000'000},
            {u"held"_s, 0},
            {u"resets_at"_s, u"2026-11-30T23:00:00Z"_s},
            {u"by_day"_s, QJsonArray{QJsonObject{{u"date"_s, u"2026-11-01"_s}, {u"count"_s, 1}},
                                     QJsonObject{{u"date"_s, u"2026-11-02"_s}, {u"count"_s, 2}},
                                     QJsonObject{{u"date"_s, u"2026-11-03"_s}, {u"count"_s, 0}},
                                     QJsonObject{{u"date"_s, u"2026-11-04"_s}, {u"count"_s, 0}}}}};
        QCOMPARE(dataOf(fresh.get("/reseller/usage", key)), expected);
        edit({{u"subscription_tier"_s, u"enterprise"_s}});
        QVERIFY(dataOf(fresh.get("/reseller/usage", key))[u"limit"].isNull());
        edit({{u"monthly_webhook_limit"_s, 10}});
        QCOMPARE(dataOf(fresh.get("/reseller/usage", key))[u"limit"].toInt(), 10);
        QCOMPARE(dataOf(fresh.get("/overview", key))[u"counts"][u"webhook_limit"].toInt(), 10);
        fresh.clock().jumpTo(*Timestamp::parse(u"2026-12-01T00:00:00Z"));
        const QJsonObject next = dataOf(fresh.get("/reseller/usage", key));
        QCOMPARE(next[u"period"].toString(), u"2026-12"_s);
        QCOMPARE(next[u"used"].toInt(-1), 0);
    }

    void whatIsHeldBackIsCountedApart()
    {
        edit({{u"monthly_webhook_limit"_s, 1}});
        const auto sendOne = [this] {
            return summary(backend->post(
                "/ingest/water-consumption",
                {{u"dev_eui"_s, u"00000000000000a1"_s}, {u"consumption_m3"_s, 1.5}}, key));
        };
        QCOMPARE(sendOne(), u"200"_s);
        QCOMPARE(sendOne(), u"429 RATE_LIMIT_EXCEEDED"_s);
        const QJsonObject enforced = dataOf(backend->get("/reseller/usage", key));
        QCOMPARE(enforced[u"used"].toInt(), 1);
        QCOMPARE(enforced[u"held"].toInt(), 1);
        // Nothing is held any more, and what was comes in at once.
        edit({{u"webhook_limit_policy"_s, u"count"_s}});
        const QJsonObject counted = dataOf(backend->get("/reseller/usage", key));
        QCOMPARE(counted[u"used"].toInt(), 2);
        QCOMPARE(counted[u"held"].toInt(), 0);
        QCOMPARE(sendOne(), u"200"_s);
    }

    void theBillOfAPastMonthCountsWhatWasActiveAtItsEnd()
    {
        QFETCH_GLOBAL(QString, engine);
        TestBackend fresh(engine);
        backend = &fresh;
        fresh.clock().jumpTo(*Timestamp::parse(u"2026-09-10T12:00:00Z"));
        tenant = fresh.tenant(u"Past"_s);
        key = tenant.withKey();
        registerDevice("00000000000000b1");
        registerDevice("00000000000000b2");
        fresh.clock().jumpTo(*Timestamp::parse(u"2026-09-30T22:00:00Z")); // midnight in Madrid
        registerDevice("00000000000000b3");                               // in October there
        QCOMPARE(fresh.remove("/devices/00000000000000b2", key).status, 204);
        fresh.clock().jumpTo(*Timestamp::parse(u"2026-11-24T12:00:00Z"));
        registerDevice("00000000000000b4");
        const auto active = [&](const QByteArray &query) {
            return dataOf(fresh.get("/reseller/billing" + query, key))[u"active_devices"].toInt(-1);
        };
        QCOMPARE(active("?period=2026-08"), 0);
        QCOMPARE(active("?period=2026-09"), 2);
        QCOMPARE(active("?period=2026-10"), 2);
        QCOMPARE(active("?period=2026-11"), 3);
        QCOMPARE(active(""), 3);
        for (const QByteArray period : {"2026-12", "2026-13", "2026", "september", "2026-09-01"}) {
            const auto refused = fresh.get("/reseller/billing?period=" + period, key);
            QCOMPARE(summary(refused), u"400 VALIDATION_ERROR"_s);
            QCOMPARE(fieldOf(refused), u"period"_s);
        }
    }

    void theLogOfChangesNamesWhatWasChanged()
    {
        registerDevice("00000000000000c1");
        const auto made = backend->post("/api-keys", {{u"name"_s, u"Sender"_s}}, key);
        const auto mapping = backend->post(
            "/ingest/mappings", {{u"volume_path"_s, u"register.main"_s}, {u"unit"_s, u"l"_s}}, key);
        const auto idOf = [](const contract::Response &answer) {
            return dataOf(answer)[u"id"].toString().toLatin1();
        };
        QCOMPARE(backend->remove("/api-keys/" + idOf(made), key).status, 204);
        QCOMPARE(backend->remove("/ingest/mappings/" + idOf(mapping), key).status, 204);
        const auto log = listOf(backend->get("/audit?limit=5", key));
        QCOMPARE(textsOf(log, u"subject"_s),
                 (QStringList{u"register.main"_s, u"Sender"_s, u"register.main"_s, u"Sender"_s,
                              u"00000000000000c1"_s}));
        QCOMPARE(log[4][u"subject_name"].toString(), u"Meter"_s);
        QVERIFY(log[0][u"subject_name"].isNull());
    }
};

QTEST_GUILESS_MAIN(OrganizationTest)
#include "tst_organization.moc"
