#pragma once
#include "backend/domain/timestamp.h"
#include "backend/domain/volume.h"
#include "backend/domain/words.h"

#include <optional>
#include <vector>

// How a meter's register values become a total that only grows: the one place that decides what a
// drop or a leap of the register means. Pure; the same readings give the same answer whatever the
// order they arrived in.
namespace datakubo {

struct RegisterSample {
    Timestamp at;
    Volume value;
    RegisterAnswer answer = RegisterAnswer::None;
};

enum class RegisterStep {
    Normal,   // the first, or not below the one before
    Held,     // a little below the highest: water that flowed back, nothing is counted
    RollOver, // the counter passed its largest value
    Restart,  // began again at zero and stays low
    Dropped,  // stays lower, but not near zero: numbers cannot tell what happened
    Leapt,    // rose more than a pipe lets through, and stays there
};

// A reading that was believed.
struct RegisterPoint {
    Timestamp at;
    Volume level; // the highest value of the register so far, since it last began anew
    Volume total; // consumed since the first reading
    RegisterStep step = RegisterStep::Normal;
    RegisterAnswer answer = RegisterAnswer::None;
    // The answer was given of the next reading, of the same run, before this one came: it has
    // acted.
    bool isAnsweredByNext = false;
    // The last reading this judgement rests on; empty while a later one could change it.
    std::optional<Timestamp> settledBy;
};

// Limits, per reading: what is plausible between two of them.
namespace registerlimits {
// Check valves and pulse modules lose some litres again and again: held against the highest value,
// so that no water counts twice, as long as the whole fall is small beside the register. 200 L is
// less than what a household uses in a day: more would hide a meter that was changed for a used
// one.
inline constexpr Volume heldAtMost{20'000};
inline constexpr int heldShare = 20; // of the register: 50 L of one cubic metre
inline constexpr Volume heldOfLargeAtMost{200'000};
inline constexpr Volume restartAtLeast{1'000'000}; // below 1 m³ and half of before: a restart…
inline constexpr int restartShare = 10;            // …or below a tenth of before
inline constexpr Volume restartPerHour{500'000};   // and 0.5 m³ for every hour since
inline constexpr Volume leapAtLeast{10'000'000};   // above 10 m³ a rise is a leap…
inline constexpr Volume leapPerHour{40'000'000};   // …when it is above 40 m³/h (DN 50) too
inline constexpr qint64 fullFlowAtMost = 6 * duration::hour; // for so long, and then…
inline constexpr Volume lastingPerHour{10'000'000}; // …above 10 m³/h: a thousand flats, all day
} // namespace registerlimits

// The most a register may rise in a time without being asked about.
Volume largestRise(qint64 elapsedMs);

// What was used when the register passed its largest value between these two; empty when it was not
// near the end of any counter. A person may say so of more than the walk believes by itself.
std::optional<Volume> possibleRollOver(Volume before, Volume after);

// Judges samples in the order of their time. Each is judged when the two after it are known (a
// single odd value is a glitch, two of them are the register), or at the end.
class RegisterWalk
{
public:
    // From the beginning, or on from a point of an earlier walk: the samples after it give the same
    // points again.
    RegisterWalk() = default;
    explicit RegisterWalk(const RegisterPoint &from) : m_last(from) {}

    void add(const RegisterSample &sample);
    // No more samples follow. What cannot be judged without them is not believed yet.
    void finish();

    // In the order of time; the start of a continued walk is not among them.
    const std::vector<RegisterPoint> &points() const { return m_points; }
    // Samples that were not believed: single glitches, and at the end what waits for the next one.
    const std::vector<RegisterSample> &glitches() const { return m_glitches; }
    // Forgets both (what was judged stays judged).
    void forget();

private:
    void judgeNext();
    void accept(const RegisterSample &sample, RegisterStep step, Volume consumed);
    void reject() { m_glitches.push_back(m_waiting.front()); }
    void judgeRise(const RegisterSample &sample);
    void judgeDrop(const RegisterSample &sample);
    bool judgeAnsweredDrop(const RegisterSample &sample);
    // With the answer of the next reading, where that is of the run that begins here.
    RegisterSample answered(const RegisterSample &sample) const;
    // The reading after the one to judge goes on from before it, and nobody said that a new run
    // begins there.
    bool nextGoesOnFrom(Volume level) const;

    std::optional<RegisterPoint> m_last;
    std::vector<RegisterSample> m_waiting; // the one to judge and at most two after it
    std::vector<RegisterPoint> m_points;
    std::vector<RegisterSample> m_glitches;
};

} // namespace datakubo
