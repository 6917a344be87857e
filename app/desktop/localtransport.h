#pragma once
#include "backend/api/dispatcher.h"
#include "backend/contract/mailbox.h"
#include "ui/client/transport.h"

#include <QHash>

#include <deque>

namespace datakubo::app {

// The window's way to the backend in this process: no socket, no port, no login. Lives on the GUI
// thread; the dispatcher must be stopped before it is destroyed.
class LocalTransport final : public ui::Transport
{
    Q_OBJECT

public:
    explicit LocalTransport(api::Dispatcher &dispatcher, QObject *parent = nullptr);
    ~LocalTransport() override;

    void send(contract::Request request, std::function<void(contract::Response)> reply) override;

private:
    struct Answer {
        quint64 call = 0;
        contract::Response response;
    };
    struct Waiting {
        contract::Request request;
        quint64 call = 0;
    };

    void deliver(std::vector<Answer> answers);
    bool dispatch(Waiting &waiting);
    void retryWaiting();

    api::Dispatcher &m_dispatcher;
    contract::Mailbox<Answer> m_answers;
    contract::Mailbox<contract::Events> m_events;
    QHash<quint64, std::function<void(contract::Response)>> m_replies;
    std::deque<Waiting> m_waiting; // the dispatcher's queue was full
    quint64 m_lastCall = 0;
    int m_subscription = 0;
};

} // namespace datakubo::app
