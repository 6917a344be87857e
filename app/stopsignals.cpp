#include "app/stopsignals.h"

#include <QSocketNotifier>

#include <csignal>
#include <sys/socket.h>
#include <unistd.h>

namespace datakubo::app {

namespace {

// A handler may only write to something: the notifier at the other end does the rest.
int handlerEnd = -1;

void onSignal(int)
{
    const char one = 1;
    [[maybe_unused]] const auto written = ::write(handlerEnd, &one, 1);
}

} // namespace

StopSignals::StopSignals(QObject *parent) : QObject(parent)
{
    int ends[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
        qFatal("No socket pair for signals");
    handlerEnd = ends[0];
    auto *notifier = new QSocketNotifier(ends[1], QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this, end = ends[1]] {
        char one = 0;
        [[maybe_unused]] const auto got = ::read(end, &one, 1);
        Q_EMIT stopRequested();
    });
    struct sigaction action = {};
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    ::sigaction(SIGTERM, &action, nullptr);
    ::sigaction(SIGINT, &action, nullptr);
    // What these would end the program for is an error of the call that met it, and handled there.
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
}

} // namespace datakubo::app
