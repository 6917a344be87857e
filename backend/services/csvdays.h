#pragma once
#include "backend/domain/timestamp.h"

#include <QDate>
#include <QString>

#include <optional>

class QTimeZone;

namespace datakubo::services {

// A time as a CSV file says it: a moment, or what a clock on the wall showed.
struct CsvTime {
    enum class Kind { Moment, WallClock, Day };
    Kind kind = Kind::Moment;
    qint64 ms = 0; // of what the wall showed, as if it were UTC

    // Of an hour the clocks showed twice the first; empty for one they skipped. A day: its
    // midnight.
    std::optional<Timestamp> in(const QTimeZone &zone) const;
};

// How the days of a CSV file are spelled: 2025-01-31, 31.01.2025, 31/01/2025 or 01/31/2025. Which
// of the last two is known once a day beyond the twelfth was seen; until then it is the first. In a
// file that has both, a day that fits both is none.
class CsvDays
{
public:
    // The three numbers of a day in the order they stand in.
    struct Numbers {
        QChar separator;
        int first = 0;
        int second = 0;
        int third = 0;
    };

    void see(QStringView text);

    // "YYYY-MM-DD", "DD.MM.YYYY", "DD/MM/YYYY", "MM/DD/YYYY" or, where both of these stand,
    // "mixed"; null when no day was seen.
    QString format() const;
    bool isAssumed() const { return m_hasSlashes && !m_isDayFirst && !m_isMonthFirst; }

    // RFC 3339, or a day with `HH:MM[:SS]` after a blank or a T, or alone.
    std::optional<CsvTime> time(QStringView text) const;
    QDate day(QStringView text) const; // invalid when it is none

private:
    bool isMixed() const { return m_isDayFirst && m_isMonthFirst; }
    QDate read(const Numbers &numbers) const;

    bool m_hasIso = false;
    bool m_hasDots = false;
    bool m_hasSlashes = false;
    bool m_isDayFirst = false; // a day that is one only in this order was seen
    bool m_isMonthFirst = false;
};

} // namespace datakubo::services
