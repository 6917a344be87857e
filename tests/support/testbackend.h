#pragma once
#include "backend/api/dispatcher.h"
#include "backend/domain/community.h"
#include "backend/domain/resident.h"
#include "backend/domain/webhook.h"
#include "tests/support/fakeclock.h"
#include "tests/support/postgresfixture.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <memory>

namespace datakubo::test {

using Headers = std::vector<contract::Header>;

// One organization with everything a test may need to call as: keys, a community with a resident,
// and a user of each role (the community admin's community and the resident are these).
struct Tenant {
    OrganizationId id;
    QString uuid;
    QString name;
    QString adminEmail;
    QString password; // of the admin
    QByteArray key;
    QByteArray ingestKey;
    Community community; // its tenant name is the organization's name
    Resident resident;
    QByteArray adminToken;
    QByteArray communityAdminToken;
    QByteArray residentToken;

    Headers withKey() const { return {{"x-api-key", key}}; }
    Headers withIngestKey() const { return {{"x-api-key", ingestKey}}; }
};

Headers bearer(const QByteArray &token);

// A backend without a network: a migrated database of its own and a started dispatcher. Tests that
// share one keep apart by taking a tenant each.
class TestBackend
{
public:
    // Rows for initTestCase_data(): the engines, read with QFETCH_GLOBAL(QString, engine).
    static void addEngines();
    // Why there can be no such database here; empty when there can.
    static QString missing(const QString &engine);
    static constexpr const char *resourceTiers = ":/datakubo/subscription_tiers.json";

    explicit TestBackend(const QString &engine);
    ~TestBackend();
    TestBackend(const TestBackend &) = delete;
    TestBackend &operator=(const TestBackend &) = delete;

    // The database of `engine` all tests of one executable may share; aborts when it cannot be
    // made.
    static TestBackend &shared(const QString &engine);
    static void forgetShared(); // before the application ends

    const QString &engine() const { return m_engine; }
    FakeClock &clock() { return m_clock; }
    services::Environment &environment() { return m_environment; }
    const storage::DatabaseConfig &config() const { return m_config; }
    api::Dispatcher &dispatcher() { return *m_dispatcher; }
    // A connection of the test's own, on the test's thread.
    storage::Session &session() { return *m_session; }
    void stop(); // the dispatcher
    void restart();

    Tenant tenant(const QString &name);
    // A user of a role, without a password; the token of it.
    QByteArray tokenOf(const User &user) const;
    User addUser(const User &user);
    // The work in the writer, or an abort: for preparing a test.
    void write(const api::Writer::Work &work);

    void callFrom(const QString &address) { m_peerAddress = address; }
    contract::Response send(contract::Request request);
    contract::Response call(contract::Method method, const QByteArray &pathAndQuery,
                            const QByteArray &body, const Headers &headers);
    contract::Response get(const QByteArray &pathAndQuery, const Headers &headers)
    {
        return call(contract::Method::Get, pathAndQuery, {}, headers);
    }
    contract::Response post(const QByteArray &path, const QJsonObject &body, const Headers &headers)
    {
        return call(contract::Method::Post, path, QJsonDocument(body).toJson(), headers);
    }
    contract::Response postCsv(const QByteArray &path, const QByteArray &file, Headers headers)
    {
        headers.push_back({"content-type", "text/csv; charset=utf-8"});
        return call(contract::Method::Post, path, file, headers);
    }
    contract::Response patch(const QByteArray &path, const QJsonObject &body,
                             const Headers &headers)
    {
        return call(contract::Method::Patch, path, QJsonDocument(body).toJson(), headers);
    }
    contract::Response remove(const QByteArray &path, const Headers &headers)
    {
        return call(contract::Method::Delete, path, {}, headers);
    }
    contract::Response put(const QByteArray &path, const QJsonObject &body, const Headers &headers)
    {
        return call(contract::Method::Put, path, QJsonDocument(body).toJson(), headers);
    }

private:
    QString m_engine;
    QString m_peerAddress = QStringLiteral("192.0.2.7");
    QTemporaryDir m_folder;
    std::unique_ptr<PostgresFixture> m_postgres;
    storage::DatabaseConfig m_config;
    FakeClock m_clock;
    services::Environment m_environment;
    std::unique_ptr<storage::Session> m_session;
    std::unique_ptr<api::Dispatcher> m_dispatcher;
};

// The log with bodies, newest first.
std::vector<WebhookRecord> newestWebhooks(storage::Session &session, OrganizationId organization,
                                          std::optional<IngestOutcome> outcome, int limit);

// Looking at answers.
QJsonObject bodyOf(const contract::Response &response);
QJsonObject dataOf(const contract::Response &response);
QJsonArray listOf(const contract::Response &response);
QString errorOf(const contract::Response &response); // "DEVICE_NOT_FOUND", empty when it is none
QString fieldOf(const contract::Response &response); // details.field
QString summary(const contract::Response &response); // "404 DEVICE_NOT_FOUND", "200"
QStringList textsOf(const QJsonArray &items, const QString &key);
QByteArray payload(const QString &name); // of tests/data/payloads

} // namespace datakubo::test
