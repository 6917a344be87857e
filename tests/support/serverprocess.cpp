#include "tests/support/serverprocess.h"

#include <csignal>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::test {
namespace {

constexpr int kReadyMs = 60'000;
constexpr int kExitMs = 60'000;

} // namespace

ServerProcess::ServerProcess(QStringList arguments) : m_arguments(std::move(arguments))
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &name : environment.keys()) {
        if (name.startsWith(u"DATAKUBO_"))
            environment.remove(name);
    }
    m_process.setProcessEnvironment(environment);
}

ServerProcess::~ServerProcess()
{
    if (m_process.state() != QProcess::NotRunning) {
        m_process.kill();
        m_process.waitForFinished(kExitMs);
    }
}

void ServerProcess::setVariable(const QString &name, const QString &value)
{
    QProcessEnvironment environment = m_process.processEnvironment();
    environment.insert(name, value);
    m_process.setProcessEnvironment(environment);
}

void ServerProcess::launch(const QByteArray &input)
{
    m_process.start(QStringLiteral(DATAKUBO_SERVER), m_arguments);
    m_process.waitForStarted(kReadyMs);
    m_process.write(input);
    m_process.closeWriteChannel();
}

Result<void> ServerProcess::start()
{
    launch();
    const QByteArray mark = "listening on ";
    for (;;) {
        const qsizetype at = output().indexOf(mark);
        const qsizetype end = at < 0 ? -1 : m_output.indexOf('\n', at);
        if (end > 0) {
            const QByteArray url = m_output.sliced(at, end - at);
            m_port = url.sliced(url.lastIndexOf(':') + 1).toUShort();
            return {};
        }
        if (!m_process.waitForReadyRead(kReadyMs)) {
            return Error{ErrorCode::StorageUnavailable,
                         u"not ready: "_s + QString::fromUtf8(output() + errors()),
                         {}};
        }
    }
}

void ServerProcess::signal(int number)
{
    if (isRunning())
        ::kill(pid(), number);
}

int ServerProcess::waitForExit()
{
    if (m_process.state() != QProcess::NotRunning && !m_process.waitForFinished(kExitMs))
        return -1;
    return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

int ServerProcess::stop()
{
    signal(SIGTERM);
    return waitForExit();
}

QByteArray ServerProcess::output()
{
    m_output += m_process.readAllStandardOutput();
    return m_output;
}

QByteArray ServerProcess::errors()
{
    m_errors += m_process.readAllStandardError();
    return m_errors;
}

Finished runServer(const QStringList &arguments, const QByteArray &input)
{
    ServerProcess process(arguments);
    process.launch(input);
    const int code = process.waitForExit();
    return {code, process.output(), process.errors()};
}

QByteArray signUp(const QStringList &options)
{
    const Finished finished =
        runServer(options
                      + QStringList{u"signup"_s, u"--organization"_s, u"Hausverwaltung"_s,
                                    u"--email"_s, u"owner@example.org"_s, u"--password-stdin"_s},
                  "a long password\n");
    return finished.exitCode == 0 ? finished.output.trimmed() : QByteArray();
}

} // namespace datakubo::test
