#include "backend/services/csvdays.h"

#include <QTimeZone>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::services {

namespace {

// Reads a number of so many digits off the front.
std::optional<int> take(QStringView &text, qsizetype least, qsizetype most)
{
    qsizetype count = 0;
    int value = 0;
    while (count < text.size() && count < most && text[count] >= u'0' && text[count] <= u'9')
        value = value * 10 + (text[count++].unicode() - u'0');
    if (count < least)
        return std::nullopt;
    text = text.sliced(count);
    return value;
}

bool takeOneOf(QStringView &text, QStringView characters)
{
    if (text.isEmpty() || !characters.contains(text.front()))
        return false;
    text = text.sliced(1);
    return true;
}

using Numbers = CsvDays::Numbers;

std::optional<Numbers> takeNumbers(QStringView &text)
{
    const bool isIso = text.size() > 4 && text[4] == u'-';
    const auto first = isIso ? take(text, 4, 4) : take(text, 1, 2);
    if (!first || text.isEmpty())
        return std::nullopt;
    const QChar separator = text.front();
    if (!isIso && separator != u'.' && separator != u'/')
        return std::nullopt;
    text = text.sliced(1);
    const auto second = take(text, isIso ? 2 : 1, 2);
    if (!second || !takeOneOf(text, QStringView(&separator, 1)))
        return std::nullopt;
    const auto third = isIso ? take(text, 2, 2) : take(text, 4, 4);
    if (!third)
        return std::nullopt;
    return Numbers{separator, *first, *second, *third};
}

std::optional<int> fraction(QStringView &text)
{
    if (!takeOneOf(text, u"."))
        return 0;
    const qsizetype before = text.size();
    auto ms = take(text, 1, 3);
    if (!ms)
        return std::nullopt;
    for (qsizetype digits = before - text.size(); digits < 3; ++digits)
        *ms *= 10;
    take(text, 0, 6);
    return ms;
}

// "[ T]HH:MM[:SS[.fff]]" to the end, in milliseconds of the day.
std::optional<qint64> takeClock(QStringView text)
{
    if (!takeOneOf(text, u" T"))
        return std::nullopt;
    const auto hour = take(text, 1, 2);
    if (!hour || !takeOneOf(text, u":"))
        return std::nullopt;
    const auto minute = take(text, 2, 2);
    std::optional<int> second = 0;
    std::optional<int> ms = 0;
    if (takeOneOf(text, u":")) {
        second = take(text, 2, 2);
        ms = fraction(text);
    }
    if (!minute || !second || !ms || !text.isEmpty() || *hour > 23 || *minute > 59 || *second > 59)
        return std::nullopt;
    return *hour * duration::hour + *minute * duration::minute + *second * duration::second + *ms;
}

QDate dateOf(const Numbers &numbers, bool isMonthFirst)
{
    if (numbers.separator == u'-')
        return {numbers.first, numbers.second, numbers.third};
    if (numbers.separator == u'/' && isMonthFirst)
        return {numbers.third, numbers.first, numbers.second};
    return {numbers.third, numbers.second, numbers.first};
}

qint64 utcMidnight(QDate date)
{
    return (date.toJulianDay() - QDate(1970, 1, 1).toJulianDay()) * duration::day;
}

} // namespace

std::optional<Timestamp> CsvTime::in(const QTimeZone &zone) const
{
    if (kind == Kind::Moment)
        return Timestamp{ms};
    // The offsets in force around that time; where the clocks change there are two.
    for (const qint64 beside : {-duration::day, duration::day}) {
        const int offset =
            zone.offsetFromUtc(QDateTime::fromMSecsSinceEpoch(ms + beside, QTimeZone::utc()));
        const qint64 moment = ms - offset * duration::second;
        if (zone.offsetFromUtc(QDateTime::fromMSecsSinceEpoch(moment, QTimeZone::utc())) == offset)
            return Timestamp{moment};
    }
    if (kind == Kind::WallClock)
        return std::nullopt;
    const QDate date = QDateTime::fromMSecsSinceEpoch(ms, QTimeZone::utc()).date();
    return Timestamp{date.startOfDay(zone).toMSecsSinceEpoch()};
}

void CsvDays::see(QStringView text)
{
    const auto numbers = takeNumbers(text);
    if (!numbers)
        return;
    m_hasIso = m_hasIso || numbers->separator == u'-';
    m_hasDots = m_hasDots || numbers->separator == u'.';
    if (numbers->separator != u'/')
        return;
    m_hasSlashes = true;
    const bool fitsDayFirst = dateOf(*numbers, false).isValid();
    const bool fitsMonthFirst = dateOf(*numbers, true).isValid();
    m_isDayFirst = m_isDayFirst || (fitsDayFirst && !fitsMonthFirst);
    m_isMonthFirst = m_isMonthFirst || (fitsMonthFirst && !fitsDayFirst);
}

QString CsvDays::format() const
{
    if (isMixed())
        return u"mixed"_s;
    if (m_hasSlashes)
        return m_isMonthFirst ? u"MM/DD/YYYY"_s : u"DD/MM/YYYY"_s;
    if (m_hasDots)
        return u"DD.MM.YYYY"_s;
    return m_hasIso ? u"YYYY-MM-DD"_s : QString();
}

QDate CsvDays::read(const Numbers &numbers) const
{
    if (numbers.separator != u'/' || !isMixed())
        return dateOf(numbers, m_isMonthFirst);
    const QDate dayFirst = dateOf(numbers, false);
    const QDate monthFirst = dateOf(numbers, true);
    if (dayFirst.isValid() && monthFirst.isValid() && dayFirst != monthFirst)
        return {};
    return dayFirst.isValid() ? dayFirst : monthFirst;
}

std::optional<CsvTime> CsvDays::time(QStringView text) const
{
    if (const auto moment = Timestamp::parse(text))
        return CsvTime{CsvTime::Kind::Moment, moment->ms};
    const auto numbers = takeNumbers(text);
    if (!numbers)
        return std::nullopt;
    const QDate date = read(*numbers);
    if (!date.isValid())
        return std::nullopt;
    if (text.isEmpty())
        return CsvTime{CsvTime::Kind::Day, utcMidnight(date)};
    const auto clock = takeClock(text);
    if (!clock)
        return std::nullopt;
    return CsvTime{CsvTime::Kind::WallClock, utcMidnight(date) + *clock};
}

QDate CsvDays::day(QStringView text) const
{
    const auto numbers = takeNumbers(text);
    return numbers && text.isEmpty() ? read(*numbers) : QDate();
}

} // namespace datakubo::services
