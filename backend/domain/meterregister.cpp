#include "backend/domain/meterregister.h"

#include <algorithm>
#include <array>
#include <limits>

namespace datakubo {

namespace {

// Litre counters of 28 and 32 bits, and the five digits of a mechanical register in m³.
constexpr std::array<qint64, 3> moduli{(qint64(1) << 28U) * 1000, (qint64(1) << 32U) * 1000,
                                       100'000 * qint64(1'000'000)};

// A roll-over is believed when the step is small against the whole counter, and no leap.
constexpr qint64 rollOverShare = 1000;
// A person may say so of a larger one, after a long silence.
constexpr qint64 possibleRollOverShare = 10;

Volume perHours(Volume rate, qint64 elapsedMs)
{
    return share(rate, std::min(elapsedMs, 366 * duration::day), duration::hour);
}

std::optional<Volume> rollOver(Volume before, Volume after, qint64 part, Volume atMost)
{
    for (const qint64 modulus : moduli) {
        const Volume step{modulus - before.millilitres + after.millilitres};
        if (before.millilitres < modulus && step.millilitres <= modulus / part && step <= atMost)
            return step;
    }
    return std::nullopt;
}

// At or above the level, or so little below it that water flowed back.
bool goesOn(Volume level, Volume value)
{
    using namespace registerlimits;
    const Volume held =
        std::clamp(Volume{level.millilitres / heldShare}, heldAtMost, heldOfLargeAtMost);
    return value >= level || (level - value <= held && value.millilitres > level.millilitres / 2);
}

bool isNearZero(Volume before, Volume after, qint64 elapsedMs)
{
    using namespace registerlimits;
    if (after.millilitres < 0)
        return false;
    const bool isLow = after < restartAtLeast && after.millilitres <= before.millilitres / 2;
    return isLow
           || (after.millilitres <= before.millilitres / restartShare
               && after <= perHours(restartPerHour, elapsedMs));
}

} // namespace

Volume largestRise(qint64 elapsedMs)
{
    using namespace registerlimits;
    const qint64 full = std::min(elapsedMs, fullFlowAtMost);
    return std::max(leapAtLeast,
                    perHours(leapPerHour, full) + perHours(lastingPerHour, elapsedMs - full));
}

std::optional<Volume> possibleRollOver(Volume before, Volume after)
{
    return rollOver(before, after, possibleRollOverShare,
                    Volume{std::numeric_limits<qint64>::max()});
}

void RegisterWalk::add(const RegisterSample &sample)
{
    m_waiting.push_back(sample);
    if (m_waiting.size() == 3)
        judgeNext();
}

void RegisterWalk::finish()
{
    while (!m_waiting.empty())
        judgeNext();
}

void RegisterWalk::forget()
{
    m_points.clear();
    m_glitches.clear();
}

void RegisterWalk::judgeNext()
{
    const RegisterSample sample = m_waiting.front();
    if (!m_last)
        accept(sample, RegisterStep::Normal, {});
    else if (sample.answer == RegisterAnswer::Anew && !m_last->isAnsweredByNext)
        accept(sample, RegisterStep::Dropped, {});
    else if (sample.value >= m_last->level)
        judgeRise(sample);
    else
        judgeDrop(sample);
    m_waiting.erase(m_waiting.begin());
}

RegisterSample RegisterWalk::answered(const RegisterSample &sample) const
{
    if (sample.answer != RegisterAnswer::None || m_waiting.size() < 2)
        return sample;
    using namespace registerlimits;
    const RegisterSample &next = m_waiting[1];
    const Volume near = std::max(restartAtLeast, perHours(restartPerHour, next.at - sample.at));
    RegisterSample found = sample;
    if (goesOn(sample.value, next.value) && next.value - sample.value <= near)
        found.answer = next.answer;
    return found;
}

bool RegisterWalk::nextGoesOnFrom(Volume level) const
{
    const RegisterSample &next = m_waiting[1];
    const bool beginsAnew =
        next.answer == RegisterAnswer::FromZero || next.answer == RegisterAnswer::Anew;
    return !beginsAnew && goesOn(level, next.value);
}

void RegisterWalk::judgeRise(const RegisterSample &sample)
{
    using namespace registerlimits;
    const Volume rise = sample.value - m_last->level;
    const bool isLeap = rise > largestRise(sample.at - m_last->at);
    const RegisterStep step = isLeap ? RegisterStep::Leapt : RegisterStep::Normal;
    // From zero too: where the register does not fall, the run it speaks of has begun before.
    if (sample.answer != RegisterAnswer::None)
        return accept(sample, step, rise);
    if (m_waiting.size() == 1)
        return isLeap ? reject() : accept(sample, step, rise);
    const Volume next = m_waiting[1].value;
    const bool fallsBack = nextGoesOnFrom(m_last->level) && next + heldAtMost < sample.value;
    // A fall as small as that of water that flows back is one, unless it ends where this began.
    const bool flowsBack =
        goesOn(sample.value, next)
        && (next + heldAtMost < m_last->level
            || (m_waiting.size() == 3 && m_waiting[2].value + heldAtMost >= sample.value));
    if (fallsBack && !flowsBack)
        return reject();
    const RegisterSample found = isLeap ? answered(sample) : sample;
    if (found.answer == RegisterAnswer::Anew)
        return accept(found, RegisterStep::Dropped, {});
    accept(found, step, rise);
}

void RegisterWalk::judgeDrop(const RegisterSample &sample)
{
    const Volume level = m_last->level;
    if (goesOn(level, sample.value))
        return accept(sample, RegisterStep::Held, {});
    const bool isLast = m_waiting.size() == 1;
    if (sample.answer == RegisterAnswer::None && !isLast && nextGoesOnFrom(level))
        return reject();
    if (judgeAnsweredDrop(answered(sample)))
        return;
    const qint64 elapsed = sample.at - m_last->at;
    if (const auto step = rollOver(level, sample.value, rollOverShare, largestRise(elapsed)))
        return accept(sample, RegisterStep::RollOver, *step);
    if (isLast)
        return reject();
    if (isNearZero(level, sample.value, elapsed))
        return accept(sample, RegisterStep::Restart, sample.value);
    accept(sample, RegisterStep::Dropped, {});
}

bool RegisterWalk::judgeAnsweredDrop(const RegisterSample &sample)
{
    if (sample.answer == RegisterAnswer::None)
        return false;
    // A register that is right can only fall past its end; else nobody knows what was used.
    const auto rolled = sample.answer == RegisterAnswer::AsRead
                            ? possibleRollOver(m_last->level, sample.value)
                            : std::nullopt;
    if (sample.answer == RegisterAnswer::FromZero)
        accept(sample, RegisterStep::Restart, sample.value);
    else if (rolled)
        accept(sample, RegisterStep::RollOver, *rolled);
    else
        accept(sample, RegisterStep::Dropped, {});
    return true;
}

void RegisterWalk::accept(const RegisterSample &sample, RegisterStep step, Volume consumed)
{
    RegisterPoint point;
    point.at = sample.at;
    point.level = step == RegisterStep::Held ? m_last->level : sample.value;
    point.total = m_last ? m_last->total + consumed : Volume{};
    point.step = step;
    point.answer = sample.answer;
    // What takes the next one's answer over differs from the reading itself.
    point.isAnsweredByNext = sample.answer != m_waiting.front().answer;
    if (m_waiting.size() == 3)
        point.settledBy = m_waiting[2].at;
    m_last = point;
    m_points.push_back(point);
}

} // namespace datakubo
