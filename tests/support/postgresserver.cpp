#include "tests/support/postgresserver.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QStandardPaths>

#include <arpa/inet.h>
#include <csignal>
#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::test {
namespace {

constexpr int kStartMs = 60'000;
constexpr int kStopMs = 30'000;
constexpr int kPollMs = 5;
constexpr int kPorts = 5; // attempts, in case another program takes the port in between

Error failure(const QString &message)
{
    return {ErrorCode::StorageUnavailable, message, {}};
}

// PostgreSQL refuses to run as root, so root hands over to the user of the package.
const passwd *serverUser()
{
    return ::geteuid() == 0 ? ::getpwnam("postgres") : nullptr;
}

quint16 freePort()
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    quint16 port = 0;
    if (::bind(socket, reinterpret_cast<sockaddr *>(&address), size) == 0
        && ::getsockname(socket, reinterpret_cast<sockaddr *>(&address), &size) == 0) {
        port = ntohs(address.sin_port);
    }
    ::close(socket);
    return port;
}

} // namespace

QString postgresProgram(const QString &name)
{
    const QDir versions(u"/usr/lib/postgresql"_s);
    int newest = 0;
    QString found;
    const QStringList folders = versions.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &version : folders) {
        const QString program = versions.filePath(version + u"/bin/"_s + name);
        if (version.toInt() > newest && QFile::exists(program)) {
            newest = version.toInt();
            found = program;
        }
    }
    return found.isEmpty() ? QStandardPaths::findExecutable(name) : found;
}

PostgresServer::PostgresServer() : m_folder(QDir::temp().filePath(u"datakubo-postgres-XXXXXX"_s)) {}

PostgresServer::~PostgresServer()
{
    if (running()) {
        end(SIGQUIT); // nobody will read this data again
    }
}

QString PostgresServer::missing()
{
    for (const QString &program : {u"initdb"_s, u"postgres"_s, u"psql"_s}) {
        if (postgresProgram(program).isEmpty()) {
            return u"PostgreSQL is not installed here (no %1)"_s.arg(program);
        }
    }
    if (::geteuid() == 0 && !serverUser()) {
        return u"PostgreSQL does not run as root, and there is no user postgres here"_s;
    }
    return {};
}

Result<void> PostgresServer::start()
{
    if (running()) {
        return {};
    }
    if (const QString why = missing(); !why.isEmpty()) {
        return failure(why);
    }
    if (!m_made) {
        if (const Result<void> made = makeCluster(); !made) {
            return made;
        }
        m_made = true;
    }
    if (m_port) {
        return launch();
    }
    for (int attempt = 1;; ++attempt) {
        m_port = freePort();
        const Result<void> launched = launch();
        if (launched || attempt == kPorts) {
            return launched;
        }
    }
}

void PostgresServer::stop()
{
    end(SIGINT);
}

void PostgresServer::kill()
{
    end(SIGQUIT);
}

bool PostgresServer::running() const
{
    return m_process && m_process->state() == QProcess::Running;
}

QString PostgresServer::url(const QString &database) const
{
    return u"postgresql://datakubo@127.0.0.1:%1/%2"_s.arg(m_port).arg(database);
}

Result<void> PostgresServer::makeCluster()
{
    if (!m_folder.isValid()) {
        return failure(m_folder.errorString());
    }
    const QByteArray folder = QFile::encodeName(m_folder.path());
    if (const passwd *user = serverUser();
        user && ::chown(folder.constData(), user->pw_uid, user->pw_gid) != 0) {
        return failure(u"cannot give %1 to the user postgres"_s.arg(m_folder.path()));
    }
    QProcess initdb;
    initdb.setProcessChannelMode(QProcess::MergedChannels);
    runAsServerUser(initdb);
    initdb.start(postgresProgram(u"initdb"_s),
                 {u"--pgdata"_s, m_folder.filePath(u"data"_s), u"--username=datakubo"_s,
                  u"--auth=trust"_s, u"--encoding=UTF8"_s, u"--locale=C.UTF-8"_s, u"--no-sync"_s,
                  u"--no-instructions"_s});
    if (!initdb.waitForFinished(kStartMs) || initdb.exitCode() != 0) {
        return failure(u"initdb failed: %1 %2"_s.arg(
            initdb.errorString(), QString::fromUtf8(initdb.readAll().trimmed())));
    }
    return {};
}

Result<void> PostgresServer::launch()
{
    const QString data = m_folder.filePath(u"data"_s);
    QFile::remove(data + u"/postmaster.pid"_s); // a killed server's, it still says "ready"
    m_process.emplace();
    m_process->setProcessChannelMode(QProcess::MergedChannels);
    m_process->setStandardInputFile(QProcess::nullDevice());
    m_process->setStandardOutputFile(m_folder.filePath(u"log"_s), QIODevice::Append);
    runAsServerUser(*m_process);
    m_process->start(postgresProgram(u"postgres"_s),
                     {u"-D"_s, data, u"-p"_s, QString::number(m_port), u"-c"_s,
                      u"listen_addresses=127.0.0.1"_s, u"-c"_s,
                      u"unix_socket_directories="_s + m_folder.path(), u"-c"_s, u"fsync=on"_s,
                      u"-c"_s, u"max_connections=200"_s, u"-c"_s, u"lc_messages=C"_s});
    if (!m_process->waitForStarted(kStartMs)) {
        return failure(u"postgres did not start: "_s + m_process->errorString());
    }
    for (const QDeadlineTimer deadline(kStartMs); !deadline.hasExpired();) {
        QFile state(data + u"/postmaster.pid"_s);
        if (state.open(QIODevice::ReadOnly) && state.readAll().contains("\nready")) {
            return {};
        }
        if (m_process->waitForFinished(kPollMs)) {
            break;
        }
    }
    end(SIGQUIT);
    return failure(u"postgres did not become ready: "_s + logTail());
}

void PostgresServer::end(int signal)
{
    if (!running()) {
        return;
    }
    ::kill(static_cast<pid_t>(m_process->processId()), signal);
    if (!m_process->waitForFinished(kStopMs)) {
        m_process->kill();
        m_process->waitForFinished();
    }
}

void PostgresServer::runAsServerUser(QProcess &process) const
{
    const passwd *user = serverUser();
    const uid_t uid = user ? user->pw_uid : 0;
    const gid_t gid = user ? user->pw_gid : 0;
    std::vector<gid_t> groups;
    if (user) {
        int count = 64;
        groups.resize(static_cast<std::size_t>(count));
        ::getgrouplist(user->pw_name, gid, groups.data(), &count);
        groups.resize(static_cast<std::size_t>(count));
    }
    // Not runuser(1): changing the user clears the death signal, so it has to come afterwards.
    process.setChildProcessModifier([uid, gid, groups] {
        if (uid != 0
            && (::setgroups(groups.size(), groups.data()) != 0 || ::setgid(gid) != 0
                || ::setuid(uid) != 0)) {
            ::_exit(126);
        }
        ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
    });
    process.setWorkingDirectory(m_folder.path());
}

QString PostgresServer::logTail() const
{
    QFile log(m_folder.filePath(u"log"_s));
    if (!log.open(QIODevice::ReadOnly)) {
        return {};
    }
    return QString::fromUtf8(log.readAll().right(2000)).trimmed();
}

} // namespace datakubo::test
