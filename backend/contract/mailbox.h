#pragma once
#include <QCoreApplication>
#include <QEvent>
#include <QObject>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace datakubo::contract {

// Hands values to the thread its QObject lives on, in order and in batches. put() is called from
// any thread; `open` runs on the owner's thread with everything that has come since. The values
// cross under a std::mutex and the Qt event only wakes the other side, so that ThreadSanitizer
// sees the edge. Values put after the box is closed (destroyed) must not happen: whoever puts is
// stopped first.
template <typename T>
class Mailbox final : public QObject
{
public:
    explicit Mailbox(std::function<void(std::vector<T>)> open, QObject *parent = nullptr)
        : QObject(parent), m_open(std::move(open))
    {}

    void put(T value)
    {
        std::unique_ptr<QEvent> wake;
        {
            const std::lock_guard lock(m_mutex);
            if (m_values.empty())
                wake = std::make_unique<QEvent>(QEvent::User);
            m_values.push_back(std::move(value));
        }
        if (wake)
            QCoreApplication::postEvent(this, wake.release());
    }

protected:
    bool event(QEvent *event) override
    {
        std::vector<T> values;
        {
            // Before the event itself is looked at: it, too, was made by the other thread.
            const std::lock_guard lock(m_mutex);
            if (event->type() == QEvent::User)
                values.swap(m_values);
        }
        if (event->type() != QEvent::User)
            return QObject::event(event);
        if (!values.empty())
            m_open(std::move(values));
        return true;
    }

private:
    std::mutex m_mutex;
    std::vector<T> m_values;
    std::function<void(std::vector<T>)> m_open;
};

} // namespace datakubo::contract
