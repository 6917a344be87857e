#include "app/desktop/localtransport.h"

#include <QTimer>

namespace datakubo::app {

namespace {
constexpr int retryMs = 5;
} // namespace

LocalTransport::LocalTransport(api::Dispatcher &dispatcher, QObject *parent)
    : ui::Transport(parent),
      m_dispatcher(dispatcher),
      m_answers([this](std::vector<Answer> answers) { deliver(std::move(answers)); }),
      m_events([this](const std::vector<contract::Events> &batches) {
          for (const contract::Events &events : batches)
              Q_EMIT eventsReceived(events);
      })
{
    m_subscription = m_dispatcher.events().subscribe(
        [this](const contract::Events &events) { m_events.put(events); });
}

LocalTransport::~LocalTransport()
{
    m_dispatcher.events().unsubscribe(m_subscription);
}

void LocalTransport::send(contract::Request request, std::function<void(contract::Response)> reply)
{
    request.isLocal = true;
    Waiting waiting{std::move(request), ++m_lastCall};
    m_replies.insert(waiting.call, std::move(reply));
    if (!m_waiting.empty() || !dispatch(waiting)) {
        m_waiting.push_back(std::move(waiting));
        QTimer::singleShot(retryMs, this, &LocalTransport::retryWaiting);
    }
}

bool LocalTransport::dispatch(Waiting &waiting)
{
    api::RequestSink::Done done = [this, call = waiting.call](contract::Response response) {
        m_answers.put({call, std::move(response)});
    };
    return m_dispatcher.dispatch(waiting.request, done);
}

void LocalTransport::retryWaiting()
{
    while (!m_waiting.empty() && dispatch(m_waiting.front()))
        m_waiting.pop_front();
    if (!m_waiting.empty())
        QTimer::singleShot(retryMs, this, &LocalTransport::retryWaiting);
}

void LocalTransport::deliver(std::vector<Answer> answers)
{
    for (Answer &answer : answers) {
        if (const auto reply = m_replies.take(answer.call))
            reply(std::move(answer.response));
    }
}

} // namespace datakubo::app
