#include "backend/services/secrets.h"
#include "tests/support/testbackend.h"

#include <QTest>

using namespace datakubo;
using namespace datakubo::test;
using namespace Qt::Literals::StringLiterals;

class AccountsTest : public QObject
{
    Q_OBJECT

private:
    TestBackend *backend = nullptr;

    static QJsonObject signupBody(const QString &email, const QString &password)
    {
        return {{u"organization_name"_s, u"Aguas"_s},
                {u"email"_s, email},
                {u"password"_s, password},
                {u"time_zone"_s, u"Europe/Madrid"_s}};
    }
    static contract::Request signup(const QJsonObject &body, bool isLoopback, bool isLocal)
    {
        contract::Request request;
        request.method = contract::Method::Post;
        request.path = "/api/v1/auth/signup";
        request.body = QJsonDocument(body).toJson();
        request.peer = {u"127.0.0.1"_s, isLoopback};
        request.isLocal = isLocal;
        return request;
    }
    contract::Response login(const QString &email, const QString &password)
    {
        return backend->post("/auth/login", {{u"email"_s, email}, {u"password"_s, password}}, {});
    }
    contract::Response refresh(const QString &token)
    {
        return backend->post("/auth/refresh", {{u"refresh_token"_s, token}}, {});
    }

private Q_SLOTS:
    void initTestCase_data() { TestBackend::addEngines(); }
    void init()
    {
        QFETCH_GLOBAL(QString, engine);
        if (const QString reason = TestBackend::missing(engine); !reason.isEmpty())
            QSKIP(qPrintable(reason));
        backend = &TestBackend::shared(engine);
    }
    void cleanupTestCase() { TestBackend::forgetShared(); }

    void onlyTheOwnerMaySignUpFirstAndNobodyAfterwards_data()
    {
        QTest::addColumn<bool>("isLocal");
        QTest::newRow("the window is trusted") << true;
        QTest::newRow("the loopback is trusted") << false;
    }
    void onlyTheOwnerMaySignUpFirstAndNobodyAfterwards()
    {
        QFETCH_GLOBAL(QString, engine);
        QFETCH(bool, isLocal);
        TestBackend fresh(engine);
        const QJsonObject body = signupBody(u"Owner@Example.org"_s, u"long enough for it"_s);
        // Before the first sign-up the owner of the computer is nobody yet.
        contract::Request me;
        me.path = "/api/v1/auth/me";
        me.isLocal = true;
        QCOMPARE(summary(fresh.send(me)), u"401 INVALID_API_KEY"_s);

        QCOMPARE(summary(fresh.send(signup(body, false, false))), u"403 SIGNUP_CLOSED"_s);
        const auto response = fresh.send(signup(body, !isLocal, isLocal));
        QCOMPARE(response.status, 201);
        const QJsonObject grant = dataOf(response);
        QCOMPARE(
            QStringList(grant.keys()),
            (QStringList{u"access_token"_s, u"api_key"_s, u"expires_in"_s, u"organization_id"_s,
                         u"refresh_token"_s, u"token_type"_s, u"user_id"_s}));
        QCOMPARE(grant[u"expires_in"].toInt(), 3600);
        const QString key = grant[u"api_key"].toString();
        QVERIFY(QRegularExpression(u"^dk_live_[A-Za-z0-9]{40}$"_s).match(key).hasMatch());
        QCOMPARE(fresh.get("/auth/me", {{"x-api-key", key.toLatin1()}}).status, 200);
        QCOMPARE(fresh.get("/auth/me", bearer(grant[u"access_token"].toString().toLatin1())).status,
                 200);
        QCOMPARE(dataOf(fresh.send(me))[u"kind"].toString(), u"local"_s);

        const QJsonObject second = signupBody(u"second@example.org"_s, u"long enough for it"_s);
        QCOMPARE(summary(fresh.send(signup(second, true, true))), u"403 SIGNUP_CLOSED"_s);
        fresh.stop();
        fresh.environment().allowSignup = true;
        fresh.restart();
        QCOMPARE(fresh.send(signup(second, false, false)).status, 201);
        const auto taken = fresh.send(
            signup(signupBody(u"OWNER@example.ORG"_s, u"long enough for it"_s), false, false));
        QCOMPARE(summary(taken), u"409 CONFLICT"_s);
        QCOMPARE(fieldOf(taken), u"email"_s);
        // Nothing of the refused one stays: its organization would be a third.
        QCOMPARE(dataOf(fresh.send(me))[u"organization"][u"id"], grant[u"organization_id"]);
    }

    void signUpsThatAreRefused_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QJsonValue>("value"); // undefined: left out
        QTest::newRow("a password of nine characters")
            << u"password"_s << QJsonValue(u"123456789"_s);
        QTest::newRow("a password of nine characters, one of them an emoji")
            << u"password"_s << QJsonValue(u"12345678😀"_s);
        QTest::newRow("no password") << u"password"_s << QJsonValue(QJsonValue::Undefined);
        QTest::newRow("a password that is a number") << u"password"_s << QJsonValue(1234567890);
        QTest::newRow("a password of a thousand and one characters")
            << u"password"_s << QJsonValue(QString(1001, u'x'));
        QTest::newRow("no address") << u"email"_s << QJsonValue(QJsonValue::Undefined);
        QTest::newRow("an address without a dot") << u"email"_s << QJsonValue(u"a@b"_s);
        QTest::newRow("an address with a blank") << u"email"_s << QJsonValue(u"a b@c.org"_s);
        QTest::newRow("an organization without a name")
            << u"organization_name"_s << QJsonValue(u" "_s);
        QTest::newRow("a time zone nobody knows")
            << u"time_zone"_s << QJsonValue(u"Europe/Atlantis"_s);
    }
    void signUpsThatAreRefused()
    {
        QFETCH_GLOBAL(QString, engine);
        QFETCH(QString, field);
        QFETCH(QJsonValue, value);
        static std::map<QString, std::unique_ptr<TestBackend>> empty; // stays empty
        auto &fresh = empty[engine];
        if (!fresh)
            fresh = std::make_unique<TestBackend>(engine);
        QJsonObject body = signupBody(u"a@example.org"_s, u"long enough for it"_s);
        body.remove(field);
        if (!value.isUndefined())
            body[field] = value;
        const auto response = fresh->send(signup(body, true, false));
        QCOMPARE(summary(response), u"400 VALIDATION_ERROR"_s);
        QCOMPARE(fieldOf(response), field);
        if (QByteArray(QTest::currentDataTag()).startsWith("a time zone"))
            fresh.reset();
    }

    void loggingIn()
    {
        const Tenant tenant = backend->tenant(u"Login"_s);
        const auto response = login(tenant.adminEmail.toUpper(), tenant.password);
        QCOMPARE(response.status, 200);
        QCOMPARE(dataOf(response)[u"expires_in"].toInt(), 3600);
        QCOMPARE(dataOf(response)[u"token_type"].toString(), u"Bearer"_s);
        const auto me = dataOf(backend->get(
            "/auth/me", bearer(dataOf(response)[u"access_token"].toString().toLatin1())));
        QCOMPARE(me[u"kind"].toString(), u"user"_s);
        QCOMPARE(me[u"email"].toString(), tenant.adminEmail);
        QCOMPARE(me[u"role"].toString(), u"admin"_s);
        QCOMPARE(me[u"organization"][u"name"].toString(), tenant.name);
        QCOMPARE(me[u"organization"][u"time_zone"].toString(), u"Europe/Madrid"_s);
        QCOMPARE(me[u"scopes"].toArray(),
                 (QJsonArray{u"read"_s, u"manage"_s, u"admin"_s, u"ingest"_s}));
        QCOMPARE(summary(login(tenant.adminEmail, u"wrong password"_s)),
                 u"401 INVALID_CREDENTIALS"_s);
        QCOMPARE(summary(login(u"nobody@example.org"_s, tenant.password)),
                 u"401 INVALID_CREDENTIALS"_s);
        QCOMPARE(fieldOf(login(tenant.adminEmail, {})), u"password"_s);
        QCOMPARE(fieldOf(login({}, tenant.password)), u"email"_s);
    }

    void whatEachPrincipalIs()
    {
        const Tenant tenant = backend->tenant(u"Principals"_s);
        const auto scopes = [this](const Headers &headers) {
            return dataOf(backend->get("/auth/me", headers))[u"scopes"].toArray();
        };
        QCOMPARE(scopes(tenant.withKey()),
                 (QJsonArray{u"read"_s, u"manage"_s, u"admin"_s, u"ingest"_s}));
        QCOMPARE(scopes(bearer(tenant.communityAdminToken)), (QJsonArray{u"read"_s, u"manage"_s}));
        QCOMPARE(scopes(bearer(tenant.residentToken)), (QJsonArray{u"read"_s}));
    }

    void anAccessTokenLastsAnHour()
    {
        const Tenant tenant = backend->tenant(u"Hour"_s);
        backend->clock().advance(duration::hour - duration::second);
        QCOMPARE(backend->get("/auth/me", bearer(tenant.adminToken)).status, 200);
        backend->clock().advance(2 * duration::second);
        QCOMPARE(summary(backend->get("/auth/me", bearer(tenant.adminToken))),
                 u"401 INVALID_TOKEN"_s);
    }

    void refreshTokensRotateAndReuseEndsTheFamily()
    {
        const Tenant tenant = backend->tenant(u"Refresh"_s);
        const auto first =
            dataOf(login(tenant.adminEmail, tenant.password))[u"refresh_token"].toString();
        const auto other =
            dataOf(login(tenant.adminEmail, tenant.password))[u"refresh_token"].toString();
        const auto second = refresh(first);
        QCOMPARE(second.status, 200);
        const QString next = dataOf(second)[u"refresh_token"].toString();
        QVERIFY(next != first);
        QCOMPARE(
            backend->get("/auth/me", bearer(dataOf(second)[u"access_token"].toString().toLatin1()))
                .status,
            200);
        // Whoever uses a token a second time has stolen it, or was robbed of it.
        QCOMPARE(summary(refresh(first)), u"401 INVALID_TOKEN"_s);
        QCOMPARE(summary(refresh(next)), u"401 INVALID_TOKEN"_s);
        QCOMPARE(refresh(other).status, 200); // another session
        QCOMPARE(summary(refresh(u"dk_refresh_none"_s)), u"401 INVALID_TOKEN"_s);
        QCOMPARE(fieldOf(backend->post("/auth/refresh", {}, {})), u"refresh_token"_s);
    }

    void aRefreshTokenLastsThirtyDays()
    {
        const Tenant tenant = backend->tenant(u"Thirty days"_s);
        const auto token =
            dataOf(login(tenant.adminEmail, tenant.password))[u"refresh_token"].toString();
        backend->clock().advance(30 * duration::day);
        QCOMPARE(summary(refresh(token)), u"401 INVALID_TOKEN"_s);
    }

    void loggingOutEndsTheSession()
    {
        const Tenant tenant = backend->tenant(u"Logout"_s);
        const auto token =
            dataOf(login(tenant.adminEmail, tenant.password))[u"refresh_token"].toString();
        const auto out = backend->post("/auth/logout", {{u"refresh_token"_s, token}}, {});
        QCOMPARE(out.status, 204);
        QVERIFY(out.body.isEmpty());
        QCOMPARE(summary(refresh(token)), u"401 INVALID_TOKEN"_s);
        QCOMPARE(backend->post("/auth/logout", {{u"refresh_token"_s, token}}, {}).status, 204);
    }

    void apiKeysAreMadeListedAndRevokedAtOnce()
    {
        const Tenant tenant = backend->tenant(u"Keys"_s);
        const auto made = backend->post(
            "/api-keys", {{u"name"_s, u"Script"_s}, {u"scope"_s, u"ingest"_s}}, tenant.withKey());
        QCOMPARE(made.status, 201);
        const QJsonObject key = dataOf(made);
        const QByteArray secret = key[u"api_key"].toString().toLatin1();
        QCOMPARE(key[u"prefix"].toString(), QString::fromLatin1(secret.left(12)));
        QCOMPARE(key[u"scope"].toString(), u"ingest"_s);
        QVERIFY(key[u"last_used_at"].isNull());

        const auto list = backend->get("/api-keys", tenant.withKey());
        QVERIFY(!list.body.contains(secret));
        QVERIFY(textsOf(listOf(list), u"id"_s).contains(key[u"id"].toString()));
        QCOMPARE(contract::readPagination(list).total, 3);

        const Headers headers{{"x-api-key", secret}};
        QCOMPARE(summary(backend->get("/devices", headers)), u"403 FORBIDDEN"_s);
        const QByteArray path = "/api-keys/" + key[u"id"].toString().toLatin1();
        const auto revoke = [&] {
            return backend->call(contract::Method::Delete, path, {}, tenant.withKey());
        };
        QCOMPARE(revoke().status, 204);
        QCOMPARE(summary(backend->get("/devices", headers)), u"401 INVALID_API_KEY"_s);
        QCOMPARE(summary(backend->post(
                     "/ingest/water-consumption",
                     {{u"dev_eui"_s, u"00000000000000aa"_s}, {u"consumption_m3"_s, 1}}, headers)),
                 u"401 INVALID_API_KEY"_s);
        QCOMPARE(summary(revoke()), u"404 NOT_FOUND"_s);
        QCOMPARE(fieldOf(backend->post("/api-keys", {}, tenant.withKey())), u"name"_s);
        QCOMPARE(fieldOf(backend->post("/api-keys", {{u"name"_s, u"A"_s}, {u"scope"_s, u" "_s}},
                                       tenant.withKey())),
                 u"scope"_s);
        QCOMPARE(fieldOf(backend->post("/api-keys", {{u"name"_s, u"A"_s}, {u"scope"_s, u"some"_s}},
                                       tenant.withKey())),
                 u"scope"_s);
    }

    void hostileTokensAreRefused_data()
    {
        QTest::addColumn<QByteArray>("token");
        const auto part = [](const QByteArray &json) {
            return json.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
        };
        const QByteArray claims = part(R"({"sub":"x","exp":99999999999})");
        const QByteArray hs256 = part(R"({"alg":"HS256","typ":"JWT"})");
        QTest::newRow("one letter") << QByteArray("a");
        QTest::newRow("three letters") << QByteArray("a.b.c");
        QTest::newRow("only dots") << QByteArray("..");
        QTest::newRow("many dots") << QByteArray(200, '.');
        QTest::newRow("an algorithm that is a number")
            << part(R"({"alg":1})") + '.' + claims + ".x";
        QTest::newRow("an algorithm that is null") << part(R"({"alg":null})") + '.' + claims + ".x";
        QTest::newRow("no algorithm") << part("{}") + '.' + claims + ".x";
        QTest::newRow("algorithm none with an empty signature")
            << part(R"({"alg":"none"})") + '.' + claims + '.';
        QTest::newRow("algorithm none without a signature")
            << part(R"({"alg":"none"})") + '.' + claims;
        QTest::newRow("algorithm None with a signature")
            << part(R"({"alg":"None"})") + '.' + claims + ".eA";
        QTest::newRow("a public-key algorithm")
            << part(R"({"alg":"RS256"})") + '.' + claims + ".eA";
        QTest::newRow("another hash") << part(R"({"alg":"HS512"})") + '.' + claims + ".eA";
        QTest::newRow("a header that is an array") << part("[]") + '.' + claims + ".eA";
        QTest::newRow("a header that is nested deep")
            << part(QByteArray(1500, '[') + QByteArray(1500, ']')) + '.' + claims + ".eA";
        QTest::newRow("claims that are no JSON") << hs256 + '.' + part("{") + ".eA";
        QTest::newRow("an empty signature") << hs256 + '.' + claims + '.';
        QTest::newRow("a signature of one byte") << hs256 + '.' + claims + ".eA";
        QTest::newRow("letters outside base64") << QByteArray("\xff\xfe.\x01.%%%");
        QTest::newRow("a NUL in the middle") << hs256 + '.' + QByteArray("\0", 1) + claims + ".eA";
        QTest::newRow("five kilobytes") << QByteArray(5000, 'a');
        QTest::newRow("five kilobytes in three parts")
            << hs256 + '.' + QByteArray(5000, 'a') + ".eA";
    }
    void hostileTokensAreRefused()
    {
        QFETCH(QByteArray, token);
        QCOMPARE(summary(backend->get("/auth/me", bearer(token))), u"401 INVALID_TOKEN"_s);
        QCOMPARE(summary(backend->post("/ingest/water-consumption", {}, bearer(token))),
                 u"401 INVALID_TOKEN"_s);
    }

    void theLibraryItselfSurvivesAnEmptyToken()
    {
        QVERIFY(!services::verifyAccessToken({}, backend->environment()));
        QVERIFY(!services::verifyAccessToken("", backend->environment()));
        QCOMPARE(summary(backend->get("/auth/me", {{"authorization", "Bearer "}})),
                 u"401 INVALID_API_KEY"_s);
    }
};

QTEST_GUILESS_MAIN(AccountsTest)
#include "tst_accounts.moc"
