#include "backend/api/jobrunner.h"
#include "tests/support/testbackend.h"

#include <QTest>

using namespace datakubo;
using namespace datakubo::test;
using namespace Qt::Literals::StringLiterals;

namespace {

// A job whose pieces the test lets go one by one.
class Stepped final : public api::JobWork
{
public:
    struct Control {
        std::mutex mutex;
        std::condition_variable changed;
        int allowed = 0; // pieces
        int asked = 0;
        int written = 0;

        void allow(int pieces)
        {
            const std::lock_guard lock(mutex);
            allowed += pieces;
            changed.notify_all();
        }
        void waitUntilAsked(int pieces)
        {
            std::unique_lock lock(mutex);
            changed.wait(lock, [&] { return asked >= pieces; });
        }
    };

    explicit Stepped(std::shared_ptr<Control> control, int pieces = 3, int failing = -1)
        : m_control(std::move(control)), m_pieces(pieces), m_failing(failing)
    {
    }

    QString kind() const override { return u"stepped"_s; }
    qint64 total() override { return m_pieces * 10; }
    bool next() override
    {
        std::unique_lock lock(m_control->mutex);
        ++m_control->asked;
        m_control->changed.notify_all();
        m_control->changed.wait(lock, [this] { return m_control->allowed >= m_control->asked; });
        return ++m_read <= m_pieces;
    }
    std::vector<JobError> write(storage::Session &session, contract::Events &) override
    {
        if (m_read == m_failing)
            session.execute(u"nonsense"_s);
        const std::lock_guard lock(m_control->mutex);
        ++m_control->written;
        return {{m_read * 10, u"name"_s, u"a message"_s}};
    }
    qint64 done() const override { return m_read * 10; }

private:
    std::shared_ptr<Control> m_control;
    const int m_pieces;
    const int m_failing;
    int m_read = 0;
};

} // namespace

class JobsTest : public QObject
{
    Q_OBJECT

private:
    TestBackend *backend = nullptr;
    Tenant tenant;
    Headers key;

    // A runner of the test's own on the same database.
    struct Runner {
        explicit Runner(TestBackend &backend)
            : writer(backend.config(), backend.environment(), events, gate),
              jobs(backend.environment(), writer)
        {
            if (!writer.start() || !jobs.start(backend.config().engine))
                qFatal("cannot start");
        }
        ~Runner()
        {
            jobs.stop();
            writer.stop();
        }
        api::EventHub events;
        api::ReadGate gate;
        api::Writer writer;
        api::JobRunner jobs;
    };

    Principal admin() const
    {
        Principal principal;
        principal.organization = tenant.id;
        return principal;
    }
    QByteArray add(Runner &runner, std::unique_ptr<api::JobWork> work)
    {
        const auto added = runner.jobs.add(std::move(work), admin(), 10);
        if (added.status != 202)
            qFatal("%s", added.body.constData());
        return "/jobs/" + dataOf(added)[u"job_id"].toString().toLatin1();
    }
    QJsonObject jobAt(const QByteArray &path) { return dataOf(backend->get(path, key)); }
    QJsonObject whenEnded(const QByteArray &path)
    {
        for (;;) {
            const QJsonObject job = jobAt(path);
            const QString state = job[u"state"].toString();
            if (state != u"queued" && state != u"running")
                return job;
            std::this_thread::yield();
        }
    }
    contract::Response import(const QByteArray &file)
    {
        return backend->postCsv("/end-users/import?customer_id=" + tenant.community.uuid.toLatin1(),
                                file, key);
    }
    QJsonObject imported(const QByteArray &file)
    {
        const auto accepted = import(file);
        if (accepted.status != 202)
            qFatal("%s", accepted.body.constData());
        return whenEnded("/jobs/" + dataOf(accepted)[u"job_id"].toString().toLatin1());
    }
    // "3 email An e-mail…" cut to "3 email"
    static QStringList errorsOf(const QJsonObject &job)
    {
        QStringList errors;
        for (const QJsonValue &error : job[u"errors"].toArray()) {
            errors.append(QString(QString::number(error[u"line"].toInteger()) + u' '
                                  + error[u"field"].toString())
                              .trimmed());
        }
        return errors;
    }

private Q_SLOTS:
    void initTestCase_data() { TestBackend::addEngines(); }
    void init()
    {
        QFETCH_GLOBAL(QString, engine);
        if (const QString reason = TestBackend::missing(engine); !reason.isEmpty())
            QSKIP(qPrintable(reason));
        backend = &TestBackend::shared(engine);
        tenant = backend->tenant(u"Jobs"_s);
        key = tenant.withKey();
    }
    void cleanupTestCase() { TestBackend::forgetShared(); }

    void residentsAreImportedAndASecondRunChangesNothing()
    {
        const QByteArray file = "name;email;unit;move_in;move_out;household_size;share\n"
                                "Bea;bea@example.org;2B;2024-02-29;;3;0,041667\n"
                                "\"Carla \"\"C\"\"\";;3C;;;;\n"
                                ";x@example.org;4D;;;;\n"
                                "Dan;no address;5E;;;;\n"
                                "Eva;;6F;29/02/2023;;;\n"
                                "Fay;;7G;;;two;\n"
                                "BEA;;2b;;;;\n"
                                "Gil;;8H;2025-02-01;2025-01-01;;\n"
                                "\"Hal\"x;;9I;;;;\n";
        const QJsonObject job = imported(file);
        QCOMPARE(job[u"kind"].toString(), u"end_user_import"_s);
        QCOMPARE(job[u"state"].toString(), u"done"_s);
        QCOMPARE(job[u"done"].toInt(), 9);
        QCOMPARE(job[u"total"].toInt(), 9);
        QCOMPARE(QStringList(job.keys()),
                 (QStringList{u"created_at"_s, u"done"_s, u"errors"_s, u"finished_at"_s, u"id"_s,
                              u"kind"_s, u"state"_s, u"total"_s}));
        QCOMPARE(errorsOf(job), (QStringList{u"4 name"_s, u"5 email"_s, u"6 move_in"_s,
                                             u"7 household_size"_s, u"9 move_out"_s, u"10"_s}));
        const auto list = backend->get("/end-users", key);
        QCOMPARE(textsOf(listOf(list), u"name"_s),
                 (QStringList{tenant.resident.name, u"Bea"_s, u"Carla \"C\""_s}));
        const QJsonObject bea = listOf(list)[1].toObject();
        QCOMPARE(bea[u"share"].toDouble(), 0.041667);
        QCOMPARE(bea[u"move_in"].toString(), u"2024-02-29"_s);
        QCOMPARE(bea[u"household_size"].toInt(), 3);
        QCOMPARE(bea[u"customer_id"].toString(), tenant.community.uuid);
        QCOMPARE(errorsOf(imported(file)).size(), 6);
        QCOMPARE(backend->get("/end-users", key).body, list.body);
    }

    void aLongFileIsDoneInPiecesAndItsErrorsAreBounded()
    {
        QByteArray file = "name,email\n";
        for (int i = 0; i < 500; ++i)
            file += "Good " + QByteArray::number(i) + ",\n";
        for (int i = 0; i < 1500; ++i)
            file += "Bad,nowhere\n";
        const QJsonObject job = imported(file);
        QCOMPARE(job[u"state"].toString(), u"done"_s);
        QCOMPARE(job[u"done"].toInt(), 2000);
        QCOMPARE(job[u"total"].toInt(), 2000);
        QCOMPARE(errorsOf(job).size(), 1000);
        QCOMPARE(errorsOf(job).first(), u"502 email"_s);
        QCOMPARE(errorsOf(job).last(), u"1501 email"_s);
        QCOMPARE(contract::readPagination(backend->get("/end-users?limit=1", key)).total, 501);
    }

    void importsThatAreRefused_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QString>("answer");
        QTest::addColumn<QString>("field");
        const QString invalid = u"400 VALIDATION_ERROR"_s;
        const auto row = [](const char *name, const char *query, const char *type, const char *file,
                            const QString &answer, const QString &field) {
            QTest::newRow(name) << QByteArray(query) << QByteArray(type) << QByteArray(file)
                                << answer << field;
        };
        row("without a community", "", "text/csv", "name\nA\n", invalid, u"customer_id"_s);
        row("into a community nobody knows", "?customer_id=x", "text/csv", "name\nA\n",
            u"404 CUSTOMER_NOT_FOUND"_s, {});
        row("as JSON", "?customer_id={c}", "application/json", "[]",
            u"415 UNSUPPORTED_MEDIA_TYPE"_s, {});
        row("an empty file", "?customer_id={c}", "text/csv", "", invalid, u"body"_s);
        row("no names", "?customer_id={c}", "text/csv", "email\na@b.org\n", invalid, u"name"_s);
        row("a column nobody knows", "?customer_id={c}", "text/csv", "name,phone\nA,1\n", invalid,
            u"phone"_s);
    }
    void importsThatAreRefused()
    {
        QFETCH(QByteArray, query);
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, file);
        QFETCH(QString, answer);
        QFETCH(QString, field);
        Headers headers = key;
        headers.push_back({"content-type", type});
        query.replace("{c}", tenant.community.uuid.toLatin1());
        const auto response =
            backend->call(contract::Method::Post, "/end-users/import" + query, file, headers);
        QCOMPARE(summary(response), answer);
        QCOMPARE(fieldOf(response), field);
    }

    void aJobIsSeenByAdminsAndByWhoAskedForIt()
    {
        const Headers manager = bearer(tenant.communityAdminToken);
        const auto accepted =
            backend->postCsv("/end-users/import?customer_id=" + tenant.community.uuid.toLatin1(),
                             "name\nBea\n", manager);
        QCOMPARE(summary(accepted), u"202"_s);
        const QByteArray theirs = "/jobs/" + dataOf(accepted)[u"job_id"].toString().toLatin1();
        QCOMPARE(whenEnded(theirs)[u"state"].toString(), u"done"_s); // an admin sees it
        QCOMPARE(backend->get(theirs, manager).status, 200);
        const QByteArray ours =
            "/jobs/" + dataOf(import("name\nBea\n"))[u"job_id"].toString().toLatin1();
        whenEnded(ours);
        QCOMPARE(summary(backend->get(ours, manager)), u"404 NOT_FOUND"_s);
        const Headers other = backend->tenant(u"Other"_s).withKey();
        QCOMPARE(summary(backend->get(ours, other)), u"404 NOT_FOUND"_s);
        QCOMPARE(summary(backend->remove(ours, other)), u"404 NOT_FOUND"_s);
        const auto ended = backend->remove(ours, key);
        QCOMPARE(summary(ended), u"409 CONFLICT"_s);
        QCOMPARE(bodyOf(ended)[u"details"][u"state"].toString(), u"done"_s);
    }

    void progressIsSeenAndACancelledJobStopsBeforeItsNextPiece()
    {
        Runner runner(*backend);
        const auto control = std::make_shared<Stepped::Control>();
        const QByteArray path = add(runner, std::make_unique<Stepped>(control));
        control->waitUntilAsked(1);
        QCOMPARE(jobAt(path)[u"state"].toString(), u"running"_s);
        QCOMPARE(jobAt(path)[u"total"].toInt(), 30);
        QCOMPARE(jobAt(path)[u"done"].toInt(-1), 0);
        control->allow(1);
        control->waitUntilAsked(2);
        QCOMPARE(jobAt(path)[u"done"].toInt(), 10);
        QCOMPARE(errorsOf(jobAt(path)), QStringList{u"10 name"_s});
        QCOMPARE(summary(backend->remove(path, key)), u"204"_s);
        control->allow(10);
        const auto second = std::make_shared<Stepped::Control>();
        second->allow(10);
        const QByteArray after = add(runner, std::make_unique<Stepped>(second));
        QCOMPARE(whenEnded(after)[u"state"].toString(), u"done"_s); // the next one is done
        QCOMPARE(control->written, 1);
        QCOMPARE(jobAt(path)[u"state"].toString(), u"cancelled"_s);
        QCOMPARE(jobAt(path)[u"done"].toInt(), 10);
        QVERIFY(!jobAt(path)[u"finished_at"].isNull());
        QCOMPARE(summary(backend->remove(path, key)), u"409 CONFLICT"_s);
    }

    void aJobThatWaitsIsCancelledWithoutBeginning()
    {
        Runner runner(*backend);
        const auto first = std::make_shared<Stepped::Control>();
        const auto second = std::make_shared<Stepped::Control>();
        const QByteArray running = add(runner, std::make_unique<Stepped>(first));
        first->waitUntilAsked(1);
        const QByteArray waiting = add(runner, std::make_unique<Stepped>(second));
        QCOMPARE(jobAt(waiting)[u"state"].toString(), u"queued"_s);
        QCOMPARE(summary(backend->remove(waiting, key)), u"204"_s);
        first->allow(10);
        second->allow(10);
        whenEnded(running);
        runner.jobs.stop();
        QCOMPARE(second->asked, 0);
    }

    void aPieceTheDatabaseRefusesFailsTheJobAndKeepsTheOnesBefore()
    {
        Runner runner(*backend);
        const auto control = std::make_shared<Stepped::Control>();
        control->allow(10);
        const QJsonObject job = whenEnded(add(runner, std::make_unique<Stepped>(control, 3, 2)));
        QCOMPARE(job[u"state"].toString(), u"failed"_s);
        QCOMPARE(job[u"done"].toInt(), 10);
        QCOMPARE(errorsOf(job), (QStringList{u"10 name"_s, u"0"_s}));
        QVERIFY(job[u"errors"][1][u"line"].isNull());
    }

    void noMoreThanEightWait()
    {
        Runner runner(*backend);
        const auto control = std::make_shared<Stepped::Control>();
        QByteArrayList paths;
        for (int i = 0; i < 8; ++i)
            paths.append(add(runner, std::make_unique<Stepped>(control, 1)));
        const auto full = runner.jobs.add(std::make_unique<Stepped>(control, 1), admin(), 10);
        QCOMPARE(summary(full), u"503 STORAGE_UNAVAILABLE"_s);
        QCOMPARE(full.header("retry-after"), QByteArray("30"));
        control->allow(100);
        for (const QByteArray &path : paths)
            QCOMPARE(whenEnded(path)[u"state"].toString(), u"done"_s);
        const auto tooLarge =
            runner.jobs.add(std::make_unique<Stepped>(control, 1), admin(), 200U * 1024U * 1024U);
        QCOMPARE(summary(tooLarge), u"503 STORAGE_UNAVAILABLE"_s);
    }

    void aJobOfAStoppedProgramFailsWithASentence()
    {
        QByteArrayList paths;
        {
            Runner stopped(*backend);
            const auto control = std::make_shared<Stepped::Control>();
            control->allow(1'000'000);
            paths.append(add(stopped, std::make_unique<Stepped>(control, 1'000'000)));
            control->waitUntilAsked(3);
            paths.append(add(stopped, std::make_unique<Stepped>(control)));
        }
        // Another process could still be at it: on PostgreSQL time has to pass.
        backend->clock().advance(11 * duration::minute);
        Runner next(*backend);
        for (const QByteArray &path : paths) {
            const QJsonObject job = jobAt(path);
            QCOMPARE(job[u"state"].toString(), u"failed"_s);
            const QJsonValue last = job[u"errors"].toArray().last();
            QVERIFY(last[u"message"].toString().contains(u"stopped"_s));
            QVERIFY(!job[u"finished_at"].isNull());
        }
    }
};

QTEST_GUILESS_MAIN(JobsTest)
#include "tst_jobs.moc"
