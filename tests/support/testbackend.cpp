#include "tests/support/testbackend.h"

#include "backend/services/accountservice.h"
#include "backend/services/communityservice.h"
#include "backend/services/secrets.h"
#include "backend/storage/accessstore.h"
#include "backend/storage/communitystore.h"
#include "backend/storage/migrations.h"
#include "backend/storage/organizationstore.h"
#include "backend/storage/webhooklogstore.h"

#include <QFile>
#include <QLoggingCategory>
#include <QTest>

#include <future>
#include <map>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::test {

namespace {

constexpr const char *password = "correct horse battery";

template <typename T>
T orAbort(Result<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().message));
    return std::move(*result);
}

std::map<QString, std::unique_ptr<TestBackend>> &sharedBackends()
{
    static std::map<QString, std::unique_ptr<TestBackend>> backends;
    return backends;
}

} // namespace

Headers bearer(const QByteArray &token)
{
    return {{"authorization", "Bearer " + token}};
}

void TestBackend::addEngines()
{
    QTest::addColumn<QString>("engine");
    QTest::newRow("sqlite") << u"sqlite"_s;
    QTest::newRow("postgresql") << u"postgresql"_s;
}

QString TestBackend::missing(const QString &engine)
{
    return engine == u"postgresql"_s ? PostgresFixture::missing() : QString();
}

TestBackend::TestBackend(const QString &engine) : m_engine(engine), m_environment{m_clock}
{
    if (engine == u"postgresql"_s) {
        m_postgres = std::make_unique<PostgresFixture>();
        m_config =
            orAbort(storage::DatabaseConfig::fromUrl(orAbort(m_postgres->freshDatabase(u"api"_s))));
    } else {
        m_config = storage::DatabaseConfig::sqlite(m_folder.filePath(u"datakubo.sqlite3"_s));
    }
    m_session = orAbort(storage::Session::open(m_config, storage::OpenMode::ReadWrite));
    orAbort(storage::migrate(*m_session, m_config.sqliteFile, m_clock.now()));
    QFile tiers(QString::fromLatin1(resourceTiers));
    if (!tiers.open(QIODevice::ReadOnly))
        qFatal("The subscription tiers are missing");
    m_environment.tiers = orAbort(parseTiers(tiers.readAll()));
    m_environment.tokenSecret = QByteArray(32, 's');
    m_environment.version = u"1.2.3"_s;
    m_environment.startedMonotonicMs = m_clock.monotonicMs();
    m_environment.passwordOperations = 1;
    m_environment.passwordMemoryBytes = 8192;
    restart();
}

TestBackend::~TestBackend()
{
    stop();
    m_session.reset();
}

TestBackend &TestBackend::shared(const QString &engine)
{
    auto &backend = sharedBackends()[engine];
    if (!backend)
        backend = std::make_unique<TestBackend>(engine);
    return *backend;
}

void TestBackend::forgetShared()
{
    sharedBackends().clear();
}

void TestBackend::stop()
{
    m_dispatcher.reset();
}

void TestBackend::restart()
{
    stop();
    m_dispatcher = std::make_unique<api::Dispatcher>(m_config, m_environment);
    if (const auto started = m_dispatcher->start(); !started)
        qFatal("%s", qPrintable(started.error().message));
}

void TestBackend::write(const api::Writer::Work &work)
{
    const auto response = m_dispatcher->run(work);
    if (response.status >= 300)
        qFatal("%s", response.body.constData());
}

QByteArray TestBackend::tokenOf(const User &user) const
{
    return services::signAccessToken(user.uuid, m_environment).toLatin1();
}

User TestBackend::addUser(const User &wanted)
{
    User user = wanted;
    user.uuid = services::makeUuid();
    user.createdAt = m_clock.now();
    if (user.email.isEmpty())
        user.email = user.uuid + u"@example.org"_s;
    write([&](storage::Session &session, contract::Events &) {
        user.id = storage::UserStore(session).insert(user, u"none"_s).value_or(UserId{});
        return contract::noContent();
    });
    return user;
}

Tenant TestBackend::tenant(const QString &name)
{
    Tenant tenant;
    tenant.name = name;
    tenant.password = QString::fromLatin1(password);
    const QString hash = services::hashPassword(tenant.password, m_environment);
    services::Environment open = m_environment;
    open.allowSignup = true;
    write([&](storage::Session &session, contract::Events &) {
        services::AccountService accounts(session, open);
        tenant.adminEmail = services::makeUuid() + u"@example.org"_s;
        const auto made = orAbort(accounts.signUp(
            {name, tenant.adminEmail, tenant.password, u"Europe/Madrid"_s}, hash, true));
        tenant.id = made.organization.id;
        tenant.uuid = made.organization.uuid;
        tenant.key = made.apiKey.toLatin1();
        tenant.adminToken = made.tokens.access.toLatin1();
        tenant.ingestKey =
            orAbort(accounts.createApiKey(tenant.id, u"Network server"_s, KeyScope::Ingest))
                .secret.toLatin1();
        Principal owner;
        owner.organization = tenant.id;
        services::CommunityService communities(session, m_environment, owner);
        Community community;
        community.name = name + u" tower"_s;
        community.tenantName = name;
        tenant.community = orAbort(communities.create(community));
        Resident resident;
        resident.communityUuid = tenant.community.uuid;
        resident.name = u"Ana of "_s + name;
        resident.unit = u"1A"_s;
        tenant.resident = orAbort(communities.createResident(resident));
        return contract::noContent();
    });
    User user;
    user.organization = tenant.id;
    user.role = Role::CommunityAdmin;
    user.communities = {tenant.community.id};
    tenant.communityAdminToken = tokenOf(addUser(user));
    user.role = Role::Resident;
    user.communities.clear();
    user.resident = tenant.resident.id;
    tenant.residentToken = tokenOf(addUser(user));
    return tenant;
}

contract::Response TestBackend::send(contract::Request request)
{
    std::promise<contract::Response> promise;
    auto answered = promise.get_future();
    api::RequestSink::Done done = [&promise](contract::Response response) {
        promise.set_value(std::move(response));
    };
    while (!m_dispatcher->dispatch(request, done))
        std::this_thread::yield();
    return answered.get();
}

contract::Response TestBackend::call(contract::Method method, const QByteArray &pathAndQuery,
                                     const QByteArray &body, const Headers &headers)
{
    contract::Request request;
    request.method = method;
    const qsizetype mark = pathAndQuery.indexOf('?');
    request.path = "/api/v1" + (mark < 0 ? pathAndQuery : pathAndQuery.left(mark));
    request.query = mark < 0 ? QByteArray() : pathAndQuery.mid(mark + 1);
    request.headers = headers;
    if (!body.isEmpty() && !request.hasHeader("content-type"))
        request.headers.push_back({"content-type", "application/json"});
    request.body = body;
    request.peer.address = m_peerAddress;
    return send(std::move(request));
}

std::vector<WebhookRecord> newestWebhooks(storage::Session &session, OrganizationId organization,
                                          std::optional<IngestOutcome> outcome, int limit)
{
    storage::WebhookLogStore store(session);
    WebhookFilter filter;
    filter.outcome = outcome;
    PageRequest page;
    page.limit = limit;
    std::vector<WebhookRecord> records = store.list(organization, filter, page).items;
    for (WebhookRecord &record : records)
        record = store.find(organization, record.id).value();
    return records;
}

QJsonObject bodyOf(const contract::Response &response)
{
    return QJsonDocument::fromJson(response.body).object();
}

QJsonObject dataOf(const contract::Response &response)
{
    return bodyOf(response)[u"data"].toObject();
}

QJsonArray listOf(const contract::Response &response)
{
    return bodyOf(response)[u"data"].toArray();
}

QString errorOf(const contract::Response &response)
{
    return bodyOf(response)[u"error_code"].toString();
}

QString fieldOf(const contract::Response &response)
{
    return bodyOf(response)[u"details"][u"field"].toString();
}

QString summary(const contract::Response &response)
{
    return QString(QString::number(response.status) + u' ' + errorOf(response)).trimmed();
}

QStringList textsOf(const QJsonArray &items, const QString &key)
{
    QStringList texts;
    for (const QJsonValue &item : items)
        texts.append(item[key].toString());
    return texts;
}

QByteArray payload(const QString &name)
{
    QFile file(QStringLiteral(DATAKUBO_TEST_DATA "/payloads/") + name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("No payload %s", qPrintable(name));
    return file.readAll();
}

} // namespace datakubo::test
