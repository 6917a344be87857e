#include "backend/api/attempts.h"
#include "tests/support/testbackend.h"

#include <QTest>

using namespace datakubo;
using namespace datakubo::test;
using namespace Qt::Literals::StringLiterals;

// How guessing keys and passwords is slowed down, and that keys remember their last use.
class AttemptsTest : public QObject
{
    Q_OBJECT

private:
    TestBackend *backend = nullptr;
    Tenant tenant;
    int m_next = 1;

    QString freshAddress()
    {
        const int number = m_next++;
        return u"203.0.%1.%2"_s.arg(number / 200).arg(number % 200 + 1);
    }
    contract::Response withKey(const QByteArray &key)
    {
        return backend->get("/auth/me", {{"x-api-key", key}});
    }
    contract::Response login(const QString &email, const QString &password)
    {
        return backend->post("/auth/login", {{u"email"_s, email}, {u"password"_s, password}}, {});
    }
    contract::Response wrongLogin() { return login(tenant.adminEmail, u"a wrong password"_s); }
    QByteArray lastUse(const QByteArray &key)
    {
        // A write answered is a sign that what was to be noted before is on disk.
        backend->patch("/organization", {}, bearer(tenant.adminToken));
        for (const QJsonValue &each :
             listOf(backend->get("/api-keys", bearer(tenant.adminToken)))) {
            if (each[u"prefix"].toString().toLatin1() == key.left(12))
                return each[u"last_used_at"].toString().toLatin1();
        }
        return "no such key";
    }

private Q_SLOTS:
    void initTestCase_data() { TestBackend::addEngines(); }
    void init()
    {
        QFETCH_GLOBAL(QString, engine);
        if (const QString reason = TestBackend::missing(engine); !reason.isEmpty())
            QSKIP(qPrintable(reason));
        backend = &TestBackend::shared(engine);
        tenant = backend->tenant(u"Attempts"_s);
        backend->callFrom(freshAddress());
    }
    void cleanupTestCase() { TestBackend::forgetShared(); }

    void tenWrongKeysAreToldSoAndFurtherOnesAreSlowed_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::newRow("asked of a reader") << QByteArray("GET /devices");
        QTest::newRow("asked of the writer") << QByteArray("POST /customers");
        QTest::newRow("asked of the slow pool") << QByteArray("POST /users");
        QTest::newRow("sent as webhooks") << QByteArray("POST /ingest/water-consumption");
    }
    void tenWrongKeysAreToldSoAndFurtherOnesAreSlowed()
    {
        QFETCH(QByteArray, path);
        const auto method = contract::parseMethod(path.split(' ').first());
        const auto call = [&](const QByteArray &key) {
            return backend->call(method, path.split(' ').last(), "{}", {{"x-api-key", key}});
        };
        for (int i = 0; i < 10; ++i) {
            QCOMPARE(summary(call("dk_live_wrong")), u"401 INVALID_API_KEY"_s);
            backend->clock().advance(duration::second);
        }
        const auto slowed = call("dk_live_other");
        QCOMPARE(summary(slowed), u"429 TOO_MANY_ATTEMPTS"_s);
        QCOMPARE(slowed.header("retry-after"), QByteArray("50"));
        QCOMPARE(bodyOf(slowed)[u"details"][u"retry_after_s"].toInt(), 50);
        // A right key passes all the same, whatever it then says of the body.
        const int right = call(tenant.key).status;
        QVERIFY(right == 200 || right == 400);
        // When the first failure is a minute old one more may fail.
        backend->clock().advance(50 * duration::second - 1);
        QCOMPARE(call("dk_live_other").header("retry-after"), QByteArray("1"));
        backend->clock().advance(1);
        QCOMPARE(summary(call("dk_live_other")), u"401 INVALID_API_KEY"_s);
        QCOMPARE(summary(call("dk_live_other")), u"429 TOO_MANY_ATTEMPTS"_s);
        backend->clock().advance(duration::minute);
        QCOMPARE(summary(call("dk_live_other")), u"401 INVALID_API_KEY"_s);
    }

    void otherAddressesAndOtherFailuresAreNotSlowed()
    {
        for (int i = 0; i < 12; ++i)
            withKey("dk_live_wrong");
        QCOMPARE(summary(withKey("dk_live_wrong")), u"429 TOO_MANY_ATTEMPTS"_s);
        // Nobody guesses by having no key, or an old token.
        for (int i = 0; i < 12; ++i) {
            QCOMPARE(summary(backend->get("/auth/me", {})), u"401 INVALID_API_KEY"_s);
            QCOMPARE(summary(backend->get("/auth/me", bearer("a.b.c"))), u"401 INVALID_TOKEN"_s);
        }
        backend->callFrom(freshAddress());
        QCOMPARE(summary(withKey("dk_live_wrong")), u"401 INVALID_API_KEY"_s);
        // Inside the program there is no address to be slowed.
        contract::Request request;
        request.path = "/api/v1/auth/me";
        request.headers = {{"x-api-key", "dk_live_wrong"}};
        request.isLocal = true;
        for (int i = 0; i < 12; ++i)
            QCOMPARE(summary(backend->send(request)), u"401 INVALID_API_KEY"_s);
    }

    void tenWrongPasswordsCloseTheAccountForThatAddress()
    {
        const QString address = freshAddress();
        backend->callFrom(address);
        for (int i = 0; i < 10; ++i)
            QCOMPARE(summary(wrongLogin()), u"401 INVALID_CREDENTIALS"_s);
        const auto slowed = login(tenant.adminEmail.toUpper(), tenant.password);
        QCOMPARE(summary(slowed), u"429 TOO_MANY_ATTEMPTS"_s);
        QCOMPARE(slowed.header("retry-after"), QByteArray("60"));
        // Other accounts: a right password passes, a wrong one is slowed.
        const Tenant other = backend->tenant(u"Neighbour"_s);
        QCOMPARE(summary(login(other.adminEmail, u"a wrong password"_s)),
                 u"429 TOO_MANY_ATTEMPTS"_s);
        QCOMPARE(summary(login(other.adminEmail, other.password)), u"200"_s);
        QCOMPARE(withKey(tenant.key).status, 200);
        QCOMPARE(summary(withKey("dk_live_wrong")), u"429 TOO_MANY_ATTEMPTS"_s);
        // From elsewhere the account is open.
        backend->callFrom(freshAddress());
        QCOMPARE(summary(login(tenant.adminEmail, tenant.password)), u"200"_s);
        backend->callFrom(address);
        backend->clock().advance(duration::minute);
        QCOMPARE(summary(login(tenant.adminEmail, tenant.password)), u"200"_s);
    }

    void anAddressThatIsSlowedAlreadyCannotGuessAtAnAccount()
    {
        for (int i = 0; i < 10; ++i)
            QCOMPARE(summary(withKey("dk_live_wrong")), u"401 INVALID_API_KEY"_s);
        for (int i = 0; i < 10; ++i)
            QCOMPARE(summary(wrongLogin()), u"429 TOO_MANY_ATTEMPTS"_s);
        QCOMPARE(summary(login(tenant.adminEmail, tenant.password)), u"429 TOO_MANY_ATTEMPTS"_s);
        backend->clock().advance(duration::minute);
        QCOMPARE(summary(login(tenant.adminEmail, tenant.password)), u"200"_s);
    }

    void anAccountThatDoesNotExistIsSlowedAlike()
    {
        for (int i = 0; i < 10; ++i)
            QCOMPARE(summary(login(u"nobody@example.org"_s, u"some password"_s)),
                     u"401 INVALID_CREDENTIALS"_s);
        QCOMPARE(summary(login(u"nobody@example.org"_s, u"some password"_s)),
                 u"429 TOO_MANY_ATTEMPTS"_s);
    }

    void memoryIsBoundedAndTheOldestFailuresAreForgotten()
    {
        FakeClock clock;
        api::Attempts attempts(clock, 3);
        const auto failTenTimes = [&](const QString &address) {
            for (int i = 0; i < 10; ++i)
                QVERIFY(!attempts.fail(address));
        };
        failTenTimes(u"a"_s);
        failTenTimes(u"b"_s);
        failTenTimes(u"c"_s);
        QVERIFY(attempts.fail(u"a"_s)); // turned away, not counted
        QVERIFY(!attempts.fail(u"d"_s));
        QVERIFY(attempts.fail(u"b"_s));
        QVERIFY(attempts.fail(u"c"_s));
        QVERIFY(!attempts.fail(u"a"_s)); // forgotten
        QVERIFY(!attempts.fail({}));
        QVERIFY(!attempts.refusal({}, u"x"_s));
    }

    void everyUseOfAKeyIsRememberedOnceAMinute_data()
    {
        QTest::addColumn<QByteArray>("call");
        QTest::newRow("reading") << QByteArray("GET /devices");
        QTest::newRow("writing") << QByteArray("PATCH /organization");
        QTest::newRow("a write that is refused") << QByteArray("POST /customers");
        QTest::newRow("on the slow pool") << QByteArray("POST /users");
        QTest::newRow("sending a webhook") << QByteArray("POST /ingest/water-consumption");
    }
    void everyUseOfAKeyIsRememberedOnceAMinute()
    {
        QFETCH(QByteArray, call);
        const auto use = [&] {
            backend->call(contract::parseMethod(call.split(' ').first()), call.split(' ').last(),
                          call.startsWith("GET") ? "" : "{}", tenant.withKey());
        };
        QCOMPARE(lastUse(tenant.key), QByteArray());
        const QByteArray first = backend->clock().now().toString().toLatin1();
        use();
        QCOMPARE(lastUse(tenant.key), first);
        backend->clock().advance(duration::minute - duration::second);
        use();
        QCOMPARE(lastUse(tenant.key), first);
        backend->clock().advance(2 * duration::second);
        const QByteArray second = backend->clock().now().toString().toLatin1();
        use();
        QCOMPARE(lastUse(tenant.key), second);
        QCOMPARE(lastUse(tenant.ingestKey), QByteArray());
    }
};

QTEST_GUILESS_MAIN(AttemptsTest)
#include "tst_attempts.moc"
