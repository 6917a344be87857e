#include "backend/domain/consumption.h"
#include "backend/domain/intervals.h"

#include <QRandomGenerator>
#include <QTest>
#include <QTimeZone>

#include <algorithm>
#include <map>

// Generated lives of meter places: swaps, restarts, roll-overs, glitches, gaps, clock changes; read
// in any order, twice, late. Whatever happens, the sum rule holds. DATAKUBO_HISTORIES says how many
// (2,000 when it is not set), DATAKUBO_SEED where to begin.
using namespace datakubo;
using namespace Qt::Literals::StringLiterals;

namespace {

using Readings = std::map<Timestamp, Volume>;

struct Meter
{
    Readings readings;
    Volume used; // what it must have counted from its first to its last believed reading
};

struct History
{
    std::vector<Meter> meters;
    QTimeZone zone;
    Timestamp begin;
    Timestamp end;
};

class Generator
{
public:
    explicit Generator(quint32 seed) : m_random(seed) {}

    History history()
    {
        static const std::array zones{"Europe/Berlin", "America/New_York", "Asia/Kolkata",
                                      "Australia/Lord_Howe", "America/Santiago", "UTC"};
        History made;
        made.zone = QTimeZone(zones[below(zones.size())]);
        m_now = Timestamp{1'772'000'000'000} + qint64(below(365)) * duration::day
            + qint64(below(duration::day));
        made.begin = m_now;
        const size_t meters = 1 + (below(4) == 0 ? below(3) : 0);
        for (size_t i = 0; i < meters; ++i)
            made.meters.push_back(meter());
        made.end = m_now;
        return made;
    }
    quint32 below(qint64 limit) { return m_random.bounded(static_cast<quint32>(std::min<qint64>(limit, 0xffffffffLL))); }

private:
    // The true life of one meter; the next one begins where this ends.
    Meter meter()
    {
        constexpr qint64 cubicMetre = 1'000'000;
        static const std::array<qint64, 2> moduli{(1LL << 28) * 1000, (1LL << 32) * 1000};
        const qint64 modulus = moduli[below(2)];
        const bool rolls = below(4) == 0;
        qint64 reg = rolls ? modulus - 1000 - below(5 * cubicMetre)
                           : 20 * cubicMetre + below(900 * cubicMetre);
        static const std::array<qint64, 4> steps{15 * duration::minute, duration::hour,
                                                 6 * duration::hour, duration::day};
        const qint64 step = steps[below(4)];
        const int count = 8 + static_cast<int>(below(50));
        Meter made;
        int quiet = 3; // readings until the next odd thing may happen
        made.readings[m_now] = {reg};
        for (int i = 1; i < count; ++i) {
            m_now = m_now + step + qint64(below(step / 4)) - step / 8;
            if (below(20) == 0)
                m_now = m_now + qint64(below(10)) * duration::day; // a gap
            const qint64 used = below(3) == 0 ? 0 : qint64(below(200'000));
            // Nothing odd right before a roll-over: nobody could tell it from the roll-over.
            const bool isAboutToRoll = modulus - reg < 2 * cubicMetre;
            const bool isQuiet = quiet-- > 0 || i + 3 >= count || isAboutToRoll;
            const quint32 event = isQuiet ? 99 : below(12);
            if (event == 0) { // a value nobody should believe, and it is no part of the life
                const qint64 low = below(10 * cubicMetre);
                const bool isOdd = std::abs(low - reg) > cubicMetre; // else it could be true
                made.readings[m_now] = {below(2) == 0 || !isOdd
                                            ? reg + 11 * cubicMetre + below(99 * cubicMetre)
                                            : low};
                quiet = 3;
                continue;
            }
            if (event == 1 && !rolls && reg > 10 * cubicMetre) { // begins again at zero
                reg = 0;
                const qint64 since = qint64(below(300'000));
                reg += since;
                made.used = made.used + Volume{since};
                quiet = 4;
            } else {
                reg += used;
                made.used = made.used + Volume{used};
                if (reg >= modulus) {
                    reg -= modulus;
                    quiet = 4;
                }
            }
            if (event == 2) { // a litre flows back and is used again
                made.readings[m_now] = {std::max<qint64>(reg - below(15'000), 0)};
                m_now = m_now + step / 2;
            }
            made.readings[m_now] = {reg};
        }
        return made;
    }

    QRandomGenerator m_random;
    Timestamp m_now;
};

std::vector<RegisterPoint> pointsOf(const Readings &readings)
{
    RegisterWalk walk;
    for (const auto &[time, value] : readings)
        walk.add({time, value, {}});
    walk.finish();
    return walk.points();
}

std::vector<RegisterAt> valuesOf(const History &history, const std::vector<Timestamp> &moments)
{
    std::vector<std::vector<RegisterAt>> meters;
    for (const Meter &meter : history.meters)
        meters.push_back(RegisterCurve(pointsOf(meter.readings)).at(moments));
    return joined(meters);
}

// Closings as they are kept: made whenever there is something new, thrown away by what comes late.
class Ledger
{
public:
    explicit Ledger(std::vector<Timestamp> moments) : m_moments(std::move(moments)) {}

    void arrive(Timestamp time, Volume value)
    {
        m_readings[time] = value;
        std::erase_if(m_closings, [time](const Closing &c) { return c.settledBy >= time; });
    }
    void close()
    {
        std::vector<RegisterPoint> points;
        RegisterWalk walk;
        Timestamp from{0};
        if (!m_closings.empty()) {
            points.push_back(m_closings.back().before());
            walk = RegisterWalk(points.front());
            from = points.front().at;
        }
        for (auto it = m_readings.upper_bound(from); it != m_readings.end(); ++it)
            walk.add({it->first, it->second, {}});
        walk.finish();
        points.insert(points.end(), walk.points().begin(), walk.points().end());
        const Timestamp last = m_closings.empty() ? Timestamp{0} : m_closings.back().value.at;
        std::vector<Timestamp> wanted;
        std::copy_if(m_moments.begin(), m_moments.end(), std::back_inserter(wanted),
                     [last](Timestamp moment) { return moment > last; });
        for (const Closing &closing : closingsOf(points, wanted))
            m_closings.push_back(closing);
    }
    const std::vector<Closing> &closings() const { return m_closings; }

private:
    std::vector<Timestamp> m_moments;
    Readings m_readings;
    std::vector<Closing> m_closings;
};

QString fault(const ConsumptionSeries &series, Volume expected)
{
    Volume sum;
    Timestamp end = series.from;
    for (const ConsumptionItem &item : series.items) {
        if (item.consumption.millilitres < 0)
            return u"negative at %1"_s.arg(item.from.toString());
        if (item.from < end)
            return u"overlap at %1"_s.arg(item.from.toString());
        end = item.to;
        sum = sum + item.consumption;
    }
    if (sum != series.total)
        return u"parts %1, whole %2"_s.arg(sum.millilitres).arg(series.total.millilitres);
    if (sum != expected)
        return u"total %1, used %2"_s.arg(sum.millilitres).arg(expected.millilitres);
    return {};
}

int wanted()
{
    bool ok = false;
    const int number = qEnvironmentVariableIntValue("DATAKUBO_HISTORIES", &ok);
    return ok ? number : 2000;
}

quint32 firstSeed()
{
    return static_cast<quint32>(qEnvironmentVariableIntValue("DATAKUBO_SEED"));
}

} // namespace

class HistoriesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parts_add_up_to_what_was_used()
    {
        const quint32 seed = firstSeed();
        for (quint32 i = 0; i < static_cast<quint32>(wanted()); ++i) {
            Generator generator(seed + i);
            const History history = generator.history();
            Volume used;
            for (const Meter &meter : history.meters)
                used = used + meter.used;
            const QByteArray where = "seed " + QByteArray::number(seed + i);
            for (const Interval interval : {Interval::Day, Interval::Month, Interval::Hour}) {
                // By the hour there would be too many: a few days out of the life, their own sum.
                if (interval == Interval::Hour && i % 16 != 0)
                    continue;
                const auto moments =
                    boundaries(interval, history.begin, history.end, history.zone, 100'000);
                const auto series = seriesOf(valuesOf(history, moments), interval);
                const QString wrong = fault(series, used);
                if (!wrong.isEmpty())
                    QFAIL(QByteArray(where + ": " + wrong.toLatin1()).constData());
            }
            // Any cut: the two sides of a moment are the whole.
            const Timestamp cut =
                history.begin + qint64(generator.below(history.end - history.begin));
            const auto values = valuesOf(history, {history.begin, cut, history.end});
            QVERIFY2((values[1].total - values[0].total) + (values[2].total - values[1].total)
                         == used,
                     where.constData());
            QVERIFY2(values[1].total >= values[0].total && values[2].total >= values[1].total,
                     where.constData());
        }
    }

    void closings_kept_through_any_order_of_arrival_equal_the_readings()
    {
        const quint32 seed = firstSeed();
        qint64 kept = 0;
        for (quint32 i = 0; i < static_cast<quint32>(wanted()); ++i) {
            Generator generator(seed + i);
            const History history = generator.history();
            const Meter &meter = history.meters.front();
            const auto moments =
                boundaries(Interval::Day, history.begin, history.end, history.zone, 100'000);
            std::vector<std::pair<Timestamp, Volume>> arrivals(meter.readings.begin(),
                                                               meter.readings.end());
            const bool isWild = generator.below(4) == 0;
            for (size_t at = 0; at < arrivals.size(); ++at) {
                const size_t reach = isWild ? arrivals.size() - at : 4;
                const size_t other = std::min(at + generator.below(qint64(reach)), arrivals.size() - 1);
                std::swap(arrivals[at], arrivals[other]);
            }
            Ledger ledger(moments);
            for (const auto &[time, value] : arrivals) {
                ledger.arrive(time, value);
                if (generator.below(3) == 0)
                    ledger.close();
                if (generator.below(10) == 0)
                    ledger.arrive(time, value); // once more
            }
            ledger.close();
            const auto points = pointsOf(meter.readings);
            std::vector<Timestamp> closed;
            for (const Closing &closing : ledger.closings())
                closed.push_back(closing.value.at);
            const auto expected = RegisterCurve(points).at(closed);
            for (size_t c = 0; c < closed.size(); ++c) {
                const RegisterAt &value = ledger.closings()[c].value;
                const bool isEqual = value.total == expected[c].total
                    && value.value == expected[c].value && value.before == expected[c].before
                    && value.after == expected[c].after;
                if (!isEqual) {
                    QFAIL(qPrintable(
                        u"seed %1 at %2"_s.arg(seed + i).arg(closed[c].toString())));
                }
            }
            kept += static_cast<qint64>(closed.size());
        }
        QVERIFY(kept > wanted()); // it was about something
    }
};

QTEST_APPLESS_MAIN(HistoriesTest)
#include "tst_histories.moc"
