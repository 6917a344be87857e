#pragma once
#include <condition_variable>
#include <deque>
#include <mutex>
#include <vector>

namespace datakubo::api {

// Hands values from any thread to worker threads; never holds more than its bounds (one value
// larger than the byte bound still fits when the queue is empty).
template <typename T>
class BoundedQueue
{
public:
    BoundedQueue(size_t values, size_t bytes) : m_maximumValues(values), m_maximumBytes(bytes) {}

    // False when it is full or closed; `value` is then left as it was.
    bool tryPush(T &value, size_t bytes)
    {
        {
            const std::lock_guard lock(m_mutex);
            if (m_closed || isFull(bytes))
                return false;
            append(value, bytes);
        }
        m_filled.notify_one();
        return true;
    }

    // Waits for room. False when it is closed; `value` is then left as it was.
    bool push(T &value, size_t bytes)
    {
        {
            std::unique_lock lock(m_mutex);
            m_emptied.wait(lock, [&] { return m_closed || !isFull(bytes); });
            if (m_closed)
                return false;
            append(value, bytes);
        }
        m_filled.notify_one();
        return true;
    }

    // The same for many values with one wake-up, so that whoever takes finds them together.
    // How many went in; fewer than all when it was closed.
    size_t pushAll(std::vector<T> &values, size_t (*bytesOf)(const T &))
    {
        size_t pushed = 0;
        std::unique_lock lock(m_mutex);
        for (T &value : values) {
            const size_t bytes = bytesOf(value);
            if (isFull(bytes)) {
                m_filled.notify_one();
                m_emptied.wait(lock, [&] { return m_closed || !isFull(bytes); });
            }
            if (m_closed)
                break;
            append(value, bytes);
            ++pushed;
        }
        m_filled.notify_one();
        return pushed;
    }

    // Waits for values and takes at most these many; empty when the queue is closed and drained.
    std::vector<T> take(size_t values, size_t bytes)
    {
        std::vector<T> taken;
        {
            std::unique_lock lock(m_mutex);
            m_filled.wait(lock, [&] { return m_closed || !m_entries.empty(); });
            size_t takenBytes = 0;
            while (!m_entries.empty() && taken.size() < values
                   && (taken.empty() || takenBytes + m_entries.front().bytes <= bytes)) {
                takenBytes += m_entries.front().bytes;
                m_bytes -= m_entries.front().bytes;
                taken.push_back(std::move(m_entries.front().value));
                m_entries.pop_front();
            }
        }
        m_emptied.notify_all();
        return taken;
    }

    // No more values go in; what is in can still be taken.
    void close()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_closed = true;
        }
        m_filled.notify_all();
        m_emptied.notify_all();
    }

private:
    struct Entry {
        T value;
        size_t bytes;
    };

    bool isFull(size_t bytes) const
    {
        return !m_entries.empty()
               && (m_entries.size() >= m_maximumValues || m_bytes + bytes > m_maximumBytes);
    }
    void append(T &value, size_t bytes)
    {
        m_bytes += bytes;
        m_entries.push_back({std::move(value), bytes});
    }

    const size_t m_maximumValues;
    const size_t m_maximumBytes;
    std::mutex m_mutex;
    std::condition_variable m_filled;
    std::condition_variable m_emptied;
    std::deque<Entry> m_entries;
    size_t m_bytes = 0;
    bool m_closed = false;
};

} // namespace datakubo::api
