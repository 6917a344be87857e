#pragma once
#include "backend/domain/clock.h"

#include <atomic>

namespace datakubo::test {

// A clock the test turns. Any thread.
class FakeClock final : public Clock
{
public:
    explicit FakeClock(Timestamp now = *Timestamp::parse(u"2026-11-24T12:00:00Z")) : m_now(now.ms)
    {
    }

    Timestamp now() const override { return {m_now}; }
    qint64 monotonicMs() const override { return m_monotonic; }

    void advance(qint64 ms)
    {
        m_now += ms;
        m_monotonic += ms;
    }
    void jumpTo(Timestamp now) { m_now = now.ms; } // the wall clock alone

private:
    std::atomic<qint64> m_now;
    std::atomic<qint64> m_monotonic{1'000'000};
};

} // namespace datakubo::test
