#include "backend/services/registerhistory.h"

#include "backend/storage/closingstore.h"
#include "backend/storage/readingstore.h"

#include <algorithm>

namespace datakubo::services {

namespace {

constexpr int firstPage = 64; // a closing is seldom more than two days away
constexpr int largestPage = 20'000;
constexpr int mostMarks = 1000;

// A walk over the readings of a meter after a point, in pages.
class Reader
{
public:
    Reader(storage::Session &session, const storage::MeterWindow &meter,
           const std::optional<Closing> &from)
        : m_store(session), m_meter(meter)
    {
        if (!from)
            return;
        m_points.push_back(from->before());
        m_walk = RegisterWalk(m_points.front());
        m_after = m_points.front().at;
    }

    // Until the value at `moment` is known, or there is nothing more to read.
    void readUntil(Timestamp moment)
    {
        int page = firstPage;
        while (!m_isDone && (m_points.empty() || m_points.back().at < moment)) {
            const auto samples =
                m_store.samples(m_meter.organization, m_meter.device, m_after,
                                m_meter.installedAt, m_meter.removedAt, page);
            for (const RegisterSample &sample : samples)
                m_walk.add(sample);
            if (static_cast<int>(samples.size()) < page) {
                m_walk.finish();
                m_isDone = true;
            } else {
                m_after = samples.back().at;
            }
            m_points.insert(m_points.end(), m_walk.points().begin(), m_walk.points().end());
            m_glitches.insert(m_glitches.end(), m_walk.glitches().begin(), m_walk.glitches().end());
            m_walk.forget();
            page = std::min(page * 4, largestPage);
        }
    }
    const std::vector<RegisterPoint> &points() const { return m_points; }
    const std::vector<RegisterSample> &glitches() const { return m_glitches; }

private:
    storage::ReadingStore m_store;
    const storage::MeterWindow &m_meter;
    RegisterWalk m_walk;
    std::vector<RegisterPoint> m_points;
    std::vector<RegisterSample> m_glitches;
    Timestamp m_after{-1};
    bool m_isDone = false;
};

} // namespace

std::vector<RegisterAt> RegisterHistory::at(const storage::MeterWindow &meter,
                                            std::span<const Timestamp> moments)
{
    std::vector<RegisterAt> values;
    if (moments.empty())
        return values;
    const auto closings =
        storage::ClosingStore(m_session)
            .between(meter.organization, meter.device, moments.front(), moments.back());
    values.reserve(moments.size());
    auto closing = closings.begin();
    size_t missing = 0; // moments in a row with no closing at or between them
    const auto readMissing = [&](size_t end) {
        if (missing == 0)
            return;
        const auto read = fromReadings(meter, moments.subspan(end - missing, missing));
        values.insert(values.end(), read.begin(), read.end());
        missing = 0;
    };
    for (size_t i = 0; i < moments.size(); ++i) {
        const auto passed = closing;
        while (closing != closings.end() && closing->value.at < moments[i])
            ++closing;
        // What lies behind a closing is read from there, and not from all the way before.
        if (closing != passed)
            readMissing(i);
        if (closing == closings.end() || closing->value.at != moments[i]) {
            ++missing;
            continue;
        }
        readMissing(i);
        values.push_back(closing->value);
    }
    readMissing(moments.size());
    return values;
}

std::vector<RegisterAt> RegisterHistory::fromReadings(const storage::MeterWindow &meter,
                                                      std::span<const Timestamp> moments)
{
    const auto before =
        storage::ClosingStore(m_session)
            .newestUntil(meter.organization, meter.device, moments.front());
    Reader reader(m_session, meter, before);
    reader.readUntil(moments.back());
    return RegisterCurve(reader.points()).at(moments);
}

std::vector<RegisterAt> RegisterHistory::at(std::span<const storage::MeterWindow> chain,
                                            std::span<const Timestamp> moments)
{
    std::vector<std::vector<RegisterAt>> meters;
    for (const storage::MeterWindow &meter : chain)
        meters.push_back(at(meter, moments));
    return joined(meters);
}

std::vector<RegisterMark> RegisterHistory::marks(const storage::MeterWindow &meter, Timestamp from,
                                                 Timestamp to)
{
    storage::ClosingStore closings(m_session);
    const auto newest = closings.newest(meter.organization, meter.device);
    std::vector<RegisterMark> marks;
    if (newest) {
        marks =
            closings.marks(meter.device, from, std::min(to, *newest->value.before + 1), mostMarks);
    }
    if (!newest || *newest->value.before < to) { // what no closing has settled yet
        Reader reader(m_session, meter, newest);
        reader.readUntil(to);
        const auto start =
            newest ? std::optional(newest->before()) : std::optional<RegisterPoint>();
        for (const RegisterMark &mark :
             marksOf(meter.device, start, reader.points(), reader.glitches())) {
            if (mark.at >= from && mark.at < to)
                marks.push_back(mark);
        }
    }
    for (const Reading &reading : storage::ReadingStore(m_session).excluded(
             meter.organization, meter.device, from, to, mostMarks)) {
        marks.push_back({meter.device, reading.recordedAt, RegisterMarkKind::Excluded,
                         reading.volume, {}, {}});
    }
    std::stable_sort(marks.begin(), marks.end(),
                     [](const RegisterMark &a, const RegisterMark &b) { return a.at < b.at; });
    if (marks.size() > mostMarks)
        marks.resize(mostMarks);
    return marks;
}

} // namespace datakubo::services
