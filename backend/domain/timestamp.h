#pragma once
#include <QString>

#include <compare>
#include <optional>

class QTimeZone;

namespace datakubo {

// A moment: milliseconds since 1970-01-01T00:00:00Z.
struct Timestamp
{
    qint64 ms = 0;

    // RFC 3339 with `Z` or any numeric offset and 0 to 9 fraction digits (digits past the third
    // are cut off). A time without a zone gives an empty optional. Years 1 to 9999: callers judge
    // whether the year makes sense.
    static std::optional<Timestamp> parse(QStringView text);

    // "2025-01-15T10:30:00Z"; ".123" before the Z only when the milliseconds are not zero.
    QString toString() const;

    constexpr auto operator<=>(const Timestamp &) const = default;
};

constexpr Timestamp operator+(Timestamp t, qint64 ms)
{
    return {t.ms + ms};
}
constexpr Timestamp operator-(Timestamp t, qint64 ms)
{
    return {t.ms - ms};
}
constexpr qint64 operator-(Timestamp a, Timestamp b)
{
    return a.ms - b.ms;
}

namespace duration {
inline constexpr qint64 second = 1000;
inline constexpr qint64 minute = 60 * second;
inline constexpr qint64 hour = 60 * minute;
inline constexpr qint64 day = 24 * hour;
} // namespace duration

// The calendar month of `now` in `zone`, half-open: from its first local midnight to the next
// month's.
struct CalendarMonth
{
    int year = 0;
    int month = 0; // 1..12
    Timestamp begin;
    Timestamp end;

    static CalendarMonth of(Timestamp now, const QTimeZone &zone);
    // "2026-11"; empty optional for anything else.
    static std::optional<CalendarMonth> parse(QStringView text, const QTimeZone &zone);
    QString toString() const;
};

} // namespace datakubo
