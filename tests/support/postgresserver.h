#pragma once
#include "backend/domain/result.h"

#include <QProcess>
#include <QTemporaryDir>

#include <optional>

namespace datakubo::test {

// The path of initdb, postgres, psql… of the newest version installed; empty without one.
QString postgresProgram(const QString &name);

// A PostgreSQL server of its own in a temporary folder, with fsync on, gone with this object; it
// also goes when the process dies. For tests that stop or break a server; others take
// PostgresFixture. One thread, the one that made it.
class PostgresServer
{
public:
    PostgresServer();
    ~PostgresServer();
    PostgresServer(const PostgresServer &) = delete;
    PostgresServer &operator=(const PostgresServer &) = delete;

    // Why there can be no server on this machine; empty when there can.
    static QString missing();

    // Makes the cluster at the first call. After stop() or kill(): the same data on the same port.
    Result<void> start();
    void stop(); // orderly, connections are cut
    void kill(); // as a crash: nothing is written, the next start recovers from the log
    bool running() const;

    quint16 port() const { return m_port; }
    // postgresql://datakubo@127.0.0.1:PORT/DATABASE
    QString url(const QString &database) const;

private:
    Result<void> makeCluster();
    Result<void> launch();
    void end(int signal);
    void runAsServerUser(QProcess &process) const;
    QString logTail() const;

    QTemporaryDir m_folder;
    std::optional<QProcess> m_process;
    quint16 m_port = 0;
    bool m_made = false;
};

} // namespace datakubo::test
