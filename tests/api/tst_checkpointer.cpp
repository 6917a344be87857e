#include "backend/api/readgate.h"
#include "backend/api/writer.h"
#include "backend/storage/organizationstore.h"
#include "backend/storage/statement.h"
#include "tests/support/testbackend.h"

#include <QFileInfo>
#include <QTest>

#include <atomic>
#include <future>

using namespace datakubo;
using namespace datakubo::test;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

class CheckpointerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aGateStaysOpenWhenSomebodyDoesNotLeave()
    {
        api::ReadGate gate;
        {
            const api::ReadGate::Visit visit(gate);
            QVERIFY(!gate.close(1ms));
            const api::ReadGate::Visit another(gate); // does not wait
        }
        QVERIFY(gate.close(1ms));
        gate.open();
    }

    void whoComesToAClosedGateWaitsUntilItOpens()
    {
        api::ReadGate gate;
        QVERIFY(gate.close(1ms));
        std::atomic<bool> isOpen = false;
        auto reader = std::async(std::launch::async, [&] {
            const api::ReadGate::Visit visit(gate);
            return isOpen.load();
        });
        isOpen = true;
        gate.open();
        QVERIFY(reader.get());
    }

    void closingWaitsForWhoIsInside()
    {
        api::ReadGate gate;
        std::promise<void> entered;
        std::atomic<bool> hasLeft = false;
        auto reader = std::async(std::launch::async, [&] {
            const api::ReadGate::Visit visit(gate);
            entered.set_value();
            hasLeft = true;
        });
        entered.get_future().wait();
        QVERIFY(gate.close(10s));
        QVERIFY(hasLeft);
        gate.open();
    }

    // Two readers take turns so that one is always inside: without the gate the log would hold
    // every page that was ever written.
    void theLogBeginsAnewWhileThereIsAlwaysSomebodyReading()
    {
        TestBackend backend(u"sqlite"_s);
        backend.stop();
        const storage::DatabaseConfig &config = backend.config();
        api::EventHub events;
        api::ReadGate gate;
        std::atomic<int> commits = 0;
        std::atomic<bool> isOver = false;
        {
            api::Writer writer(config, backend.environment(), events, gate,
                               {.rowsTogether = 20, .longLog = 300, .fewPages = 50});
            QVERIFY(writer.start());
            std::vector<std::future<bool>> readers;
            for (int i = 0; i < 2; ++i) {
                readers.push_back(std::async(
                    std::launch::async, [&] { return readUntil(config, gate, commits, isOver); }));
            }
            for (int i = 0; i < written; ++i) {
                const auto answer = writer.run([i](storage::Session &session, contract::Events &) {
                    storage::OrganizationStore(session).secret(u"s%1"_s.arg(i),
                                                               QByteArray(4000, 'x'));
                    return contract::noContent();
                });
                QCOMPARE(answer.status, 204);
                ++commits;
            }
            isOver = true;
            for (auto &reader : readers)
                QVERIFY(reader.get());
            const qint64 pages = QFileInfo(config.sqliteFile + u"-wal"_s).size() / 4096;
            QVERIFY2(pages < written, qPrintable(u"%1 pages"_s.arg(pages)));
        }
        auto session = storage::Session::open(config, storage::OpenMode::ReadOnly);
        QVERIFY(session);
        QVERIFY((*session)->run([&] {
            auto &row = (*session)->prepare(u"select count(*) from instance_secrets"_s).exec();
            return row.next() && row.integer(0) >= written;
        }));
    }

private:
    static constexpr int written = 1500; // commits of two pages and more

    // Stays inside until the writer has committed twice.
    static bool readUntil(const storage::DatabaseConfig &config, api::ReadGate &gate,
                          const std::atomic<int> &commits, const std::atomic<bool> &isOver)
    {
        auto session = storage::Session::open(config, storage::OpenMode::ReadOnly);
        bool isFine = bool(session);
        while (isFine && !isOver) {
            const api::ReadGate::Visit visit(gate);
            isFine = (*session)
                         ->run([&] {
                             (*session)
                                 ->prepare(u"select count(*) from instance_secrets"_s)
                                 .exec()
                                 .next();
                             const int until = commits + 2;
                             while (commits < until && !isOver)
                                 std::this_thread::yield();
                             return true;
                         })
                         .has_value();
        }
        return isFine;
    }
};

QTEST_GUILESS_MAIN(CheckpointerTest)
#include "tst_checkpointer.moc"
