// The server that all tests of a ctest run share (a CTest fixture):
//     postgres_for_tests start FILE    starts it, writes its address and keeper to FILE, returns
//     postgres_for_tests stop FILE     ends it
// It is kept by a process in the background that also ends it when ctest goes away.
#include "tests/support/postgresfixture.h"

#include <QCoreApplication>
#include <QFile>

#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <string>
#include <sys/file.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace datakubo::test;

namespace {

void stop(const char *path)
{
    QFile file(QFile::decodeName(path));
    if (!file.open(QIODevice::ReadOnly)) {
        return;
    }
    if (::flock(file.handle(), LOCK_EX | LOCK_NB) != 0) {
        file.readLine();
        if (const int keeper = file.readLine().trimmed().toInt(); keeper > 0) {
            ::kill(keeper, SIGTERM);
        }
        ::flock(file.handle(), LOCK_EX); // until the keeper is gone
    }
    file.remove();
}

// Everything the keeper reports goes through this pipe: an empty line for "ready", or a sentence.
void say(int pipe, const QByteArray &text)
{
    if (::write(pipe, text.constData(), static_cast<std::size_t>(text.size())) < 0) {
        std::perror("postgres_for_tests");
    }
    ::close(pipe);
}

int keep(const char *path, pid_t until, int pipe)
{
    ::setsid();
    const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        ::dup2(nothing, standard); // ctest waits for these to close
    }
    sigset_t term;
    sigemptyset(&term);
    sigaddset(&term, SIGTERM);
    const int signals = ::signalfd(-1, &term, SFD_CLOEXEC);
    const int parent = static_cast<int>(::syscall(SYS_pidfd_open, until, 0));

    int argc = 1;
    char name[] = "postgres_for_tests";
    char *argv[] = {name, nullptr};
    QCoreApplication application(argc, argv);

    QFile file(QFile::decodeName(path));
    if (!file.open(QIODevice::WriteOnly) || ::flock(file.handle(), LOCK_EX | LOCK_NB) != 0) {
        say(pipe, "cannot write " + QByteArray(path) + '\n');
        return 1;
    }
    PostgresServer server;
    if (const auto started = server.start(); !started) {
        file.remove();
        say(pipe, started.error().message.toUtf8() + '\n');
        return 1;
    }
    file.write(server.url({}).toUtf8() + '\n' + QByteArray::number(::getpid()) + '\n');
    file.flush();
    // Blocked only now: the server would inherit it and then not listen to SIGTERM.
    ::sigprocmask(SIG_BLOCK, &term, nullptr);
    say(pipe, "\n");

    pollfd events[] = {{signals, POLLIN, 0}, {parent, POLLIN, 0}};
    while (::poll(events, parent < 0 ? 1 : 2, -1) < 0) {
    }
    QFile::remove(file.fileName()); // the lock is held until the server has ended
    return 0;
}

int start(const char *path)
{
    if (const QString why = PostgresServer::missing(); !why.isEmpty()) {
        std::printf("%s: the tests that need it will skip.\n", qUtf8Printable(why));
        return 0;
    }
    if (qEnvironmentVariableIsSet("DATAKUBO_TEST_POSTGRES_URL")) {
        std::printf("The tests use the server that DATAKUBO_TEST_POSTGRES_URL names.\n");
        return 0;
    }
    stop(path);
    const pid_t ctest = ::getppid();
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) {
        return 1;
    }
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        const int result = keep(path, ctest, ends[1]);
        std::fflush(nullptr);
        ::_exit(result);
    }
    ::close(ends[1]);
    std::string said;
    char buffer[512];
    for (ssize_t got; (got = ::read(ends[0], buffer, sizeof buffer)) > 0;) {
        said.append(buffer, static_cast<std::size_t>(got));
    }
    if (said != "\n") {
        std::fprintf(stderr, "%s", said.empty() ? "the server did not start\n" : said.c_str());
        return 1;
    }
    return 0;
}

} // namespace

int main(int argc, char *argv[])
{
    if (argc == 3 && std::strcmp(argv[1], "start") == 0) {
        return start(argv[2]);
    }
    if (argc == 3 && std::strcmp(argv[1], "stop") == 0) {
        stop(argv[2]);
        return 0;
    }
    std::fprintf(stderr, "usage: %s start|stop FILE\n", argv[0]);
    return 2;
}
