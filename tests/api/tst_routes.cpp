#include "backend/services/jobservice.h"
#include "backend/services/secrets.h"
#include "tests/support/testbackend.h"

#include <QMessageAuthenticationCode>
#include <QRegularExpression>
#include <QTest>

using namespace datakubo;
using namespace datakubo::test;
using namespace Qt::Literals::StringLiterals;

namespace {

// What each caller gets for a well-formed call that concerns its own organization; "ok" is any
// success, otherwise status and code. Then what a full key gets with ids of another organization
// (empty: the call names none).
struct Expected {
    const char *call;
    const char *admin;
    const char *communityAdmin;
    const char *resident;
    const char *ingestKey;
    const char *foreign;
    bool isPublic = false;
};

constexpr const char *no = "403 FORBIDDEN";
constexpr const char *noDevice = "404 DEVICE_NOT_FOUND";
constexpr const char *noCustomer = "404 CUSTOMER_NOT_FOUND";
constexpr const char *noEndUser = "404 END_USER_NOT_FOUND";

const Expected table[] = {
    {"GET /ping", "ok", "ok", "ok", "ok", "", true},
    {"GET /health", "ok", "ok", "ok", "ok", "", true},
    {"GET /metrics", no, no, no, no, "", true}, // the calls do not come from this computer
    {"GET /overview", "ok", no, no, no, ""},
    {"GET /reseller/billing", "ok", no, no, no, ""},
    {"GET /openapi.json", "ok", "ok", "ok", "ok", "", true},
    {"GET /docs", "ok", "ok", "ok", "ok", "", true},
    {"GET /redoc", "ok", "ok", "ok", "ok", "", true},
    {"GET /docs/{file}", "ok", "ok", "ok", "ok", "", true},
    {"GET /reseller/usage", "ok", no, no, no, ""},
    {"GET /organization", "ok", no, no, no, ""},
    {"PATCH /organization", "ok", no, no, no, ""},

    {"POST /auth/signup", "403 SIGNUP_CLOSED", "403 SIGNUP_CLOSED", "403 SIGNUP_CLOSED",
     "403 SIGNUP_CLOSED", "", true},
    {"POST /auth/login", "401 INVALID_CREDENTIALS", "401 INVALID_CREDENTIALS",
     "401 INVALID_CREDENTIALS", "401 INVALID_CREDENTIALS", "", true},
    {"POST /auth/refresh", "401 INVALID_TOKEN", "401 INVALID_TOKEN", "401 INVALID_TOKEN",
     "401 INVALID_TOKEN", "", true},
    {"POST /auth/logout", "ok", "ok", "ok", "ok", "", true},
    {"GET /auth/me", "ok", "ok", "ok", "ok", ""},
    {"GET /api-keys", "ok", no, no, no, ""},
    {"POST /api-keys", "ok", no, no, no, ""},
    {"DELETE /api-keys/{id}", "ok", no, no, no, "404 NOT_FOUND"},

    {"GET /users", "ok", no, no, no, ""},
    {"POST /users", "ok", no, no, no, noEndUser},
    {"PATCH /users/{id}", "ok", no, no, no, "404 NOT_FOUND"},
    {"DELETE /users/{id}", "ok", no, no, no, "404 NOT_FOUND"},

    {"POST /ingest/water-consumption", "ok", no, no, "ok", ""},
    {"GET /ingest/unregistered", "ok", "ok", no, no, ""},
    {"GET /ingest/log", "ok", no, no, no, ""},
    {"GET /ingest/log/{id}", "ok", no, no, no, "404 NOT_FOUND"},
    {"POST /ingest/log/{id}/replay", "ok", no, no, no, "404 NOT_FOUND"},
    {"POST /ingest/log/replay", "ok", no, no, no, ""},
    {"GET /ingest/mappings", "ok", no, no, no, ""},
    {"POST /ingest/mappings", "ok", no, no, no, ""},
    {"DELETE /ingest/mappings/{id}", "ok", no, no, no, "404 NOT_FOUND"},

    {"POST /devices/register", "ok", "ok", no, no, noCustomer},
    {"POST /devices/bulk-register", "ok", "ok", no, no, ""},
    {"GET /devices", "ok", "ok", "ok", no, ""},
    {"GET /devices/{eui}", "ok", "ok", "ok", no, noDevice},
    {"PATCH /devices/{eui}", "ok", "ok", no, no, noDevice},
    {"DELETE /devices/{eui}", "ok", "ok", no, no, noDevice},
    {"PUT /devices/{eui}/assign", "ok", "ok", no, no, noDevice},
    {"DELETE /devices/{eui}/assign", "ok", "ok", no, no, noDevice},
    {"GET /devices/{eui}/assignments", "ok", "ok", no, no, noDevice},
    {"PUT /devices/{eui}/status", "ok", "ok", no, no, noDevice},
    {"GET /devices/{eui}/readings", "ok", "ok", "ok", no, noDevice},

    {"POST /devices/{eui}/readings", "ok", "ok", no, no, noDevice},
    {"PATCH /readings/{id}", "ok", "ok", no, no, "404 NOT_FOUND"},
    {"POST /devices/{eui}/replace", "ok", "ok", no, no, noDevice},
    {"POST /devices/{eui}/handover", "ok", "ok", no, no, noDevice},
    {"GET /devices/{eui}/consumption", "ok", "ok", "ok", no, noDevice},
    {"GET /end-users/{id}/consumption", "ok", "ok", "ok", no, noEndUser},
    {"GET /customers/{id}/consumption", "ok", "ok", no, no, noCustomer},
    {"GET /customers/{id}/balance", "ok", "ok", no, no, noCustomer},
    {"GET /attention", "ok", "ok", no, no, ""},
    {"GET /audit", "ok", no, no, no, ""},
    {"POST /readings/import", "ok", "ok", no, no, ""},

    {"GET /customers", "ok", "ok", no, no, ""},
    {"POST /customers", "ok", no, no, no, ""},
    {"GET /customers/{id}", "ok", "ok", no, no, noCustomer},
    {"PATCH /customers/{id}", "ok", no, no, no, noCustomer},
    {"DELETE /customers/{id}", "409 CONFLICT", no, no, no, noCustomer}, // devices stand in it
    {"POST /customers/{id}/register-unregistered-devices", "ok", "ok", no, no, noCustomer},
    {"GET /end-users", "ok", "ok", no, no, ""},
    {"POST /end-users", "ok", "ok", no, no, noCustomer},
    {"GET /end-users/{id}", "ok", "ok", "ok", no, noEndUser},
    {"POST /end-users/import", "ok", "ok", no, no, noCustomer},
    {"PATCH /end-users/{id}", "ok", "ok", no, no, noEndUser},
    {"DELETE /end-users/{id}", "409 CONFLICT", "409 CONFLICT", no, no, noEndUser}, // has a history

    {"GET /exports/{list}", "ok", "ok", "ok", no, ""}, // of the devices
    {"GET /jobs/{id}", "ok", "404 NOT_FOUND", no, no, "404 NOT_FOUND"}, // an admin's job
    {"DELETE /jobs/{id}", "ok", "404 NOT_FOUND", no, no, "404 NOT_FOUND"},
};

const Expected *expectedFor(const QString &call)
{
    for (const Expected &row : table) {
        if (call == QLatin1String(row.call))
            return &row;
    }
    return nullptr;
}

QByteArray base64(const QByteArray &text)
{
    return text.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QByteArray jwt(const QByteArray &header, const QByteArray &claims, const QByteArray &secret)
{
    const QByteArray content = base64(header) + '.' + base64(claims);
    return content + '.'
           + base64(QMessageAuthenticationCode::hash(content, secret, QCryptographicHash::Sha256));
}

} // namespace

class RoutesTest : public QObject
{
    Q_OBJECT

private:
    TestBackend *backend = nullptr;

    // What a call names: a device, an API key and ids of one organization, made freshly.
    struct Things {
        QByteArray eui;
        QByteArray keyId;
        QByteArray webhookId;
        QByteArray mappingId;
        QByteArray userId;
        QByteArray jobId;
        QByteArray readingId;
    };
    int m_nextEui = 1;

    Things thingsOf(const Tenant &tenant)
    {
        Things things;
        things.eui = DevEui(0xa000 + static_cast<quint64>(m_nextEui++)).toString().toLatin1();
        const auto made = backend->post("/devices/register",
                                        {{u"dev_eui"_s, QString::fromLatin1(things.eui)},
                                         {u"device_name"_s, u"Meter"_s},
                                         {u"device_type"_s, u"water_meter"_s},
                                         {u"customer_id"_s, tenant.community.uuid}},
                                        tenant.withKey());
        const auto assigned =
            backend->put("/devices/" + things.eui + "/assign",
                         {{u"end_user_id"_s, tenant.resident.uuid}}, tenant.withKey());
        const auto key = backend->post("/api-keys", {{u"name"_s, u"Another"_s}}, tenant.withKey());
        User user;
        user.organization = tenant.id;
        user.role = Role::Admin;
        things.userId = backend->addUser(user).uuid.toLatin1();
        backend->write([&](storage::Session &session, contract::Events &) {
            Principal admin;
            admin.organization = tenant.id;
            services::JobService service(session, backend->environment(), admin);
            things.jobId = service.create(u"test"_s).uuid.toLatin1();
            return contract::noContent();
        });
        if (made.status != 201 || assigned.status != 200 || key.status != 201)
            qFatal("cannot prepare: %s", made.body.constData());
        things.keyId = dataOf(key)[u"id"].toString().toLatin1();
        backend->post(
            "/ingest/water-consumption",
            {{u"dev_eui"_s, QString::fromLatin1(things.eui)}, {u"consumption_m3"_s, 1.25}},
            tenant.withKey());
        const auto readings =
            listOf(backend->get("/devices/" + things.eui + "/readings", tenant.withKey()));
        things.readingId = readings.first()[u"id"].toString().toLatin1();
        const auto webhooks = listOf(backend->get("/ingest/log?limit=1", tenant.withKey()));
        things.webhookId = webhooks.first()[u"id"].toString().toLatin1();
        const auto mapping = backend->post(
            "/ingest/mappings",
            {{u"volume_path"_s, u"register.of%1"_s.arg(m_nextEui)}, {u"unit"_s, u"l"_s}},
            tenant.withKey());
        things.mappingId = dataOf(mapping)[u"id"].toString().toLatin1();
        return things;
    }

    // The call of a row, in its path and in its body about these things.
    contract::Response make(const api::Route &route, const Things &things, const Tenant &about,
                            Headers headers)
    {
        QByteArray path = route.pattern;
        path.replace("{eui}", things.eui);
        path.replace("{file}", "pages.css");
        path.replace("{list}", "devices");
        if (path.startsWith("/api-keys"))
            path.replace("{id}", things.keyId);
        if (path.startsWith("/ingest/log"))
            path.replace("{id}", things.webhookId);
        if (path.startsWith("/ingest/mappings"))
            path.replace("{id}", things.mappingId);
        if (path.startsWith("/jobs"))
            path.replace("{id}", things.jobId);
        if (path.startsWith("/readings"))
            path.replace("{id}", things.readingId);
        if (path.startsWith("/users"))
            path.replace("{id}", things.userId);
        if (path.startsWith("/customers"))
            path.replace("{id}", about.community.uuid.toLatin1());
        if (path.startsWith("/end-users"))
            path.replace("{id}", about.resident.uuid.toLatin1());
        QJsonObject body;
        const QString fresh = DevEui(0xb000 + static_cast<quint64>(m_nextEui++)).toString();
        const QByteArray pattern = route.pattern;
        if (pattern == "/devices/register")
            body = {{u"dev_eui"_s, fresh},
                    {u"device_name"_s, u"New"_s},
                    {u"device_type"_s, u"water_meter"_s},
                    {u"customer_id"_s, about.community.uuid}};
        else if (pattern == "/devices/{eui}")
            body = {{u"device_name"_s, u"Renamed"_s}};
        else if (pattern.endsWith("/assign"))
            body = {{u"end_user_id"_s, about.resident.uuid}};
        else if (pattern.endsWith("/status"))
            body = {{u"status"_s, u"maintenance"_s}};
        else if (pattern == "/customers/{id}" || pattern == "/end-users/{id}")
            body = {{u"name"_s, u"Renamed"_s}};
        else if (pattern == "/readings/{id}")
            body = {{u"excluded"_s, true}, {u"reason"_s, u"Misread"_s}};
        else if (pattern == "/devices/{eui}/readings")
            body = {{u"recorded_at"_s, u"2020-01-01T00:00:00Z"_s}, {u"consumption_m3"_s, 1}};
        else if (pattern == "/devices/{eui}/replace")
            body = {{u"new_dev_eui"_s, fresh},
                    {u"final_reading_m3"_s, 1.25},
                    {u"initial_reading_m3"_s, 0},
                    {u"replaced_at"_s, backend->clock().now().toString()}};
        else if (pattern == "/devices/{eui}/handover")
            body = {{u"at"_s, backend->clock().now().toString()}, {u"end_user_id"_s, QJsonValue()}};
        else if (pattern == "/customers")
            body = {{u"name"_s, u"New community"_s}};
        else if (pattern == "/end-users")
            body = {{u"name"_s, u"New resident"_s}, {u"customer_id"_s, about.community.uuid}};
        else if (pattern == "/organization")
            body = {{u"offline_after_hours"_s, 24}};
        else if (pattern == "/users")
            body = {{u"email"_s, fresh + u"@example.net"_s},
                    {u"role"_s, u"resident"_s},
                    {u"end_user_id"_s, about.resident.uuid}};
        else if (pattern == "/users/{id}")
            body = {{u"name"_s, u"Renamed"_s}};
        else if (pattern == "/api-keys")
            body = {{u"name"_s, u"New key"_s}};
        else if (pattern.startsWith("/auth/"))
            body = {{u"organization_name"_s, u"New"_s},
                    {u"email"_s, u"new@example.org"_s},
                    {u"password"_s, u"long enough for it"_s},
                    {u"refresh_token"_s, u"dk_refresh_none"_s}};
        else if (pattern.startsWith("/ingest/water"))
            body = {{u"dev_eui"_s, fresh}, {u"consumption_m3"_s, 1.5}};
        else if (pattern == "/ingest/mappings")
            body = {{u"volume_path"_s, u"path.of%1"_s.arg(m_nextEui)}, {u"unit"_s, u"l"_s}};
        QByteArray text = QJsonDocument(body).toJson();
        if (pattern.endsWith("/bulk-register"))
            text = "[]";
        if (pattern.endsWith("/import")) {
            text = pattern.startsWith("/readings") ? "dev_eui,recorded_at,consumption_m3\n"
                                                   : "name\nAna\n";
            path += "?customer_id=" + about.community.uuid.toLatin1();
            headers.push_back({"content-type", "text/csv"});
        }
        const bool hasBody = route.method == contract::Method::Post
                             || route.method == contract::Method::Put
                             || route.method == contract::Method::Patch;
        return backend->call(route.method, path, hasBody ? text : QByteArray(), headers);
    }

    static QString nameOf(const api::Route &route)
    {
        return QString::fromLatin1(contract::toText(route.method) + ' ' + route.pattern);
    }

    static void compare(const contract::Response &response, const QString &expected,
                        const QString &what)
    {
        const QString got =
            response.status < 300 && expected == u"ok" ? u"ok"_s : summary(response);
        if (got != expected)
            QFAIL(qPrintable(u"%1: %2 instead of %3 (%4)"_s.arg(
                what, got, expected, QString::fromUtf8(response.body.left(300)))));
    }

    // Everything an organization can see of itself, but when its keys were used.
    QByteArray pictureOf(const Tenant &tenant)
    {
        QByteArray picture;
        for (const QByteArray path :
             {"/organization", "/devices?include_retired=true&limit=1000", "/customers?limit=1000",
              "/end-users?limit=1000", "/users?limit=1000", "/api-keys",
              "/ingest/unregistered?limit=1000"})
            picture += backend->get(path, tenant.withKey()).body;
        static const QRegularExpression lastUse(u"\"last_used_at\":[^,}]*"_s);
        picture = QString::fromUtf8(picture).remove(lastUse).toUtf8();
        for (const QJsonValue &device :
             listOf(backend->get("/devices?include_retired=true&limit=1000", tenant.withKey()))) {
            picture +=
                backend
                    ->get("/devices/" + device[u"dev_eui"].toString().toLatin1() + "/assignments",
                          tenant.withKey())
                    .body;
        }
        return picture;
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

    void everyRouteHasAnExpectationAndNoneIsLeftOver()
    {
        QStringList calls;
        for (const api::Route &route : api::routes()) {
            calls.append(nameOf(route));
            QVERIFY2(expectedFor(nameOf(route)), route.pattern);
        }
        for (const Expected &row : table)
            QVERIFY2(calls.contains(QLatin1String(row.call)), row.call);
        QCOMPARE(calls.size(), static_cast<qsizetype>(std::size(table)));
    }

    void strangersAreTurnedAway_data()
    {
        QTest::addColumn<QByteArray>("kind");
        QTest::addColumn<QString>("code");
        QTest::newRow("without a key or token") << QByteArray("nothing") << u"INVALID_API_KEY"_s;
        QTest::newRow("with a wrong key") << QByteArray("wrong key") << u"INVALID_API_KEY"_s;
        QTest::newRow("with an empty key") << QByteArray("empty key") << u"INVALID_API_KEY"_s;
        QTest::newRow("with a wrong key beside a good token")
            << QByteArray("wrong key, good token") << u"INVALID_API_KEY"_s;
        QTest::newRow("with an expired token") << QByteArray("expired") << u"INVALID_TOKEN"_s;
        QTest::newRow("with a token of algorithm none") << QByteArray("none") << u"INVALID_TOKEN"_s;
        QTest::newRow("with a token signed by another secret")
            << QByteArray("foreign") << u"INVALID_TOKEN"_s;
        QTest::newRow("with the token of a user who is gone")
            << QByteArray("gone") << u"INVALID_TOKEN"_s;
        QTest::newRow("with basic authentication") << QByteArray("basic") << u"INVALID_API_KEY"_s;
    }
    void strangersAreTurnedAway()
    {
        QFETCH(QByteArray, kind);
        QFETCH(QString, code);
        const Tenant tenant = backend->tenant(u"Strangers"_s);
        const Things things = thingsOf(tenant);
        User user;
        user.organization = tenant.id;
        user.role = Role::Admin;
        user = backend->addUser(user);
        const QByteArray good = backend->tokenOf(user);
        const qint64 now = backend->clock().now().ms / 1000;
        const auto claims = [now](const QString &subject) {
            return QByteArray("{\"sub\":\"" + subject.toLatin1()
                              + "\",\"iat\":" + QByteArray::number(now)
                              + ",\"exp\":" + QByteArray::number(now + 3600) + "}");
        };
        const QByteArray secret = backend->environment().tokenSecret;
        Headers headers;
        if (kind == "wrong key")
            headers = {{"x-api-key", "dk_live_" + QByteArray(40, 'x')}};
        else if (kind == "empty key")
            headers = {{"x-api-key", ""}};
        else if (kind == "wrong key, good token")
            headers = {{"x-api-key", "dk_live_wrong"}, {"authorization", "Bearer " + good}};
        else if (kind == "none")
            headers = bearer(base64(R"({"alg":"none","typ":"JWT"})") + '.'
                             + base64(claims(user.uuid)) + '.');
        else if (kind == "foreign")
            headers = bearer(jwt(R"({"alg":"HS256","typ":"JWT"})", claims(user.uuid), "another"));
        else if (kind == "gone")
            headers =
                bearer(jwt(R"({"alg":"HS256","typ":"JWT"})", claims(services::makeUuid()), secret));
        else if (kind == "basic")
            headers = {{"authorization", "Basic YTpi"}};
        else if (kind == "expired")
            headers = bearer(jwt(R"({"alg":"HS256","typ":"JWT"})",
                                 "{\"sub\":\"" + user.uuid.toLatin1()
                                     + "\",\"exp\":" + QByteArray::number(now) + "}",
                                 secret));
        // The tokens above are of the shape that would be accepted.
        QCOMPARE(backend
                     ->get("/auth/me",
                           bearer(jwt(R"({"alg":"HS256","typ":"JWT"})", claims(user.uuid), secret)))
                     .status,
                 200);

        const QByteArray before = pictureOf(tenant);
        int address = 0; // ten wrong keys from one are too many
        for (const api::Route &route : api::routes()) {
            const Expected &expected = *expectedFor(nameOf(route));
            backend->callFrom(u"198.51.100.%1"_s.arg(++address));
            compare(make(route, things, tenant, headers),
                    expected.isPublic ? QString::fromLatin1(expected.admin) : u"401 "_s + code,
                    nameOf(route));
        }
        backend->callFrom(u"192.0.2.7"_s);
        QCOMPARE(pictureOf(tenant), before);
    }

    void eachCallerMayDoWhatTheTableSays_data()
    {
        QTest::addColumn<int>("caller");
        QTest::newRow("an admin's token") << 0;
        QTest::newRow("a full key") << 1;
        QTest::newRow("a community admin's token") << 2;
        QTest::newRow("a resident's token") << 3;
        QTest::newRow("an ingest key") << 4;
    }
    void eachCallerMayDoWhatTheTableSays()
    {
        QFETCH(int, caller);
        const Tenant tenant = backend->tenant(u"Callers"_s);
        const Headers callers[] = {bearer(tenant.adminToken), tenant.withKey(),
                                   bearer(tenant.communityAdminToken), bearer(tenant.residentToken),
                                   tenant.withIngestKey()};
        for (const api::Route &route : api::routes()) {
            const Expected &row = *expectedFor(nameOf(route));
            const char *expected[] = {row.admin, row.admin, row.communityAdmin, row.resident,
                                      row.ingestKey};
            compare(make(route, thingsOf(tenant), tenant, callers[caller]),
                    QString::fromLatin1(expected[caller]), nameOf(route));
        }
    }

    void whatAPersonChangesStandsInTheAuditLog()
    {
        // Calls that change nothing of the kind (the device is assigned to that resident already),
        // or do in a job what is noted there.
        static const QStringList others{
            u"POST /ingest/log/{id}/replay"_s,  u"POST /ingest/log/replay"_s,
            u"POST /devices/bulk-register"_s,   u"POST /end-users/import"_s,
            u"POST /readings/import"_s,         u"DELETE /jobs/{id}"_s,
            u"PUT /devices/{eui}/assign"_s,
            u"POST /customers/{id}/register-unregistered-devices"_s};
        const Tenant tenant = backend->tenant(u"Audited"_s);
        const auto entries = [&] {
            return bodyOf(backend->get("/audit?limit=1", tenant.withKey()))[u"pagination"][u"total"]
                .toInt();
        };
        for (const api::Route &route : api::routes()) {
            const bool mayChange = route.method != contract::Method::Get
                && (route.scope == api::Scope::Manage || route.scope == api::Scope::Admin);
            if (!mayChange || others.contains(nameOf(route)))
                continue;
            const Things things = thingsOf(tenant);
            const int before = entries();
            const auto answer = make(route, things, tenant, bearer(tenant.adminToken));
            if (answer.status >= 300)
                continue; // refused, and nothing was changed
            const auto newest = listOf(backend->get("/audit?limit=1", tenant.withKey()));
            QVERIFY2(entries() > before, qPrintable(nameOf(route)));
            QCOMPARE(newest[0][u"actor"].toString(), tenant.adminEmail);
        }
    }

    void foreignIdsAreNotFoundAndNothingForeignChanges_data()
    {
        QTest::addColumn<bool>("isAdmin");
        QTest::newRow("asked for by a full key") << true;
        QTest::newRow("asked for by a community admin") << false;
    }
    void foreignIdsAreNotFoundAndNothingForeignChanges()
    {
        QFETCH(bool, isAdmin);
        const Tenant owner = backend->tenant(u"Owner"_s);
        const Tenant other = backend->tenant(u"Other"_s);
        const Things foreign = thingsOf(owner);
        const QByteArray before = pictureOf(owner);
        const Headers headers = isAdmin ? other.withKey() : bearer(other.communityAdminToken);
        for (const api::Route &route : api::routes()) {
            const Expected &row = *expectedFor(nameOf(route));
            if (row.isPublic || *row.foreign == '\0')
                continue;
            const QString expected =
                isAdmin || QLatin1String(row.communityAdmin) != QLatin1String(no)
                    ? QString::fromLatin1(row.foreign)
                    : QString::fromLatin1(no);
            compare(make(route, foreign, owner, headers), expected, nameOf(route));
        }
        // An own device with foreign people and places.
        const Things own = thingsOf(other);
        const auto assign = backend->put("/devices/" + own.eui + "/assign",
                                         {{u"end_user_id"_s, owner.resident.uuid}}, headers);
        QCOMPARE(summary(assign), QString::fromLatin1(noEndUser));
        QCOMPARE(fieldOf(assign), u"end_user_id"_s);
        const auto patch = [&](const QByteArray &body) {
            return summary(
                backend->call(contract::Method::Patch, "/devices/" + own.eui, body, headers));
        };
        QCOMPARE(patch("{\"customer_id\":\"" + owner.community.uuid.toLatin1() + "\"}"),
                 QString::fromLatin1(noCustomer));
        QCOMPARE(patch("{\"parent_dev_eui\":\"" + foreign.eui + "\"}"),
                 QString::fromLatin1(noDevice));
        // Lists narrowed by a foreign id are empty.
        for (const QByteArray path : {"/devices?customer_id=", "/end-users?customer_id=",
                                      "/ingest/unregistered?customer_id="})
            QCOMPARE(listOf(backend->get(path + owner.community.uuid.toLatin1(), headers)).size(),
                     0);
        QCOMPARE(
            listOf(backend->get("/devices?end_user_id=" + owner.resident.uuid.toLatin1(), headers))
                .size(),
            0);
        QCOMPARE(pictureOf(owner), before);
    }

    void aResidentSeesOnlyTheOwnDevicesAndSelf()
    {
        const Tenant tenant = backend->tenant(u"Residents"_s);
        const Things mine = thingsOf(tenant);
        const Things neighbours = thingsOf(tenant);
        const auto neighbour = backend->post(
            "/end-users", {{u"customer_id"_s, tenant.community.uuid}, {u"name"_s, u"Neighbour"_s}},
            tenant.withKey());
        const QString neighbourId = dataOf(neighbour)[u"id"].toString();
        backend->clock().advance(duration::minute);
        QCOMPARE(backend
                     ->put("/devices/" + neighbours.eui + "/assign",
                           {{u"end_user_id"_s, neighbourId}}, tenant.withKey())
                     .status,
                 200);
        const Headers resident = bearer(tenant.residentToken);
        QCOMPARE(textsOf(listOf(backend->get("/devices", resident)), u"dev_eui"_s),
                 QStringList{QString::fromLatin1(mine.eui)});
        QCOMPARE(summary(backend->get("/devices/" + neighbours.eui, resident)),
                 QString::fromLatin1(noDevice));
        QCOMPARE(summary(backend->get("/devices/" + neighbours.eui + "/readings", resident)),
                 QString::fromLatin1(noDevice));
        QCOMPARE(summary(backend->get("/end-users/" + neighbourId.toLatin1(), resident)),
                 QString::fromLatin1(noEndUser));
    }

    void aCommunityAdminSeesOnlyTheOwnCommunities()
    {
        const Tenant tenant = backend->tenant(u"Communities"_s);
        const auto second =
            dataOf(backend->post("/customers", {{u"name"_s, u"Second"_s}}, tenant.withKey()));
        const Things things = thingsOf(tenant);
        User user;
        user.organization = tenant.id;
        user.role = Role::CommunityAdmin; // of no community
        const Headers nobody = bearer(backend->tokenOf(backend->addUser(user)));
        const Headers admin = bearer(tenant.communityAdminToken);
        QCOMPARE(textsOf(listOf(backend->get("/customers", admin)), u"id"_s),
                 QStringList{tenant.community.uuid});
        QCOMPARE(listOf(backend->get("/customers", nobody)).size(), 0);
        QCOMPARE(listOf(backend->get("/devices", nobody)).size(), 0);
        QCOMPARE(summary(backend->get("/devices/" + things.eui, nobody)),
                 QString::fromLatin1(noDevice));
        QCOMPARE(summary(backend->get("/customers/" + second[u"id"].toString().toLatin1(), admin)),
                 QString::fromLatin1(noCustomer));
        // A device at organization level is no community admin's to make.
        const auto made = backend->post("/devices/register",
                                        {{u"dev_eui"_s, u"00000000000c0001"_s},
                                         {u"device_name"_s, u"Loose"_s},
                                         {u"device_type"_s, u"water_meter"_s}},
                                        admin);
        QCOMPARE(summary(made), u"400 VALIDATION_ERROR"_s);
        QCOMPARE(fieldOf(made), u"customer_id"_s);
    }
};

QTEST_GUILESS_MAIN(RoutesTest)
#include "tst_routes.moc"
