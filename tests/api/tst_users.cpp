#include "tests/support/testbackend.h"

#include <QTest>

using namespace datakubo;
using namespace datakubo::test;
using namespace Qt::Literals::StringLiterals;

// Who may log in: GET, POST /users; PATCH, DELETE /users/{id}.
class UsersTest : public QObject
{
    Q_OBJECT

private:
    TestBackend *backend = nullptr;
    Tenant tenant;
    Headers key;
    int m_next = 1;

    QString freshEmail() { return u"user%1.%2@example.org"_s.arg(m_next++).arg(tenant.uuid); }
    QJsonObject make(QJsonObject fields)
    {
        if (!fields.contains(u"email"_s))
            fields[u"email"] = freshEmail();
        const auto made = backend->post("/users", fields, key);
        if (made.status != 201)
            qFatal("%s", made.body.constData());
        return dataOf(made);
    }
    static QByteArray pathOf(const QJsonObject &user)
    {
        return "/users/" + user[u"id"].toString().toLatin1();
    }
    contract::Response login(const QString &email, const QString &password)
    {
        return backend->post("/auth/login", {{u"email"_s, email}, {u"password"_s, password}}, {});
    }
    QString refresh(const contract::Response &grant)
    {
        return summary(backend->post("/auth/refresh",
                                     {{u"refresh_token"_s, dataOf(grant)[u"refresh_token"]}}, {}));
    }
    QStringList scopesOf(const contract::Response &grant)
    {
        QStringList scopes;
        const auto me = dataOf(
            backend->get("/auth/me", bearer(dataOf(grant)[u"access_token"].toString().toLatin1())));
        for (const QJsonValue &scope : me[u"scopes"].toArray())
            scopes.append(scope.toString());
        return scopes;
    }

private Q_SLOTS:
    void initTestCase_data() { TestBackend::addEngines(); }
    void init()
    {
        QFETCH_GLOBAL(QString, engine);
        if (const QString reason = TestBackend::missing(engine); !reason.isEmpty())
            QSKIP(qPrintable(reason));
        backend = &TestBackend::shared(engine);
        tenant = backend->tenant(u"Users"_s);
        key = tenant.withKey();
    }
    void cleanupTestCase() { TestBackend::forgetShared(); }

    void usersOfEachRoleLogInAsWhatTheyAre()
    {
        const QString password = u" blanks count, too "_s;
        const QJsonObject admin = make({{u"role"_s, u"admin"_s},
                                        {u"name"_s, u"Ada"_s},
                                        {u"email"_s, QString(u"ADA."_s + tenant.adminEmail)},
                                        {u"password"_s, password}});
        const QJsonObject expected{{u"id"_s, admin[u"id"]},
                                   {u"email"_s, QString(u"ada."_s + tenant.adminEmail)},
                                   {u"name"_s, u"Ada"_s},
                                   {u"role"_s, u"admin"_s},
                                   {u"end_user_id"_s, QJsonValue()},
                                   {u"customer_ids"_s, QJsonArray()},
                                   {u"created_at"_s, backend->clock().now().toString()}};
        QCOMPARE(admin, expected);
        QCOMPARE(scopesOf(login(admin[u"email"].toString(), password)),
                 (QStringList{u"read"_s, u"manage"_s, u"admin"_s, u"ingest"_s}));
        QCOMPARE(summary(login(admin[u"email"].toString(), password.trimmed())),
                 u"401 INVALID_CREDENTIALS"_s);

        const QJsonArray customers{tenant.community.uuid};
        const QJsonObject manager = make({{u"role"_s, u"community_admin"_s},
                                          {u"customer_ids"_s, customers},
                                          {u"password"_s, password}});
        QCOMPARE(manager[u"customer_ids"].toArray(), customers);
        QCOMPARE(scopesOf(login(manager[u"email"].toString(), password)),
                 (QStringList{u"read"_s, u"manage"_s}));
        const QJsonObject resident = make({{u"role"_s, u"resident"_s},
                                           {u"end_user_id"_s, tenant.resident.uuid},
                                           {u"password"_s, password}});
        QCOMPARE(resident[u"end_user_id"].toString(), tenant.resident.uuid);
        QCOMPARE(scopesOf(login(resident[u"email"].toString(), password)), QStringList{u"read"_s});

        const auto list = backend->get("/users?limit=4", key);
        QCOMPARE(contract::readPagination(list).total, 6); // three came with the tenant
        const QByteArray cursor = contract::readPagination(list).nextCursor.toLatin1();
        const auto rest = backend->get("/users?limit=4&cursor=" + cursor, key);
        QCOMPARE(listOf(list).size() + listOf(rest).size(), 6);
        QCOMPARE(listOf(rest).last().toObject(), resident);
        QVERIFY(!list.body.contains("password"));
        QCOMPARE(fieldOf(backend->get("/customers?cursor=" + cursor, key)), u"cursor"_s);
        QCOMPARE(fieldOf(backend->get("/users?cursor=x", key)), u"cursor"_s);
    }

    void withoutAPasswordNobodyLogsIn()
    {
        const QJsonObject user = make({{u"role"_s, u"admin"_s}});
        const QString email = user[u"email"].toString();
        QCOMPARE(summary(login(email, u"anything at all"_s)), u"401 INVALID_CREDENTIALS"_s);
        const auto set =
            backend->patch(pathOf(user), {{u"password"_s, u"now there is one"_s}}, key);
        QCOMPARE(summary(set), u"200"_s);
        QCOMPARE(login(email, u"now there is one"_s).status, 200);
    }

    void whatIsRefused_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("answer");
        QTest::addColumn<QString>("field");
        const QString invalid = u"400 VALIDATION_ERROR"_s;
        const auto row = [](const char *name, const char *body, const QString &answer,
                            const QString &field) {
            QTest::newRow(name) << QByteArray(body) << answer << field;
        };
        row("no address", R"({"role":"admin"})", invalid, u"email"_s);
        row("an address without a dot", R"({"role":"admin","email":"a@b"})", invalid, u"email"_s);
        row("no role", R"({"email":"a@example.org"})", invalid, u"role"_s);
        row("a role nobody knows", R"({"email":"a@example.org","role":"owner"})", invalid,
            u"role"_s);
        row("a password of nine characters",
            R"({"email":"a@example.org","role":"admin","password":"123456789"})", invalid,
            u"password"_s);
        row("a password that is a number",
            R"({"email":"a@example.org","role":"admin","password":1234567890})", invalid,
            u"password"_s);
        row("a resident who is nobody", R"({"email":"a@example.org","role":"resident"})", invalid,
            u"end_user_id"_s);
        row("a resident nobody knows",
            R"({"email":"a@example.org","role":"resident","end_user_id":"x"})",
            u"404 END_USER_NOT_FOUND"_s, u"end_user_id"_s);
        row("an admin who is a resident",
            R"({"email":"a@example.org","role":"admin","end_user_id":"{r}"})", invalid,
            u"end_user_id"_s);
        row("a community admin without a community",
            R"({"email":"a@example.org","role":"community_admin","customer_ids":[]})", invalid,
            u"customer_ids"_s);
        row("a community nobody knows",
            R"({"email":"a@example.org","role":"community_admin","customer_ids":["x"]})",
            u"404 CUSTOMER_NOT_FOUND"_s, u"customer_ids"_s);
        row("communities as text",
            R"({"email":"a@example.org","role":"community_admin","customer_ids":"{c}"})", invalid,
            u"customer_ids"_s);
        row("a community that is a number",
            R"({"email":"a@example.org","role":"community_admin","customer_ids":[7]})", invalid,
            u"customer_ids[0]"_s);
        row("communities of an admin",
            R"({"email":"a@example.org","role":"admin","customer_ids":["{c}"]})", invalid,
            u"customer_ids"_s);
        row("an address that is taken", R"({"email":"{taken}","role":"admin"})", u"409 CONFLICT"_s,
            u"email"_s);
    }
    void whatIsRefused()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, answer);
        QFETCH(QString, field);
        body.replace("{c}", tenant.community.uuid.toLatin1());
        body.replace("{r}", tenant.resident.uuid.toLatin1());
        body.replace("{taken}", tenant.adminEmail.toUpper().toLatin1());
        const auto response = backend->call(contract::Method::Post, "/users", body, key);
        QCOMPARE(summary(response), answer);
        QCOMPARE(fieldOf(response), field);
        QCOMPARE(contract::readPagination(backend->get("/users", key)).total, 3);
    }

    void aUserOfAnotherOrganizationIsNotFound()
    {
        const QJsonObject user = make({{u"role"_s, u"admin"_s}});
        const Headers other = backend->tenant(u"Others"_s).withKey();
        QCOMPARE(summary(backend->patch(pathOf(user), {{u"name"_s, u"X"_s}}, other)),
                 u"404 NOT_FOUND"_s);
        QCOMPARE(summary(backend->remove(pathOf(user), other)), u"404 NOT_FOUND"_s);
        QCOMPARE(summary(backend->remove("/users/none", key)), u"404 NOT_FOUND"_s);
    }

    void theLastAdminStaysAndStaysAdmin()
    {
        const QJsonObject last = listOf(backend->get("/users", key))[0].toObject();
        QCOMPARE(last[u"role"].toString(), u"admin"_s);
        const QJsonObject demotion{{u"role"_s, u"resident"_s},
                                   {u"end_user_id"_s, tenant.resident.uuid}};
        QCOMPARE(summary(backend->remove(pathOf(last), key)), u"409 CONFLICT"_s);
        QCOMPARE(summary(backend->patch(pathOf(last), demotion, key)), u"409 CONFLICT"_s);
        QCOMPARE(backend->patch(pathOf(last), {{u"name"_s, u"Still admin"_s}}, key).status, 200);
        const QJsonObject second = make({{u"role"_s, u"admin"_s}});
        QCOMPARE(summary(backend->patch(pathOf(last), demotion, key)), u"200"_s);
        QCOMPARE(summary(backend->remove(pathOf(second), key)), u"409 CONFLICT"_s);
        QCOMPARE(summary(backend->remove(pathOf(last), key)), u"204"_s);
    }

    void whatAUserIsLimitedToFollowsTheRole()
    {
        const QJsonObject user = make({{u"role"_s, u"community_admin"_s},
                                       {u"customer_ids"_s, QJsonArray{tenant.community.uuid}}});
        const auto resident = backend->patch(
            pathOf(user), {{u"role"_s, u"resident"_s}, {u"end_user_id"_s, tenant.resident.uuid}},
            key);
        QCOMPARE(dataOf(resident)[u"customer_ids"].toArray().size(), 0);
        QCOMPARE(dataOf(resident)[u"end_user_id"].toString(), tenant.resident.uuid);
        const auto none = backend->patch(pathOf(user), {{u"role"_s, u"community_admin"_s}}, key);
        QCOMPARE(summary(none), u"400 VALIDATION_ERROR"_s);
        QCOMPARE(fieldOf(none), u"customer_ids"_s);
        const auto taken = backend->patch(pathOf(user), {{u"email"_s, tenant.adminEmail}}, key);
        QCOMPARE(summary(taken), u"409 CONFLICT"_s);
        QCOMPARE(fieldOf(taken), u"email"_s);
    }

    void sessionsEndWithWhatTheyStoodFor_data()
    {
        QTest::addColumn<QJsonObject>("change"); // empty: deleted
        QTest::addColumn<bool>("ends");
        QTest::newRow("with a new password")
            << QJsonObject{{u"password"_s, u"another password"_s}} << true;
        QTest::newRow("with another role")
            << QJsonObject{{u"role"_s, u"community_admin"_s}, {u"customer_ids"_s, u"{c}"_s}}
            << true;
        QTest::newRow("with the account") << QJsonObject() << true;
        QTest::newRow("but not with another name") << QJsonObject{{u"name"_s, u"Bea"_s}} << false;
        QTest::newRow("and not with the same role")
            << QJsonObject{{u"role"_s, u"admin"_s}} << false;
    }
    void sessionsEndWithWhatTheyStoodFor()
    {
        QFETCH(QJsonObject, change);
        QFETCH(bool, ends);
        if (change.contains(u"customer_ids"_s))
            change[u"customer_ids"] = QJsonArray{tenant.community.uuid};
        const QString password = u"long enough for it"_s;
        const QJsonObject user = make({{u"role"_s, u"admin"_s}, {u"password"_s, password}});
        const QJsonObject other = make({{u"role"_s, u"admin"_s}, {u"password"_s, password}});
        const auto first = login(user[u"email"].toString(), password);
        const auto second = login(user[u"email"].toString(), password);
        const auto others = login(other[u"email"].toString(), password);
        const auto done = change.isEmpty() ? backend->remove(pathOf(user), key)
                                           : backend->patch(pathOf(user), change, key);
        QVERIFY2(done.status < 300, done.body.constData());
        const QString expected = ends ? u"401 INVALID_TOKEN"_s : u"200"_s;
        QCOMPARE(refresh(first), expected);
        QCOMPARE(refresh(second), expected);
        QCOMPARE(refresh(others), u"200"_s);
        if (change.isEmpty()) {
            QCOMPARE(summary(backend->get(
                         "/auth/me", bearer(dataOf(first)[u"access_token"].toString().toLatin1()))),
                     u"401 INVALID_TOKEN"_s);
            QCOMPARE(summary(login(user[u"email"].toString(), password)),
                     u"401 INVALID_CREDENTIALS"_s);
        }
    }
};

QTEST_GUILESS_MAIN(UsersTest)
#include "tst_users.moc"
