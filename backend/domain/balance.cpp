#include "backend/domain/balance.h"

#include <algorithm>

namespace datakubo {

namespace {

constexpr qint64 worthNamingPercent = 15;

auto atOrAfter(const BalanceMeter &meter, QDate day)
{
    return std::lower_bound(meter.readings.begin(), meter.readings.end(), day,
                            [](const DayReading &reading, QDate d) { return reading.day < d; });
}

const DayReading *on(const BalanceMeter &meter, QDate day)
{
    const auto found = atOrAfter(meter, day);
    return found != meter.readings.end() && found->day == day ? &*found : nullptr;
}

// Last reading of the day minus last reading of the day before.
std::optional<Volume> consecutive(const BalanceMeter &meter, QDate day)
{
    const DayReading *today = on(meter, day);
    const DayReading *yesterday = on(meter, day.addDays(-1));
    if (!today || !yesterday)
        return std::nullopt;
    return today->total - yesterday->total;
}

std::optional<Volume> median(std::vector<Volume> values)
{
    if (values.empty())
        return std::nullopt;
    std::sort(values.begin(), values.end());
    const size_t middle = values.size() / 2;
    if (values.size() % 2 == 1)
        return values[middle];
    return share(values[middle - 1] + values[middle], 1, 2);
}

std::optional<Volume> estimate(const BalanceMeter &meter, QDate day)
{
    std::vector<Volume> deltas;
    for (int back = 1; back < balanceLookBackDays; ++back) {
        const auto delta = consecutive(meter, day.addDays(-back));
        if (delta && delta->millilitres > 0)
            deltas.push_back(*delta);
    }
    return median(std::move(deltas));
}

std::optional<int> perMille(Volume part, Volume whole)
{
    if (whole.millilitres <= 0)
        return std::nullopt;
    return static_cast<int>(share(part, 1000, whole.millilitres).millilitres);
}

// Before rounding: 15.04 % are more than 15 %.
bool isWorthNaming(Volume unmetered, Volume principal)
{
    return principal.millilitres > 0
           && unmetered.millilitres * 100 > principal.millilitres * worthNamingPercent;
}

bool isLeafOn(const BalanceMeter &meter, QDate day)
{
    return !meter.isPrincipal
           && std::none_of(meter.fedDays.begin(), meter.fedDays.end(),
                           [day](const DaySpan &days) { return days.contains(day); });
}

bool isInService(const BalanceMeter &meter, QDate day)
{
    return meter.service && meter.service->contains(day);
}

// A leaf is expected from the day after its first reading on: there is nothing to subtract before.
bool isMissing(const BalanceMeter &leaf, QDate day)
{
    return isInService(leaf, day) && leaf.service->first < day;
}

// One that was never read stands there too, as far as anybody knows.
bool stoodThere(const BalanceMeter &meter, QDate first, QDate last)
{
    if (meter.service
        && (meter.service->first > last
            || (!meter.service->last.isNull() && meter.service->last < first)))
        return false;
    for (QDate day = first; day <= last; day = day.addDays(1)) {
        if (meter.isPrincipal || isLeafOn(meter, day))
            return true;
    }
    return false;
}

BalanceDay balanceOf(std::span<const BalanceMeter> meters, QDate day)
{
    BalanceDay balance;
    balance.day = day;
    std::vector<const BalanceMeter *> silent;
    bool allPrincipalsKnown = true;
    for (const BalanceMeter &meter : meters) {
        const auto used = consecutive(meter, day);
        if (meter.isPrincipal) {
            allPrincipalsKnown = allPrincipalsKnown && (used || !isInService(meter, day));
            if (used)
                balance.principal = balance.principal.value_or(Volume{}) + *used;
        } else if (!isLeafOn(meter, day)) {
            continue;
        } else if (used) {
            balance.leaves = balance.leaves + *used;
        } else if (isMissing(meter, day)) {
            silent.push_back(&meter);
        }
    }
    if (!allPrincipalsKnown)
        balance.principal.reset(); // a part of the inlets says nothing of the whole
    if (!balance.principal)
        return balance;
    balance.unmetered = *balance.principal - balance.leaves;
    balance.unmeteredPerMille = perMille(*balance.unmetered, *balance.principal);
    if (isWorthNaming(*balance.unmetered, *balance.principal)) {
        for (const BalanceMeter *meter : silent)
            balance.missing.push_back(
                {meter->eui, meter->name, meter->lastSeenAt, estimate(*meter, day)});
    }
    return balance;
}

} // namespace

Balance balanceOf(std::span<const BalanceMeter> meters, QDate first, QDate last)
{
    Balance balance;
    for (const BalanceMeter &meter : meters) {
        if (stoodThere(meter, first, std::max(first, last)))
            ++(meter.isPrincipal ? balance.principals : balance.leafMeters);
    }
    for (QDate day = first; day <= last; day = day.addDays(1)) {
        balance.days.push_back(balanceOf(meters, day));
        const BalanceDay &added = balance.days.back();
        if (!added.principal)
            continue;
        balance.principal = balance.principal + *added.principal;
        balance.leaves = balance.leaves + added.leaves;
        balance.unmetered = balance.unmetered + *added.unmetered;
    }
    balance.unmeteredPerMille = perMille(balance.unmetered, balance.principal);
    return balance;
}

} // namespace datakubo
