#pragma once
#include "backend/domain/timestamp.h"

namespace datakubo {

// Where the program asks for the time, so that tests can turn it. Called from any thread.
class Clock
{
public:
    virtual ~Clock() = default;
    virtual Timestamp now() const = 0;      // wall clock, may jump
    virtual qint64 monotonicMs() const = 0; // for time-outs, never goes back
};

class SystemClock final : public Clock
{
public:
    Timestamp now() const override;
    qint64 monotonicMs() const override;
};

} // namespace datakubo
