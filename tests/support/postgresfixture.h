#pragma once
#include "tests/support/postgresserver.h"

#include <QStringList>

#include <memory>

namespace datakubo::test {

// Fresh databases for a test, on the server that DATAKUBO_TEST_POSTGRES_URL names, else on the one
// that ctest started for all tests, else on one of its own. One thread.
class PostgresFixture
{
public:
    PostgresFixture();
    ~PostgresFixture();
    PostgresFixture(const PostgresFixture &) = delete;
    PostgresFixture &operator=(const PostgresFixture &) = delete;

    // Why there can be no database here (then the test skips, saying so); empty when there can.
    static QString missing();
    // The server shared by several tests, as a URL without database; empty without one.
    static QString sharedServer();

    // Creates an empty database and returns its URL. The name in it is made unique, so tests that
    // run at the same time may ask for the same one.
    Result<QString> freshDatabase(const QString &name);
    Result<void> dropDatabase(const QString &url);

private:
    Result<void> run(const QString &statement);

    std::unique_ptr<PostgresServer> m_own;
    QString m_server; // URL of the maintenance database
    QStringList m_made;
};

} // namespace datakubo::test
