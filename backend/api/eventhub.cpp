#include "backend/api/eventhub.h"

namespace datakubo::api {

int EventHub::subscribe(Subscriber subscriber)
{
    const std::lock_guard lock(m_mutex);
    m_subscribers.emplace(m_next, std::move(subscriber));
    ++m_count;
    return m_next++;
}

void EventHub::unsubscribe(int subscription)
{
    const std::lock_guard lock(m_mutex);
    m_count -= static_cast<int>(m_subscribers.erase(subscription));
}

void EventHub::publish(const contract::Events &events)
{
    if (events.empty())
        return;
    const std::lock_guard lock(m_mutex);
    for (const auto &[subscription, subscriber] : m_subscribers)
        subscriber(events);
}

} // namespace datakubo::api
