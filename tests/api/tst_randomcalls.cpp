#include "backend/api/openapi.h"
#include "backend/api/routing.h"
#include "tests/api/callgenerator.h"

#include <QTest>

using namespace datakubo;
using namespace datakubo::test;
using namespace Qt::Literals::StringLiterals;

// Thousands of calls made out of the OpenAPI text, right ones and broken ones, by every kind of
// caller: none is answered 500, and every answer is one the text describes for its call.
// DATAKUBO_RANDOM_SEED and DATAKUBO_RANDOM_CALLS choose others than the usual ones.
class RandomCallsTest : public QObject
{
    Q_OBJECT

private:
    struct Caller {
        QString name;
        Headers headers;
        bool isLocal = false;
        bool isForeign = false;
    };

    static quint64 setting(const char *name, quint64 usual)
    {
        bool ok = false;
        const quint64 value = qEnvironmentVariable(name).toULongLong(&ok);
        return ok ? value : usual;
    }

    static std::vector<Caller> callersOf(const Tenant &tenant, const Tenant &other)
    {
        return {{u"an admin"_s, bearer(tenant.adminToken)},
                {u"a full key"_s, tenant.withKey()},
                {u"a full key"_s, tenant.withKey()},
                {u"a community admin"_s, bearer(tenant.communityAdminToken)},
                {u"a resident"_s, bearer(tenant.residentToken)},
                {u"an ingest key"_s, tenant.withIngestKey()},
                {u"another organization"_s, other.withKey(), false, true},
                {u"the owner at the window"_s, {}, true},
                {u"nobody"_s, {}},
                {u"a wrong key"_s, {{"x-api-key", "dk_live_\xff\x00"}}},
                {u"a wrong token"_s, bearer("a.b.c")}};
    }

    static QString describe(const GeneratedCall &call, const Caller &caller,
                            const contract::Response &answer, quint64 seed, quint64 number)
    {
        return u"call %1 of seed %2, %3 by %4, %5\n%6?%7\n%8\nanswer %9"_s.arg(number)
                   .arg(seed)
                   .arg(QString::fromLatin1(contract::toText(call.request.method)), caller.name,
                        call.breakage.isEmpty() ? u"as described"_s : call.breakage.join(u", "_s),
                        QString::fromLatin1(call.request.path.left(300)),
                        QString::fromLatin1(call.request.query.left(300)),
                        QString::fromUtf8(call.request.body.left(600)))
                   .arg(answer.status)
               + u' ' + QString::fromUtf8(answer.body.left(600));
    }

    // Why the answer is wrong; empty: it is right.
    static QString judge(const ApiText &text, const GeneratedCall &call, const Operation *operation,
                         const contract::Response &answer)
    {
        if (answer.status >= 500)
            return u"a failure of the program"_s;
        if (answer.header("x-request-id").isEmpty())
            return u"no X-Request-Id"_s;
        if (operation == nullptr) { // no such path, or not by this method
            if (answer.status == 405 && answer.header("allow").isEmpty())
                return u"405 without Allow"_s;
            return answer.status == 404 || answer.status == 405 ? text.problems(
                       bodyOf(answer), QJsonObject{{u"$ref"_s, u"#/components/schemas/Error"_s}})
                                                                : u"404 or 405 is due"_s;
        }
        if (call.isRefusedBySchema && operation == call.operation && answer.status < 300)
            return u"a body its schema refuses was taken"_s;
        return text.problems(answer, *operation);
    }

private Q_SLOTS:
    void initTestCase_data() { TestBackend::addEngines(); }

    void everyAnswerIsADescribedOne()
    {
        QFETCH_GLOBAL(QString, engine);
        if (const QString reason = TestBackend::missing(engine); !reason.isEmpty())
            QSKIP(qPrintable(reason));
        const quint64 seed = setting("DATAKUBO_RANDOM_SEED", 20250115);
        const quint64 calls = setting("DATAKUBO_RANDOM_CALLS", 5000);
        qInfo("seed %llu, %llu calls", static_cast<unsigned long long>(seed),
              static_cast<unsigned long long>(calls));

        TestBackend backend(engine);
        backend.environment().allowSignup = true;
        backend.restart();
        const Tenant tenant = backend.tenant(u"Tower"_s);
        const Tenant other = backend.tenant(u"Elsewhere"_s);
        const auto callers = callersOf(tenant, other);
        const ApiText text(api::openApiDocument(u"1.2.3"_s));
        CallGenerator generator(text, seed);
        for (const Tenant *one : {&tenant, &other}) {
            // An assigned device keeps the community and the resident from being deleted.
            QCOMPARE(backend
                         .post("/devices/register",
                               {{u"dev_eui"_s, u"00000000000000c1"_s},
                                {u"device_name"_s, u"Kept"_s},
                                {u"device_type"_s, u"water_meter"_s},
                                {u"customer_id"_s, one->community.uuid}},
                               one->withKey())
                         .status,
                     201);
            QCOMPARE(backend
                         .put("/devices/00000000000000c1/assign",
                              {{u"end_user_id"_s, one->resident.uuid}}, one->withKey())
                         .status,
                     200);
            generator.learn(u"email"_s, one->adminEmail);
            generator.learn(u"customer_id"_s, one->community.uuid);
            generator.learn(u"end_user_id"_s, one->resident.uuid);
        }
        generator.learn(u"password"_s, tenant.password);
        generator.learn(u"tenant_name"_s, u"Tower"_s);
        generator.learn(u"file"_s, u"pages.css"_s);
        generator.learn(u"file"_s, u"swagger-start.js"_s);

        std::map<QString, int> succeeded;
        for (quint64 number = 1; number <= calls; ++number) {
            GeneratedCall call = generator.next();
            const Caller &caller =
                callers[static_cast<size_t>(generator.below(std::ssize(callers)))];
            for (const contract::Header &header : caller.headers)
                call.request.headers.push_back(header);
            call.request.isLocal = caller.isLocal;

            const Operation *operation = nullptr;
            const auto match = api::findRoute(call.request.method, call.request.path);
            for (const Operation &candidate : text.operations()) {
                if (match && candidate.path == QLatin1String(match->route->pattern)
                    && candidate.method == contract::toText(match->route->method))
                    operation = &candidate;
            }
            if (operation != nullptr && !operation->text.contains(u"requestBody"))
                call.request.body.clear();
            const contract::Response answer = backend.send(call.request);
            const QString problem = judge(text, call, operation, answer);
            if (!problem.isEmpty())
                QFAIL(qPrintable(problem + u'\n' + describe(call, caller, answer, seed, number)));
            if (operation != nullptr && answer.status < 300)
                ++succeeded[operation->name()];
            // Of another organization nothing is learnt: most calls should find what they name.
            if (operation != nullptr && !caller.isForeign)
                generator.learn(*operation, answer);
            if (generator.oneIn(20))
                backend.clock().advance(duration::minute);
        }
        if (calls < 5000)
            return;
        // The calls reach what they describe. A few may not: what they name was deleted by an
        // earlier call, or a job ended before it could be stopped.
        QStringList never;
        for (const Operation &operation : text.operations()) {
            if (succeeded[operation.name()] == 0)
                never.append(operation.name());
        }
        qInfo("never succeeded: %s", qPrintable(never.join(u", "_s)));
        QVERIFY2(never.size() <= 4, qPrintable(never.join(u", "_s)));
    }
};

QTEST_GUILESS_MAIN(RandomCallsTest)
#include "tst_randomcalls.moc"
