#include "backend/domain/timestamp.h"

#include <QDate>
#include <QDateTime>
#include <QTimeZone>

namespace datakubo {

namespace {

// Reads `count` digits at `at`, moving it on.
std::optional<int> digits(QStringView text, qsizetype &at, int count)
{
    if (at + count > text.size())
        return std::nullopt;
    int value = 0;
    for (int i = 0; i < count; ++i) {
        const char16_t c = text[at + i].unicode();
        if (c < u'0' || c > u'9')
            return std::nullopt;
        value = value * 10 + (c - u'0');
    }
    at += count;
    return value;
}

bool literal(QStringView text, qsizetype &at, QStringView oneOf)
{
    if (at >= text.size() || !oneOf.contains(text[at]))
        return false;
    ++at;
    return true;
}

std::optional<int> fractionMs(QStringView text, qsizetype &at)
{
    if (!literal(text, at, u"."))
        return 0;
    int ms = 0;
    int count = 0;
    for (; at < text.size() && text[at] >= u'0' && text[at] <= u'9'; ++at, ++count) {
        if (count < 3)
            ms = ms * 10 + (text[at].unicode() - u'0');
    }
    if (count < 1 || count > 9)
        return std::nullopt;
    for (; count < 3; ++count)
        ms *= 10;
    return ms;
}

// Minutes east of UTC.
std::optional<int> offsetMinutes(QStringView text, qsizetype &at)
{
    if (literal(text, at, u"Zz"))
        return 0;
    const bool west = at < text.size() && text[at] == u'-';
    if (!literal(text, at, u"+-"))
        return std::nullopt;
    const auto hours = digits(text, at, 2);
    if (!hours || !literal(text, at, u":"))
        return std::nullopt;
    const auto minutes = digits(text, at, 2);
    if (!minutes || *hours > 23 || *minutes > 59)
        return std::nullopt;
    const int total = *hours * 60 + *minutes;
    return west ? -total : total;
}

CalendarMonth monthStarting(QDate first, const QTimeZone &zone)
{
    return {first.year(), first.month(), Timestamp{first.startOfDay(zone).toMSecsSinceEpoch()},
            Timestamp{first.addMonths(1).startOfDay(zone).toMSecsSinceEpoch()}};
}

} // namespace

std::optional<Timestamp> Timestamp::parse(QStringView text)
{
    qsizetype at = 0;
    const auto year = digits(text, at, 4);
    if (!year || !literal(text, at, u"-"))
        return std::nullopt;
    const auto month = digits(text, at, 2);
    if (!month || !literal(text, at, u"-"))
        return std::nullopt;
    const auto dayOfMonth = digits(text, at, 2);
    if (!dayOfMonth || !literal(text, at, u"Tt "))
        return std::nullopt;
    const auto hour = digits(text, at, 2);
    if (!hour || !literal(text, at, u":"))
        return std::nullopt;
    const auto minute = digits(text, at, 2);
    if (!minute || !literal(text, at, u":"))
        return std::nullopt;
    const auto second = digits(text, at, 2);
    if (!second)
        return std::nullopt;
    const auto fraction = fractionMs(text, at);
    if (!fraction)
        return std::nullopt;
    const auto offset = offsetMinutes(text, at);
    if (!offset || at != text.size())
        return std::nullopt;
    const QDate date(*year, *month, *dayOfMonth);
    if (!date.isValid() || *hour > 23 || *minute > 59 || *second > 60)
        return std::nullopt;
    constexpr qint64 julianDayOf1970 = 2440588;
    const qint64 minutes =
        (date.toJulianDay() - julianDayOf1970) * 1440 + *hour * 60 + *minute - *offset;
    return Timestamp{minutes * duration::minute + std::min(*second, 59) * duration::second
                     + *fraction};
}

QString Timestamp::toString() const
{
    const QDateTime utc = QDateTime::fromMSecsSinceEpoch(ms, QTimeZone::utc());
    return utc.toString(ms % 1000 == 0 ? QStringLiteral("yyyy-MM-dd'T'HH:mm:ss'Z'")
                                       : QStringLiteral("yyyy-MM-dd'T'HH:mm:ss.zzz'Z'"));
}

CalendarMonth CalendarMonth::of(Timestamp now, const QTimeZone &zone)
{
    const QDate today = QDateTime::fromMSecsSinceEpoch(now.ms, zone).date();
    return monthStarting(QDate(today.year(), today.month(), 1), zone);
}

std::optional<CalendarMonth> CalendarMonth::parse(QStringView text, const QTimeZone &zone)
{
    qsizetype at = 0;
    const auto year = digits(text, at, 4);
    if (!year || !literal(text, at, u"-"))
        return std::nullopt;
    const auto month = digits(text, at, 2);
    if (!month || at != text.size() || *year < 2000 || *month < 1 || *month > 12)
        return std::nullopt;
    return monthStarting(QDate(*year, *month, 1), zone);
}

QString CalendarMonth::toString() const
{
    return QStringLiteral("%1-%2")
        .arg(year, 4, 10, QLatin1Char('0'))
        .arg(month, 2, 10, QLatin1Char('0'));
}

} // namespace datakubo
