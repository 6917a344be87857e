#pragma once
#include "backend/domain/result.h"

#include <QProcess>

namespace datakubo::test {

// The real program (DATAKUBO_SERVER, set by the build) as a child process; killed with this
// object. The environment is the test's own without any DATAKUBO_… in it. One thread.
class ServerProcess
{
public:
    explicit ServerProcess(QStringList arguments);
    ~ServerProcess();
    ServerProcess(const ServerProcess &) = delete;
    ServerProcess &operator=(const ServerProcess &) = delete;

    void setVariable(const QString &name, const QString &value);
    // Does not wait.
    void launch(const QByteArray &input = {});
    // Waits for the ready line; otherwise an Error with what the program said.
    Result<void> start();
    quint16 port() const { return m_port; } // of the ready line
    pid_t pid() const { return static_cast<pid_t>(m_process.processId()); }
    bool isRunning() const { return m_process.state() == QProcess::Running; }

    void signal(int number);
    // Waits for the end. The exit code; -1 after a crash or a kill, or when it does not end.
    int waitForExit();
    // signal(SIGTERM) and waitForExit().
    int stop();

    QByteArray output(); // standard output so far
    QByteArray errors(); // standard error so far

private:
    QStringList m_arguments;
    QProcess m_process;
    quint16 m_port = 0;
    QByteArray m_output;
    QByteArray m_errors;
};

struct Finished {
    int exitCode = -1;
    QByteArray output;
    QByteArray errors;
};

// Runs the program to its end.
Finished runServer(const QStringList &arguments, const QByteArray &input = {});

// The first organization of a folder by the command line: its API key, empty when refused.
QByteArray signUp(const QStringList &options);

} // namespace datakubo::test
