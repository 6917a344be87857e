#include "backend/services/bodycodec.h"
#include "backend/storage/organizationstore.h"
#include "backend/storage/statement.h"
#include "backend/storage/webhooklogstore.h"
#include "tests/support/testbackend.h"

#include <QFileInfo>
#include <QRandomGenerator>
#include <QTest>

#include <future>

using namespace datakubo;
using namespace datakubo::test;
using namespace Qt::Literals::StringLiterals;

namespace {

// A work that holds the writer until it is let go.
class Gate
{
public:
    explicit Gate(api::Dispatcher &dispatcher)
    {
        auto inside = m_entered.get_future();
        dispatcher.post(
            [this](storage::Session &, contract::Events &) {
                m_entered.set_value();
                m_opened.get_future().wait();
                return contract::noContent();
            },
            [](contract::Response) {});
        inside.wait();
    }
    void open() { m_opened.set_value(); }

private:
    std::promise<void> m_entered;
    std::promise<void> m_opened;
};

qint64 countIn(storage::Session &session, const QString &from)
{
    qint64 found = -1;
    const auto ran = session.run([&] {
        auto &row = session.prepare(u"select count(*) from "_s + from).exec();
        found = row.next() ? row.integer(0) : -1;
        return true;
    });
    return ran ? found : -1;
}

contract::Response makeSecret(storage::Session &session, const QString &name)
{
    storage::OrganizationStore(session).secret(name, QByteArray("v"));
    return contract::noContent();
}

} // namespace

class WriterTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<TestBackend> backend;
    Tenant tenant;
    static constexpr const char *path = "/ingest/water-consumption";

    contract::Request webhook(const QByteArray &body) const
    {
        contract::Request request;
        request.method = contract::Method::Post;
        request.path = QByteArray("/api/v1") + path;
        request.headers = tenant.withIngestKey();
        request.body = body;
        return request;
    }
    qint64 secrets() { return countIn(backend->session(), u"instance_secrets"_s); }

private Q_SLOTS:
    void initTestCase_data() { TestBackend::addEngines(); }
    void init()
    {
        QFETCH_GLOBAL(QString, engine);
        if (const QString reason = TestBackend::missing(engine); !reason.isEmpty())
            QSKIP(qPrintable(reason));
        backend = std::make_unique<TestBackend>(engine);
        tenant = backend->tenant(u"Writer"_s);
    }
    void cleanup() { backend.reset(); }

    void whatIsQueuedIsCommittedTogetherAndAnsweredAfterwards()
    {
        constexpr int works = 20;
        std::vector<std::future<qint64>> seen;
        Gate gate(backend->dispatcher());
        for (int i = 0; i < works; ++i) {
            auto visible = std::make_shared<std::promise<qint64>>();
            seen.push_back(visible->get_future());
            backend->dispatcher().post(
                [i](storage::Session &session, contract::Events &) {
                    return makeSecret(session, u"work %1"_s.arg(i));
                },
                [visible, config = backend->config()](contract::Response) {
                    // Another connection sees everything of the batch at the first answer.
                    const auto other = storage::Session::open(config, storage::OpenMode::ReadOnly);
                    visible->set_value(other ? countIn(**other, u"instance_secrets"_s) : -1);
                });
        }
        const auto reader = storage::Session::open(backend->config(), storage::OpenMode::ReadOnly);
        QVERIFY(reader);
        QCOMPARE(countIn(**reader, u"instance_secrets"_s), 0);
        gate.open();
        for (auto &visible : seen)
            QCOMPARE(visible.get(), works);
    }

    void aWorkThatAnswersAnErrorIsUndoneAlone()
    {
        Gate gate(backend->dispatcher());
        std::vector<std::future<int>> statuses;
        for (int i = 0; i < 3; ++i) {
            auto status = std::make_shared<std::promise<int>>();
            statuses.push_back(status->get_future());
            backend->dispatcher().post(
                [i](storage::Session &session, contract::Events &) {
                    auto response = makeSecret(session, u"work %1"_s.arg(i));
                    if (i == 1)
                        return contract::failure({ErrorCode::Conflict, u"no"_s, {}});
                    return response;
                },
                [status](contract::Response response) { status->set_value(response.status); });
        }
        gate.open();
        QCOMPARE(statuses[0].get(), 204);
        QCOMPARE(statuses[1].get(), 409);
        QCOMPARE(statuses[2].get(), 204);
        QCOMPARE(secrets(), 2);
        QCOMPARE(countIn(backend->session(), u"instance_secrets where name = 'work 1'"_s), 0);
    }

    void aWebhookTheDatabaseRefusesIsQuarantinedAndItsNeighboursAreStored()
    {
        const bool sqlite = backend->engine() == u"sqlite"_s;
        QVERIFY(backend->session().run([&] {
            if (sqlite) {
                backend->session().execute(
                    u"create trigger refuse before insert on readings when new.volume_ml = "
                    "666000000 begin select raise(abort, 'refused'); end"_s);
            } else {
                backend->session().execute(
                    u"create function refuse() returns trigger language plpgsql as $$ begin "
                    "if new.volume_ml = 666000000 then raise exception 'refused'; end if; "
                    "return new; end $$"_s);
                backend->session().execute(
                    u"create trigger refuse before insert on readings for each row execute "
                    "function refuse()"_s);
            }
            return true;
        }));
        std::vector<std::future<contract::Response>> answers;
        QByteArray refused;
        for (int i = 0; i < 20; ++i) {
            const QByteArray body = "{\"dev_eui\":\""
                                    + DevEui(static_cast<quint64>(i + 1)).toString().toLatin1()
                                    + "\",\"consumption_m3\":" + (i == 13 ? "666" : "1") + '}';
            if (i == 13)
                refused = body;
            contract::Request request = webhook(body);
            auto answer = std::make_shared<std::promise<contract::Response>>();
            answers.push_back(answer->get_future());
            api::RequestSink::Done done = [answer](contract::Response response) {
                answer->set_value(std::move(response));
            };
            QVERIFY(backend->dispatcher().dispatch(request, done));
        }
        for (size_t i = 0; i < answers.size(); ++i) {
            const auto response = answers[i].get();
            QCOMPARE(response.status, 200);
            QCOMPARE(dataOf(response)[u"result"].toString(),
                     i == 13 ? u"quarantined"_s : u"unregistered"_s);
            if (i == 13)
                QCOMPARE(dataOf(response)[u"reason"].toString(), u"not_storable"_s);
        }
        QCOMPARE(countIn(backend->session(), u"readings"_s), 19);
        QCOMPARE(countIn(backend->session(), u"webhook_log"_s), 20);
        std::vector<WebhookRecord> kept;
        QVERIFY(backend->session().run([&] {
            kept = newestWebhooks(backend->session(), tenant.id, IngestOutcome::Quarantined, 10);
            return true;
        }));
        QCOMPARE(kept.size(), size_t{1});
        QCOMPARE(services::BodyCodec().unpack(kept[0].body, kept[0].bodyCodec),
                 std::optional(refused));
    }

    void whatCannotBeWrittenIs503AndLaterItWorks()
    {
        const bool sqlite = backend->engine() == u"sqlite"_s;
        qint64 writerProcess = 0;
        backend->write([&](storage::Session &session, contract::Events &) {
            if (sqlite) { // the disk is full: no page more than there are
                session.execute(u"pragma max_page_count = 1"_s);
            } else { // the connection is lost
                auto &row = session.prepare(u"select pg_backend_pid()"_s).exec();
                writerProcess = row.next() ? row.integer(0) : 0;
            }
            return contract::noContent();
        });
        if (!sqlite) {
            QVERIFY(backend->session().run([&] {
                backend->session().execute(u"select pg_terminate_backend(%1)"_s.arg(writerProcess));
                return true;
            }));
        }
        QByteArray noise(600'000, ' '); // cannot be compressed
        for (char &c : noise)
            c = static_cast<char>('a' + QRandomGenerator::global()->bounded(26));
        const QByteArray body =
            "{\"dev_eui\":\"00000000000000aa\",\"consumption_m3\":1,\"note\":\"" + noise + "\"}";
        const auto response = backend->send(webhook(body));
        QCOMPARE(summary(response), u"503 STORAGE_UNAVAILABLE"_s);
        QVERIFY(response.header("retry-after").toInt() > 0);
        QCOMPARE(countIn(backend->session(), u"webhook_log"_s), 0);
        QCOMPARE(countIn(backend->session(), u"readings"_s), 0);
        // Reading goes on.
        QCOMPARE(backend->get("/devices", tenant.withKey()).status, 200);
        if (sqlite) {
            backend->write([](storage::Session &session, contract::Events &) {
                session.execute(u"pragma max_page_count = 1000000"_s);
                return contract::noContent();
            });
        }
        const auto later = backend->send(webhook(body));
        QCOMPARE(dataOf(later)[u"result"].toString(), u"unregistered"_s);
        QCOMPARE(countIn(backend->session(), u"webhook_log"_s), 1);
    }

    void aFullQueueLeavesTheRequestAsItWas_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::newRow("of the writer") << QByteArray("/customers");
        QTest::newRow("of the webhooks") << QByteArray(path);
    }
    void aFullQueueLeavesTheRequestAsItWas()
    {
        QFETCH(QByteArray, target);
        const QByteArray body(1 << 20, ' '); // 64 MiB fit
        const auto make = [&] {
            contract::Request request;
            request.method = contract::Method::Post;
            request.path = "/api/v1" + target;
            request.headers = {{"x-api-key", "dk_live_wrong"},
                               {"content-type", "application/json"}};
            request.query = "a=b";
            request.body = body;
            return request;
        };
        std::atomic<int> answered = 0;
        int taken = 0;
        api::RequestSink::Done done = [&answered](contract::Response response) {
            if (response.status == 401)
                ++answered;
        };
        Gate gate(backend->dispatcher());
        contract::Request request = make();
        while (taken < 1000 && backend->dispatcher().dispatch(request, done)) {
            ++taken;
            request = make();
        }
        QVERIFY2(taken >= 64 && taken < 1000, qPrintable(QString::number(taken)));
        QCOMPARE(request.path, "/api/v1" + target);
        QCOMPARE(request.query, QByteArray("a=b"));
        QCOMPARE(request.body.size(), body.size());
        QCOMPARE(request.headers.size(), size_t{2});
        QCOMPARE(request.header("x-api-key"), QByteArray("dk_live_wrong"));
        QVERIFY(static_cast<bool>(done));
        QCOMPARE(answered, 0);
        gate.open();
        while (!backend->dispatcher().dispatch(request, done))
            std::this_thread::yield();
        backend->stop(); // answers everything it took
        QCOMPARE(answered, taken + 1);
    }

    void whatIsCommittedReachesTheFileWithoutTheWriter()
    {
        if (backend->engine() != u"sqlite"_s)
            QSKIP("PostgreSQL has a process for it");
        const QFileInfo file(backend->config().sqliteFile);
        const qint64 before = file.size();
        backend->write([](storage::Session &session, contract::Events &) {
            session.execute(u"create table ballast (content blob)"_s);
            session.execute(u"with recursive n(i) as (select 1 union all select i + 1 from n "
                            "where i < 8000) insert into ballast select randomblob(1000) from n"_s);
            return contract::noContent();
        });
        const auto size = [&] { return QFileInfo(file.filePath()).size(); };
        QTRY_VERIFY2(size() >= before + 8'000'000, qPrintable(QString::number(size())));
    }

    void stoppingFinishesWhatWasTaken()
    {
        std::atomic<int> answered = 0;
        for (int i = 0; i < 100; ++i) {
            backend->dispatcher().post(
                [i](storage::Session &session, contract::Events &) {
                    return makeSecret(session, u"work %1"_s.arg(i));
                },
                [&answered](contract::Response response) { answered += response.status == 204; });
        }
        backend->dispatcher().stop();
        QCOMPARE(answered, 100);
        QCOMPARE(secrets(), 100);
        const auto late = backend->dispatcher().run(
            [](storage::Session &, contract::Events &) { return contract::noContent(); });
        QCOMPARE(summary(late), u"503 STORAGE_UNAVAILABLE"_s);
    }

    void eventsAreToldAfterTheCommitAndOnlyOfWhatStays()
    {
        std::promise<contract::Events> told;
        auto events = told.get_future();
        const int subscription =
            backend->dispatcher().events().subscribe([&](const contract::Events &batch) {
                if (!batch.empty())
                    told.set_value(batch);
            });
        const QJsonObject meter{{u"dev_eui"_s, u"00000000000000aa"_s},
                                {u"device_name"_s, u"A"_s},
                                {u"device_type"_s, u"water_meter"_s}};
        QCOMPARE(backend->post("/devices/register", {}, tenant.withKey()).status, 400);
        QCOMPARE(backend->post("/devices/register", meter, tenant.withKey()).status, 201);
        const contract::Events first = events.get();
        backend->dispatcher().events().unsubscribe(subscription);
        QCOMPARE(first.size(), size_t{1});
        QCOMPARE(contract::eventKind(first[0]), u"device"_s);
        QCOMPARE(first[0].organization, tenant.id);
    }
};

QTEST_GUILESS_MAIN(WriterTest)
#include "tst_writer.moc"
