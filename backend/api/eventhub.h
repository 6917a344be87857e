#pragma once
#include "backend/contract/event.h"

#include <atomic>
#include <functional>
#include <map>
#include <mutex>

namespace datakubo::api {

// Tells subscribers what was committed. Any thread.
class EventHub
{
public:
    // Called on the writer's thread: hand over to a Mailbox and return.
    using Subscriber = std::function<void(const contract::Events &)>;

    int subscribe(Subscriber subscriber);
    void unsubscribe(int subscription); // afterwards it is not called any more

    bool hasSubscribers() const { return m_count > 0; }
    void publish(const contract::Events &events);

private:
    std::mutex m_mutex;
    std::map<int, Subscriber> m_subscribers;
    std::atomic<int> m_count = 0;
    int m_next = 1;
};

} // namespace datakubo::api
