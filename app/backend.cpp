#include "app/backend.h"

#include "backend/api/webhooks.h"
#include "backend/services/closingservice.h"
#include "backend/services/overviewservice.h"
#include "backend/storage/migrations.h"
#include "backend/storage/organizationstore.h"

#include <QDir>
#include <QFile>
#include <QHostAddress>
#include <QLoggingCategory>
#include <QNetworkInterface>

#include <sodium.h>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::app {

namespace {

Q_LOGGING_CATEGORY(lcApp, "datakubo.app")

constexpr int upkeepEveryMs = 60'000;
constexpr int closingEveryMs = 100;
constexpr qint64 stopGraceMs = 10'000;
constexpr int secretBytes = 32;

QByteArray freshSecret()
{
    QByteArray secret(secretBytes, Qt::Uninitialized);
    randombytes_buf(secret.data(), secretBytes);
    return secret;
}

} // namespace

Backend::Backend(Options options) : m_options(std::move(options)) {}

Backend::~Backend()
{
    stop();
}

Result<void> Backend::open()
{
    if (sodium_init() < 0)
        return Error{ErrorCode::Internal, u"The cryptographic library does not start"_s, {}};
    auto folder = DataFolder::open(m_options.dataDir);
    if (!folder)
        return folder.error();
    m_folder = std::move(*folder);
    m_database = storage::DatabaseConfig::sqlite(m_folder->databaseFile());
    if (!m_options.databaseUrl.isEmpty()) {
        const auto config = storage::DatabaseConfig::fromUrl(m_options.databaseUrl);
        if (!config)
            return config.error();
        m_database = *config;
    }
    m_environment = std::make_unique<services::Environment>(services::Environment{m_clock});
    m_environment->version = QStringLiteral(DATAKUBO_VERSION);
    m_environment->startedMonotonicMs = m_clock.monotonicMs();
    m_environment->allowSignup = m_options.allowSignup;
    for (const QString &origin : std::as_const(m_options.corsOrigins))
        m_environment->corsOrigins.append(origin.toLatin1());
    if (const auto read = readTiers(); !read)
        return read;
    if (const auto prepared = prepareDatabase(); !prepared)
        return prepared;
    m_dispatcher = std::make_unique<api::Dispatcher>(m_database, *m_environment);
    if (const auto started = m_dispatcher->start(); !started)
        return started;
    m_upkeepTimer = std::make_unique<QTimer>();
    QObject::connect(m_upkeepTimer.get(), &QTimer::timeout, m_upkeepTimer.get(),
                     [this] { upkeep(); });
    m_upkeepTimer->start(upkeepEveryMs);
    upkeep();
    m_closingTimer = std::make_unique<QTimer>();
    QObject::connect(m_closingTimer.get(), &QTimer::timeout, m_closingTimer.get(),
                     [this] { closeDays(); });
    m_closingTimer->start(closingEveryMs);
    return {};
}

Result<void> Backend::readTiers()
{
    QFile file(QDir(m_folder->path()).filePath(u"subscription_tiers.json"_s));
    if (!file.exists())
        file.setFileName(u":/datakubo/subscription_tiers.json"_s);
    if (!file.open(QIODevice::ReadOnly))
        return Error{
            ErrorCode::StorageUnavailable, u"%1 cannot be read"_s.arg(file.fileName()), {}};
    auto tiers = parseTiers(file.readAll());
    if (!tiers)
        return Error{tiers.error().code, file.fileName() + u": "_s + tiers.error().message, {}};
    m_environment->tiers = std::move(*tiers);
    return {};
}

Result<void> Backend::prepareDatabase()
{
    auto session = storage::Session::open(m_database, storage::OpenMode::ReadWrite);
    if (!session)
        return session.error();
    const auto version = storage::migrate(**session, m_database.sqliteFile, m_clock.now());
    if (!version)
        return version.error();
    return (*session)->run([&] {
        m_environment->tokenSecret =
            storage::OrganizationStore(**session).secret(u"access_tokens"_s, freshSecret());
        return true;
    });
}

Result<void> Backend::listen()
{
    m_server = std::make_unique<http::HttpServer>(*m_dispatcher, m_clock);
    const auto port = m_server->start({m_options.listen, m_options.port, m_options.tlsCertificate,
                                       m_options.tlsKey, m_options.trustedProxies});
    if (!port)
        return port.error();
    const QHostAddress address(m_options.listen);
    const bool tls = !m_options.tlsCertificate.isEmpty();
    if (!address.isLoopback() && !tls) {
        qCWarning(lcApp).noquote()
            << u"Listening on %1 without TLS: keys and readings travel in the clear"_s.arg(
                   m_options.listen);
    }
    const bool any = address == QHostAddress::AnyIPv4 || address == QHostAddress::AnyIPv6;
    QString host = any ? u"127.0.0.1"_s : m_options.listen;
    if (QHostAddress(host).protocol() == QAbstractSocket::IPv6Protocol)
        host = u'[' + host + u']';
    m_url =
        u"%1://%2:%3"_s.arg(tls ? u"https"_s : u"http"_s, any ? m_options.listen : host).arg(*port);
    const QString reachable = u"%1://%2:%3"_s.arg(tls ? u"https"_s : u"http"_s, host).arg(*port);
    return m_folder->announce(reachable);
}

void Backend::upkeep()
{
    m_isMoreToClose = true;
    const auto isMore = std::make_shared<bool>(false);
    m_dispatcher->post(
        [this, isMore](storage::Session &session, contract::Events &events) {
            services::UpkeepService(session, *m_environment).run();
            *isMore = api::releaseHeld(session, *m_environment, events);
            return contract::noContent();
        },
        [this, isMore](const contract::Response &response) {
            if (response.status < 400 && *isMore)
                upkeep();
        });
}

// A piece at a time with pauses between, so that webhooks wait for one at the most.
void Backend::closeDays()
{
    if (!m_isMoreToClose.exchange(false))
        return;
    m_dispatcher->post(
        [this](storage::Session &session, contract::Events &) {
            const auto piece = services::ClosingService(session).close(m_closedUntil);
            m_closedUntil = piece.at;
            m_isMoreToClose = piece.isMore;
            return contract::noContent();
        },
        [](const contract::Response &) {});
}

void Backend::stop()
{
    m_upkeepTimer.reset();
    m_closingTimer.reset();
    if (m_server)
        m_server->stop(stopGraceMs);
    m_server.reset();
    if (m_dispatcher)
        m_dispatcher->stop(); // it stays: a LocalTransport takes leave of it later
    m_folder.reset();
}

QString Backend::networkUrl() const
{
    const QHostAddress address(m_options.listen);
    if (m_url.isEmpty() || address.isLoopback())
        return {};
    if (address != QHostAddress::AnyIPv4 && address != QHostAddress::AnyIPv6)
        return m_url;
    for (const QHostAddress &own : QNetworkInterface::allAddresses()) {
        if (own.protocol() == QAbstractSocket::IPv4Protocol && !own.isLoopback()
            && !own.isLinkLocal())
            return QString(m_url).replace(m_options.listen, own.toString());
    }
    return {};
}

QString Backend::storageText() const
{
    return m_database.engine == storage::Engine::Sqlite ? u"SQLite"_s : u"PostgreSQL"_s;
}

} // namespace datakubo::app
