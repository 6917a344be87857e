#include "backend/domain/listing.h"
#include "tests/support/testbackend.h"

#include <QRegularExpression>
#include <QTest>

using namespace datakubo;
using namespace datakubo::test;
using namespace Qt::Literals::StringLiterals;

class ConventionsTest : public QObject
{
    Q_OBJECT

private:
    TestBackend *backend = nullptr;
    Tenant tenant;

    contract::Response plain(contract::Method method, const QByteArray &path,
                             const Headers &headers = {})
    {
        contract::Request request;
        request.method = method;
        request.path = path;
        request.headers = headers;
        return backend->send(std::move(request));
    }

private Q_SLOTS:
    void initTestCase_data() { TestBackend::addEngines(); }
    void init()
    {
        QFETCH_GLOBAL(QString, engine);
        if (const QString reason = TestBackend::missing(engine); !reason.isEmpty())
            QSKIP(qPrintable(reason));
        backend = &TestBackend::shared(engine);
        tenant = backend->tenant(u"Conventions"_s);
    }
    void cleanupTestCase() { TestBackend::forgetShared(); }

    void pathsAndMethods_data()
    {
        QTest::addColumn<contract::Method>("method");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QString>("answer");
        QTest::addColumn<QByteArray>("allow");
        using contract::Method;
        const auto row = [](const char *name, Method method, const char *path,
                            const QString &answer, const char *allow = "") {
            QTest::newRow(name) << method << QByteArray(path) << answer << QByteArray(allow);
        };
        const QString notFound = u"404 NOT_FOUND"_s;
        const QString notAllowed = u"405 METHOD_NOT_ALLOWED"_s;
        row("ping stands outside the base path", Method::Get, "/ping", u"200"_s);
        row("ping stands inside it too", Method::Get, "/api/v1/ping", u"200"_s);
        row("health stands outside", Method::Get, "/health", u"200"_s);
        row("HEAD is where GET is", Method::Head, "/api/v1/devices", u"200"_s);
        row("HEAD of ping", Method::Head, "/ping", u"200"_s);
        row("OPTIONS names what is allowed", Method::Options, "/api/v1/devices", u"204"_s,
            "GET, HEAD, OPTIONS");
        row("OPTIONS of a path with several methods", Method::Options,
            "/api/v1/devices/a1b2c3d4e5f60001", u"204"_s, "GET, HEAD, PATCH, DELETE, OPTIONS");
        row("OPTIONS of nothing", Method::Options, "/api/v1/nothing", notFound);
        row("a method the path does not have", Method::Post, "/api/v1/devices", notAllowed,
            "GET, HEAD, OPTIONS");
        row("a method nobody knows", Method::Other, "/api/v1/devices", notAllowed,
            "GET, HEAD, OPTIONS");
        row("a POST to ping", Method::Post, "/ping", notAllowed, "GET, HEAD, OPTIONS");
        row("the root", Method::Get, "/", notFound);
        row("the base itself", Method::Get, "/api/v1", notFound);
        row("a name that begins like the base", Method::Get, "/api/v1x/ping", notFound);
        row("a slash at the end", Method::Get, "/api/v1/devices/", notFound);
        row("two slashes", Method::Get, "/api/v1//devices", notFound);
        row("a private path outside the base", Method::Get, "/devices", notFound);
        row("letters in capitals", Method::Get, "/api/v1/Devices", notFound);
        row("a very deep path", Method::Get, "/api/v1/a/b/c/d/e/f/g/h", notFound);
        row("an id with a NUL", Method::Get, "/api/v1/customers/a%00b",
            u"404 CUSTOMER_NOT_FOUND"_s);
        row("an id with a quote", Method::Get, "/api/v1/customers/'%22",
            u"404 CUSTOMER_NOT_FOUND"_s);
        row("an id with a slash inside", Method::Get, "/api/v1/customers/a%2Fb",
            u"404 CUSTOMER_NOT_FOUND"_s);
        row("an EUI with a NUL", Method::Get, "/api/v1/devices/a1b2c3d4e5f6000%00",
            u"400 INVALID_DEVICE_ID"_s);
    }
    void pathsAndMethods()
    {
        QFETCH(contract::Method, method);
        QFETCH(QByteArray, path);
        QFETCH(QString, answer);
        QFETCH(QByteArray, allow);
        const auto response = plain(method, path, tenant.withKey());
        QCOMPARE(summary(response), answer);
        QCOMPARE(response.header("allow"), allow);
        QVERIFY(!response.header("x-request-id").isEmpty());
        if (response.status >= 400) {
            QCOMPARE(QStringList(bodyOf(response).keys()),
                     (QStringList{u"details"_s, u"error_code"_s, u"message"_s, u"status"_s}));
            QCOMPARE(bodyOf(response)[u"status"].toString(), u"error"_s);
            QVERIFY(!bodyOf(response)[u"message"].toString().isEmpty());
            QVERIFY(bodyOf(response)[u"details"].isObject());
        }
    }

    void theMetricsAreForThisComputerOnly()
    {
        contract::Request request;
        request.method = contract::Method::Get;
        request.path = "/metrics";
        request.peer = {u"192.0.2.7"_s, false};
        QCOMPARE(summary(backend->send(request)), u"403 FORBIDDEN"_s);
        request.peer = {u"127.0.0.1"_s, true};
        const auto answer = backend->send(request);
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.contentType.startsWith("text/plain"));
        for (const QByteArray line :
             {"# TYPE datakubo_devices gauge\n", "\ndatakubo_devices{status=\"online\"} ",
              "\ndatakubo_webhooks_held ", "\ndatakubo_uptime_seconds "})
            QVERIFY2(answer.body.contains(line), answer.body.constData());
        QCOMPARE(answer.body.count("# TYPE datakubo_devices "), 1);
    }

    void publicAnswers()
    {
        QCOMPARE(plain(contract::Method::Get, "/ping").body, QByteArray("pong"));
        const QJsonObject health = bodyOf(plain(contract::Method::Get, "/health"));
        QCOMPARE(QStringList(health.keys()),
                 (QStringList{u"status"_s, u"storage"_s, u"uptime_s"_s, u"version"_s}));
        QCOMPARE(health[u"status"].toString(), u"ok"_s);
        QCOMPARE(health[u"version"].toString(), u"1.2.3"_s);
        QCOMPARE(health[u"storage"][u"engine"].toString(), backend->engine());
        QCOMPARE(health[u"storage"][u"ok"], QJsonValue(true));
    }

    void theRequestIdIsTheSendersWhenItIsHarmless_data()
    {
        QTest::addColumn<QByteArray>("id");
        QTest::addColumn<bool>("isEchoed");
        QTest::newRow("letters, digits and dashes") << QByteArray("Req-1_2.3") << true;
        QTest::newRow("with a blank") << QByteArray("a b") << false;
        QTest::newRow("with a line break") << QByteArray("a\r\nSet-Cookie: x") << false;
        QTest::newRow("longer than 64 characters") << QByteArray(65, 'a') << false;
        QTest::newRow("empty") << QByteArray("") << false;
    }
    void theRequestIdIsTheSendersWhenItIsHarmless()
    {
        QFETCH(QByteArray, id);
        QFETCH(bool, isEchoed);
        Headers headers = tenant.withKey();
        headers.push_back({"x-request-id", id});
        for (const QByteArray path : {"/ping", "/api/v1/devices", "/nothing"}) {
            const QByteArray answered =
                plain(contract::Method::Get, path, headers).header("x-request-id");
            QVERIFY(!answered.isEmpty());
            QCOMPARE(answered == id, isEchoed);
        }
        QCOMPARE(backend->post("/devices/register", {}, headers).header("x-request-id") == id,
                 isEchoed);
        QCOMPARE(backend->post("/auth/login", {}, headers).header("x-request-id") == id, isEchoed);
        QCOMPARE(backend->post("/ingest/water-consumption", {}, headers).header("x-request-id")
                     == id,
                 isEchoed);
    }

    void queriesThatAreRefused_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QString>("field");
        const auto row = [](const char *name, const QByteArray &path, const QString &field) {
            QTest::newRow(name) << path << field;
        };
        const auto cursor = [](const Cursor &at) { return "cursor=" + at.encode().toLatin1(); };
        row("a limit of zero", "/devices?limit=0", u"limit"_s);
        row("a limit of 1001", "/devices?limit=1001", u"limit"_s);
        row("a negative limit", "/devices?limit=-1", u"limit"_s);
        row("a limit that is a word", "/devices?limit=abc", u"limit"_s);
        row("an empty limit", "/devices?limit=", u"limit"_s);
        row("a limit beyond 64 bits", "/customers?limit=99999999999999999999", u"limit"_s);
        row("a negative offset", "/devices?offset=-1", u"offset"_s);
        row("an offset that is a fraction", "/end-users?offset=1.5", u"offset"_s);
        row("a cursor that is a word", "/devices?cursor=nonsense", u"cursor"_s);
        row("a cursor that is no base64", "/devices?cursor=%25%25", u"cursor"_s);
        row("a cursor of another sort",
            "/devices?sort=dev_eui&" + cursor({u"device_name"_s, u"a"_s, 1, 1}), u"cursor"_s);
        row("a cursor of the other direction",
            "/devices?sort=-device_name&" + cursor({u"device_name"_s, u"a"_s, 1, 1}), u"cursor"_s);
        row("a cursor of another list", "/customers?" + cursor({u"device_name"_s, u"a"_s, 1, 1}),
            u"cursor"_s);
        row("a cursor with a number where a text belongs",
            "/devices?" + cursor({u"device_name"_s, 17, 1, 1}), u"cursor"_s);
        row("a cursor with a text where a number belongs",
            "/devices?sort=created_at&" + cursor({u"created_at"_s, u"x"_s, 1, 1}), u"cursor"_s);
        row("a cursor of communities with a number", "/customers?" + cursor({u"name"_s, 17, 1, 1}),
            u"cursor"_s);
        row("a cursor of waiting devices with a text",
            "/ingest/unregistered?" + cursor({u"-last_seen_at"_s, u"x"_s, 1, 1}), u"cursor"_s);
        row("a cursor of readings with a text",
            "/devices/00000000000000aa/readings?" + cursor({u"-recorded_at"_s, u"x"_s, 1, 1}),
            u"cursor"_s);
        row("a status nobody knows", "/devices?status=broken", u"status"_s);
        row("a type nobody knows", "/devices?device_type=gas", u"device_type"_s);
        row("a sort nobody knows", "/devices?sort=colour", u"sort"_s);
        row("a truth that is a word", "/devices?assigned=yes", u"assigned"_s);
    }
    void queriesThatAreRefused()
    {
        QFETCH(QByteArray, path);
        QFETCH(QString, field);
        backend->post("/devices/register",
                      {{u"dev_eui"_s, u"00000000000000aa"_s},
                       {u"device_name"_s, u"A"_s},
                       {u"device_type"_s, u"water_meter"_s}},
                      tenant.withKey());
        const auto response = backend->get(path, tenant.withKey());
        QCOMPARE(summary(response), u"400 VALIDATION_ERROR"_s);
        QCOMPARE(fieldOf(response), field);
    }

    void oddQueriesThatFindNothing_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::newRow("a search with a NUL") << QByteArray("/devices?search=a%00b");
        QTest::newRow("a search with quotes") << QByteArray("/devices?search='%22%5C%7B");
        QTest::newRow("a search that is no UTF-8") << QByteArray("/devices?search=%FF%FE");
        QTest::newRow("a customer with a NUL") << QByteArray("/devices?customer_id=%00");
        QTest::newRow("a resident search with a NUL") << QByteArray("/end-users?search=%00x");
        QTest::newRow("a community search with a NUL") << QByteArray("/customers?search=%00x");
        QTest::newRow("the largest offset")
            << QByteArray("/devices?limit=1000&offset=9223372036854775807");
    }
    void oddQueriesThatFindNothing()
    {
        QFETCH(QByteArray, path);
        const auto response = backend->get(path, tenant.withKey());
        QCOMPARE(summary(response), u"200"_s);
        QCOMPARE(listOf(response).size(), 0);
    }

    void bodiesThatAreRefused_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QString>("answer");
        const QByteArray json = "application/json";
        QTest::newRow("no JSON") << QByteArray("{\"name\":") << json << u"400 VALIDATION_ERROR"_s;
        QTest::newRow("an array") << QByteArray("[]") << json << u"400 VALIDATION_ERROR"_s;
        QTest::newRow("a text") << QByteArray("\"a\"") << json << u"400 VALIDATION_ERROR"_s;
        QTest::newRow("nested deeper than anyone needs")
            << QByteArray(3000, '[') + QByteArray(3000, ']') << json << u"400 VALIDATION_ERROR"_s;
        QTest::newRow("another content type")
            << QByteArray("name=a") << QByteArray("text/plain") << u"415 UNSUPPORTED_MEDIA_TYPE"_s;
        QTest::newRow("a CSV file where none belongs")
            << QByteArray("name\na\n") << QByteArray("text/csv") << u"415 UNSUPPORTED_MEDIA_TYPE"_s;
        QTest::newRow("JSON by its old name is read")
            << QByteArray("{}") << QByteArray("Text/JSON; charset=utf-8")
            << u"400 VALIDATION_ERROR"_s;
        QTest::newRow("JSON of a special kind is read")
            << QByteArray("{}") << QByteArray("application/merge-patch+json")
            << u"400 VALIDATION_ERROR"_s;
    }
    void bodiesThatAreRefused()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, type);
        QFETCH(QString, answer);
        Headers headers = tenant.withKey();
        headers.push_back({"content-type", type});
        for (const QByteArray path : {"/customers", "/auth/login"})
            QCOMPARE(summary(backend->call(contract::Method::Post, path, body, headers)), answer);
    }

    void whatIsKnownIsNotSentAgain_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::newRow("a device") << QByteArray("/devices/00000000000000ab");
        QTest::newRow("a community") << QByteArray("/customers/{c}");
        QTest::newRow("the organization") << QByteArray("/organization");
        QTest::newRow("a list") << QByteArray("/customers");
        QTest::newRow("a document") << QByteArray("/ping");
    }
    void whatIsKnownIsNotSentAgain()
    {
        QFETCH(QByteArray, path);
        path.replace("{c}", tenant.community.uuid.toLatin1());
        backend->post("/devices/register",
                      {{u"dev_eui"_s, u"00000000000000ab"_s},
                       {u"device_name"_s, u"A"_s},
                       {u"device_type"_s, u"water_meter"_s}},
                      tenant.withKey());
        const auto first = backend->get(path, tenant.withKey());
        QCOMPARE(first.status, 200);
        const QByteArray tag = first.header("etag");
        QVERIFY(
            QRegularExpression(u"^\"[0-9a-f]+\"$"_s).match(QString::fromLatin1(tag)).hasMatch());
        QCOMPARE(first.header("cache-control"), QByteArray("private, no-cache"));
        const auto with = [&](const QByteArray &known) {
            Headers headers = tenant.withKey();
            headers.push_back({"if-none-match", known});
            return backend->get(path, headers);
        };
        for (const QByteArray &known : {tag, "W/" + tag, "\"other\", " + tag, QByteArray("*")}) {
            const auto again = with(known);
            QCOMPARE(again.status, 304);
            QVERIFY(again.body.isEmpty());
            QCOMPARE(again.header("etag"), tag);
            QVERIFY(!again.header("x-request-id").isEmpty());
        }
        QCOMPARE(with("\"other\"").status, 200);
        QCOMPARE(with("").status, 200);
        QCOMPARE(with("\"other\"").body, first.body);
        QCOMPARE(backend->call(contract::Method::Head, path, {}, tenant.withKey()).header("etag"),
                 tag);
    }

    void aChangedResourceHasAnotherTag()
    {
        const QByteArray path = "/customers/" + tenant.community.uuid.toLatin1();
        const QByteArray before = backend->get(path, tenant.withKey()).header("etag");
        QVERIFY(backend->patch(path, {{u"name"_s, u"Other"_s}}, tenant.withKey())
                    .header("etag")
                    .isEmpty());
        Headers headers = tenant.withKey();
        headers.push_back({"if-none-match", before});
        const auto changed = backend->get(path, headers);
        QCOMPARE(changed.status, 200);
        QVERIFY(changed.header("etag") != before);
        QVERIFY(backend->get("/customers/none", headers).header("etag").isEmpty());
        QVERIFY(backend->get("/health", {}).header("etag").isEmpty());
    }

    void onlyConfiguredWebPagesMayCall_data()
    {
        QTest::addColumn<QByteArray>("configured");
        QTest::addColumn<QByteArray>("origin");
        QTest::addColumn<QByteArray>("allowed");
        const QByteArray page = "https://dashboard.example.com";
        QTest::newRow("none is configured") << QByteArray() << page << QByteArray();
        QTest::newRow("this one") << page << page << page;
        QTest::newRow("another scheme")
            << page << QByteArray("http://dashboard.example.com") << QByteArray();
        QTest::newRow("one that only begins like it")
            << page << page + ".evil.example" << QByteArray();
        QTest::newRow("no page at all") << page << QByteArray() << QByteArray();
    }
    void onlyConfiguredWebPagesMayCall()
    {
        QFETCH(QByteArray, configured);
        QFETCH(QByteArray, origin);
        QFETCH(QByteArray, allowed);
        backend->stop();
        backend->environment().corsOrigins.clear();
        if (!configured.isEmpty())
            backend->environment().corsOrigins = {configured};
        backend->restart();
        Headers headers = tenant.withKey();
        if (!origin.isEmpty())
            headers.push_back({"origin", origin});
        const auto answer = backend->get("/customers", headers);
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.header("access-control-allow-origin"), allowed);
        QCOMPARE(answer.header("vary"), QByteArray(configured.isEmpty() ? "" : "Origin"));
        // The browser asks without the key whether it may call with one.
        const auto preflight =
            plain(contract::Method::Options, "/api/v1/customers",
                  {{"origin", origin}, {"access-control-request-method", "POST"}});
        QCOMPARE(preflight.status, 204);
        QCOMPARE(preflight.header("access-control-allow-origin"), allowed);
        QCOMPARE(preflight.header("access-control-allow-methods"),
                 QByteArray(allowed.isEmpty() ? "" : "GET, HEAD, POST, OPTIONS"));
        QCOMPARE(preflight.header("access-control-allow-headers").contains("X-API-Key"),
                 !allowed.isEmpty());
    }

    void theListFormat()
    {
        const auto response = backend->get("/customers", tenant.withKey());
        QCOMPARE(QStringList(bodyOf(response).keys()),
                 (QStringList{u"data"_s, u"pagination"_s, u"status"_s}));
        const QJsonObject expected{
            {u"total"_s, 1}, {u"limit"_s, 50}, {u"offset"_s, 0}, {u"next_cursor"_s, QJsonValue()}};
        QCOMPARE(bodyOf(response)[u"pagination"].toObject(), expected);
        QCOMPARE(response.contentType, QByteArray("application/json"));
    }
};

QTEST_GUILESS_MAIN(ConventionsTest)
#include "tst_conventions.moc"
