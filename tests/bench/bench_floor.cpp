// What the storage alone can do: the writer's work on the bodies of bench_load in a loop, without
// HTTP, threads or decoding in the measured time.
//     bench_floor DIR SECONDS
#include "backend/services/accountservice.h"
#include "backend/services/deviceservice.h"
#include "backend/services/ingestservice.h"
#include "backend/storage/migrations.h"
#include "backend/storage/session.h"
#include "tests/bench/messages.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>

#include <cstdio>
#include <memory>
#include <vector>

using namespace datakubo;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::uint64_t kDevices = 1000;
constexpr size_t kWriterBatch = 256; // the most the writer takes together
constexpr size_t kLoadBatch = 64;    // the most that 64 connections can have waiting
constexpr std::int64_t kDay = 86'400;

// One fresh database with its organization and meters.
class Floor
{
public:
    explicit Floor(const QString &file)
        : m_messages({"127.0.0.1:8480", "none", kDevices},
                     m_clock.now().ms / 1000 / kDay * kDay - 30 * kDay)
    {
        auto session = storage::Session::open(storage::DatabaseConfig::sqlite(file),
                                              storage::OpenMode::ReadWrite);
        if (!session)
            fail(session.error());
        m_session = std::move(*session);
        if (const auto version = storage::migrate(*m_session, file, m_clock.now()); !version)
            fail(version.error());
        if (const auto filled = m_session->run([this] {
                fill();
                return true;
            });
            !filled)
            fail(filled.error());
    }

    // Webhooks a second on disk, in transactions of `batch`.
    double perSecond(size_t batch, double seconds)
    {
        qint64 applied = 0;
        qint64 nanoseconds = 0;
        while (static_cast<double>(nanoseconds) < seconds * 1e9) {
            const std::vector<services::PreparedWebhook> webhooks = prepare(batch);
            std::vector<const services::PreparedWebhook *> pointers;
            for (const services::PreparedWebhook &webhook : webhooks)
                pointers.push_back(&webhook);
            QElapsedTimer timer;
            timer.start();
            apply(pointers);
            nanoseconds += timer.nsecsElapsed();
            applied += static_cast<qint64>(batch);
        }
        return static_cast<double>(applied) * 1e9 / static_cast<double>(nanoseconds);
    }

private:
    [[noreturn]] static void fail(const Error &error)
    {
        std::fprintf(stderr, "bench_floor: %s\n", qPrintable(error.message));
        std::exit(1);
    }

    void fill()
    {
        const auto made = services::AccountService(*m_session, m_environment)
                              .signUp({u"Bench"_s, u"bench@example.org"_s, {}, {}}, {}, true);
        if (!made)
            fail(made.error());
        m_organization = made->organization;
        Principal owner;
        owner.kind = Principal::Kind::LocalOwner;
        owner.organization = m_organization.id;
        services::DeviceService devices(*m_session, m_environment, owner);
        for (std::uint64_t i = 0; i < kDevices; ++i) {
            services::DeviceFields fields;
            fields.name = QString::fromStdString(bench::deviceName(i));
            const auto eui = DevEui::parse(QString::fromStdString(bench::deviceEui(i)));
            if (const auto device = devices.registerDevice(*eui, fields); !device)
                fail(device.error());
        }
    }

    std::vector<services::PreparedWebhook> prepare(size_t count)
    {
        std::vector<services::PreparedWebhook> webhooks;
        for (size_t i = 0; i < count; ++i) {
            const std::string_view request = m_messages.request(m_next++);
            const std::string_view body = request.substr(request.find("\r\n\r\n") + 4);
            webhooks.push_back(services::prepareWebhook(
                {QByteArray(body.data(), static_cast<qsizetype>(body.size())), u"up"_s,
                 m_clock.now()},
                m_codec));
        }
        return webhooks;
    }

    void apply(const std::vector<const services::PreparedWebhook *> &webhooks)
    {
        if (const auto begun = m_session->begin(); !begun)
            fail(begun.error());
        bool stored = true;
        const auto ran = m_session->run([&] {
            std::vector<services::Recorded> recorded;
            services::IngestService(*m_session, m_environment, m_organization)
                .apply(webhooks, recorded);
            stored = recorded.size() == webhooks.size();
            return true;
        });
        if (!ran)
            fail(ran.error());
        if (!stored)
            fail({ErrorCode::Internal, u"not every webhook became a reading"_s, {}});
        if (const auto committed = m_session->commit(); !committed)
            fail(committed.error());
    }

    SystemClock m_clock;
    services::Environment m_environment{m_clock, {SubscriptionTier{}}, QByteArray(32, 's')};
    services::BodyCodec m_codec;
    bench::Uplinks m_messages;
    std::uint64_t m_next = 0;
    std::unique_ptr<storage::Session> m_session;
    Organization m_organization;
};

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    const double seconds = argc == 3 ? std::atof(argv[2]) : 0;
    if (seconds <= 0) {
        std::fputs("usage: bench_floor DIR SECONDS\n", stderr);
        return 2;
    }
    const QDir folder(QString::fromLocal8Bit(argv[1]));
    const double wide =
        Floor(folder.filePath(u"floor-256.sqlite"_s)).perSecond(kWriterBatch, seconds);
    const double narrow =
        Floor(folder.filePath(u"floor-64.sqlite"_s)).perSecond(kLoadBatch, seconds);
    std::printf("{\"per_second\": %.0f, \"batch\": %zu, \"per_second_64\": %.0f}\n", wide,
                kWriterBatch, narrow);
    return 0;
}
