#include "backend/domain/intervals.h"

#include <QDateTime>
#include <QTimeZone>

namespace datakubo {

namespace {

QDateTime local(Timestamp moment, const QTimeZone &zone)
{
    return QDateTime::fromMSecsSinceEpoch(moment.ms, zone);
}

// The next full hour on the clock of the zone.
Timestamp nextHour(Timestamp moment, const QTimeZone &zone)
{
    const auto pastHour = [&zone](Timestamp at) {
        const QTime time = local(at, zone).time();
        return time.msecsSinceStartOfDay() % duration::hour;
    };
    const Timestamp next = moment - pastHour(moment) + duration::hour;
    const qint64 past = pastHour(next); // not zero where clocks change by half an hour
    return past == 0 ? next : next + (duration::hour - past);
}

Timestamp nextStart(Interval interval, Timestamp moment, const QTimeZone &zone)
{
    if (interval == Interval::Hour)
        return nextHour(moment, zone);
    const QDate today = localDate(moment, zone);
    if (interval == Interval::Day)
        return startOfDay(today.addDays(1), zone);
    return startOfDay(QDate(today.year(), today.month(), 1).addMonths(1), zone);
}

} // namespace

Timestamp startOfDay(const QDate &day, const QTimeZone &zone)
{
    QDateTime start = day.startOfDay(zone);
    // A zone that changed to the other side of the date line left a day out.
    for (int later = 1; !start.isValid() && later < 3; ++later)
        start = day.addDays(later).startOfDay(zone);
    return {start.toMSecsSinceEpoch()};
}

QDate localDate(Timestamp moment, const QTimeZone &zone)
{
    return local(moment, zone).date();
}

std::vector<Timestamp> boundaries(Interval interval, Timestamp from, Timestamp to,
                                  const QTimeZone &zone, size_t limit)
{
    std::vector<Timestamp> moments;
    if (from >= to)
        return moments;
    moments.push_back(from);
    while (moments.size() <= limit) {
        const Timestamp next = nextStart(interval, moments.back(), zone);
        moments.push_back(std::min(next, to));
        if (next >= to)
            break;
    }
    return moments;
}

qint64 nominalLength(Interval interval)
{
    switch (interval) {
    case Interval::Hour: return duration::hour;
    case Interval::Day: return duration::day;
    case Interval::Month: break;
    }
    return 30 * duration::day;
}

} // namespace datakubo
