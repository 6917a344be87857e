#include "backend/services/closingservice.h"

#include "backend/domain/intervals.h"
#include "backend/services/registerhistory.h"
#include "backend/storage/readingstore.h"

#include <QTimeZone>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::services {

namespace {

constexpr int readingsAtOnce = 2000; // a few milliseconds of the writer
constexpr int mostReadingsAtOnce = 200'000;
constexpr int metersAtOnce = 20;
constexpr size_t daysAtOnce = 4000;
constexpr qsizetype namedAtMost = 20;

// The local midnights after a moment, up to another.
std::vector<Timestamp> midnights(Timestamp after, Timestamp until, const QByteArray &zone)
{
    std::vector<Timestamp> moments;
    for (const Timestamp moment :
         boundaries(Interval::Day, after, until + 1, QTimeZone(zone), daysAtOnce)) {
        if (moment > after && moment <= until)
            moments.push_back(moment);
    }
    return moments;
}

} // namespace

ClosingService::Piece ClosingService::close(DeviceId after)
{
    const auto meters = storage::ClosingStore(m_session).waiting(after, metersAtOnce);
    int readings = 0;
    for (const storage::MeterToClose &meter : meters) {
        const Closed closed = closeOne(meter);
        if (closed.isMore)
            return {DeviceId{meter.device.value - 1}, true}; // once more the same
        readings += closed.readings;
        if (readings >= readingsAtOnce)
            return {meter.device, true};
    }
    if (static_cast<int>(meters.size()) < metersAtOnce)
        return {};
    return {meters.back().device, true};
}

ClosingService::Closed ClosingService::closeOne(const storage::MeterToClose &meter)
{
    storage::ClosingStore store(m_session);
    store.lock(meter.device);
    const auto newest = store.newest(meter.organization, meter.device);
    std::optional<RegisterPoint> start;
    if (newest)
        start = newest->before();
    int readings = 0;
    for (int wanted = readingsAtOnce; wanted <= mostReadingsAtOnce; wanted *= 10) {
        const auto samples = storage::ReadingStore(m_session).samples(
            meter.organization, meter.device, start ? start->at : Timestamp{-1}, meter.installedAt,
            meter.removedAt, wanted);
        readings += static_cast<int>(samples.size());
        RegisterWalk walk = start ? RegisterWalk(*start) : RegisterWalk();
        for (const RegisterSample &sample : samples)
            walk.add(sample);
        const bool isAll = static_cast<int>(samples.size()) < wanted;
        if (isAll)
            walk.finish();
        std::vector<RegisterPoint> points;
        if (start)
            points.push_back(*start);
        points.insert(points.end(), walk.points().begin(), walk.points().end());
        std::vector<Closing> closings;
        bool isEveryDay = true; // a decade at a time
        if (!walk.points().empty()) {
            const Timestamp from = newest ? newest->value.at : points.front().at - 1;
            const auto days = midnights(from, points.back().at, meter.timeZone);
            closings = closingsOf(points, days);
            isEveryDay = closings.size() < days.size() || days.size() + 2 < daysAtOnce;
        }
        if (closings.empty() && !isAll)
            continue;
        const Timestamp wentOnFrom = start ? start->at : Timestamp{-1};
        const Timestamp settled = closings.empty() ? wentOnFrom : *closings.back().value.before;
        auto marks = marksOf(meter.device, start, walk.points(), walk.glitches());
        // Behind what is settled only questions are kept: they are asked as soon as they are shown.
        std::erase_if(marks, [&](const RegisterMark &mark) {
            return mark.at > settled && !(isAll && mark.isOpen());
        });
        store.add(meter.organization, meter.device, wentOnFrom, closings, marks);
        if (isAll && isEveryDay)
            store.setJudged(meter.device);
        return {readings, !isAll || !isEveryDay};
    }
    return {readings, false};
}

QStringList ClosingService::differences(DeviceId after, int meters, DeviceId &last)
{
    storage::ClosingStore store(m_session);
    QStringList sentences;
    last = {};
    for (const storage::MeterToClose &meter : store.meters(after, meters)) {
        last = meter.device;
        const auto kept = store.between(meter.organization, meter.device, Timestamp{-1},
                                        Timestamp{std::numeric_limits<qint64>::max()});
        RegisterWalk walk;
        Timestamp read{-1};
        while (true) {
            const auto samples = storage::ReadingStore(m_session).samples(
                meter.organization, meter.device, read, meter.installedAt, meter.removedAt,
                20'000);
            for (const RegisterSample &sample : samples)
                walk.add(sample);
            if (samples.size() < 20'000)
                break;
            read = samples.back().at;
        }
        walk.finish();
        std::vector<Timestamp> moments;
        for (const Closing &closing : kept)
            moments.push_back(closing.value.at);
        const auto values = RegisterCurve(walk.points()).at(moments);
        for (size_t i = 0; i < kept.size(); ++i) {
            if (kept[i].value.total == values[i].total && kept[i].value.value == values[i].value
                && kept[i].value.before == values[i].before
                && kept[i].value.after == values[i].after)
                continue;
            if (sentences.size() < namedAtMost) {
                sentences.append(
                    u"meter %1: the closing of %2 is not what its readings say"_s.arg(
                        meter.device.value).arg(moments[i].toString()));
            }
            break;
        }
    }
    return sentences;
}

} // namespace datakubo::services
