#pragma once
#include <chrono>
#include <condition_variable>
#include <mutex>

namespace datakubo::api {

// Lets readers in until somebody needs a moment without any. Any thread.
class ReadGate
{
public:
    // A reader's stay.
    class Visit
    {
    public:
        explicit Visit(ReadGate &gate) : m_gate(gate) { m_gate.enter(); }
        ~Visit() { m_gate.leave(); }
        Visit(const Visit &) = delete;
        Visit &operator=(const Visit &) = delete;

    private:
        ReadGate &m_gate;
    };

    // Keeps new readers waiting until those inside have left. False: they did not leave in time,
    // and the gate is open again. True: nobody is inside until open().
    [[nodiscard]] bool close(std::chrono::milliseconds patience)
    {
        std::unique_lock lock(m_mutex);
        m_isOpen = false;
        if (m_changed.wait_for(lock, patience, [this] { return m_inside == 0; }))
            return true;
        m_isOpen = true;
        m_changed.notify_all();
        return false;
    }

    void open()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_isOpen = true;
        }
        m_changed.notify_all();
    }

private:
    void enter()
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_isOpen; });
        ++m_inside;
    }
    void leave()
    {
        {
            const std::lock_guard lock(m_mutex);
            --m_inside;
        }
        m_changed.notify_all();
    }

    std::mutex m_mutex;
    std::condition_variable m_changed;
    int m_inside = 0;
    bool m_isOpen = true;
};

} // namespace datakubo::api
