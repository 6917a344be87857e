#include "backend/domain/meterregister.h"

#include <algorithm>
#include <array>

namespace datakubo {

namespace {

// Litre counters of 28 and 32 bits, and the five digits of a mechanical register in m³.
constexpr std::array<qint64, 3> moduli{(qint64(1) << 28U) * 1000, (qint64(1) << 32U) * 1000,
                                       100'000 * qint64(1'000'000)};

// A roll-over is believed when the step is small against the whole counter, and no leap.
constexpr qint64 rollOverShare = 1000;

Volume perHours(Volume rate, qint64 elapsedMs)
{
    return share(rate, std::min(elapsedMs, 366 * duration::day), duration::hour);
}

Volume leapFrom(qint64 elapsedMs)
{
    using namespace registerlimits;
    return std::max(leapAtLeast, perHours(leapPerHour, elapsedMs));
}

std::optional<Volume> rollOver(Volume before, const RegisterSample &after, qint64 elapsedMs)
{
    for (const qint64 modulus : moduli) {
        const Volume step{modulus - before.millilitres + after.value.millilitres};
        if (before.millilitres < modulus && step.millilitres <= modulus / rollOverShare
            && step <= leapFrom(elapsedMs))
            return step;
    }
    return std::nullopt;
}

} // namespace

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
    else if (sample.answer == RegisterAnswer::FromZero)
        accept(sample, RegisterStep::Restart, sample.value);
    else if (sample.answer == RegisterAnswer::Anew)
        accept(sample, RegisterStep::Dropped, {});
    else if (sample.value >= m_last->level)
        judgeRise(sample);
    else
        judgeDrop(sample);
    m_waiting.erase(m_waiting.begin());
}

void RegisterWalk::judgeRise(const RegisterSample &sample)
{
    using namespace registerlimits;
    const Volume rise = sample.value - m_last->level;
    const bool isLeap = rise > leapFrom(sample.at - m_last->at);
    if (m_waiting.size() == 1) {
        if (isLeap)
            return reject();
        return accept(sample, RegisterStep::Normal, rise);
    }
    const RegisterSample &next = m_waiting[1];
    const bool fallsBack = next.answer == RegisterAnswer::None
        && next.value + heldAtMost < sample.value && next.value + heldAtMost >= m_last->level;
    const bool returns = m_waiting.size() == 3 && m_waiting[2].value + heldAtMost >= sample.value;
    if (fallsBack && !returns)
        return reject();
    accept(sample, isLeap ? RegisterStep::Leapt : RegisterStep::Normal, rise);
}

void RegisterWalk::judgeDrop(const RegisterSample &sample)
{
    using namespace registerlimits;
    const Volume level = m_last->level;
    if (level - sample.value <= heldAtMost && sample.value.millilitres > level.millilitres / 2)
        return accept(sample, RegisterStep::Held, {});
    const bool isLast = m_waiting.size() == 1;
    if (!isLast && m_waiting[1].answer == RegisterAnswer::None
        && m_waiting[1].value + heldAtMost >= level) {
        return reject();
    }
    if (const auto step = rollOver(level, sample, sample.at - m_last->at))
        return accept(sample, RegisterStep::RollOver, *step);
    if (isLast)
        return reject();
    const Volume plausible =
        std::max(restartAtLeast, perHours(restartPerHour, sample.at - m_last->at));
    if (sample.value.millilitres >= 0 && sample.value <= plausible)
        return accept(sample, RegisterStep::Restart, sample.value);
    accept(sample, RegisterStep::Dropped, {});
}

void RegisterWalk::accept(const RegisterSample &sample, RegisterStep step, Volume consumed)
{
    RegisterPoint point;
    point.at = sample.at;
    point.level = step == RegisterStep::Held ? m_last->level : sample.value;
    point.total = m_last ? m_last->total + consumed : Volume{};
    point.step = step;
    point.answer = sample.answer;
    if (m_waiting.size() == 3)
        point.settledBy = m_waiting[2].at;
    m_last = point;
    m_points.push_back(point);
}

} // namespace datakubo
