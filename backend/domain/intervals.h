#pragma once
#include "backend/domain/timestamp.h"
#include "backend/domain/words.h"

#include <vector>

class QDate;
class QTimeZone;

namespace datakubo {

// Where local hours, days and months begin. A day has 23, 24 or 25 hours.

Timestamp startOfDay(const QDate &day, const QTimeZone &zone);
QDate localDate(Timestamp moment, const QTimeZone &zone);

// `from`, every beginning of an interval between, `to`; empty unless from < to. At most `limit` + 1
// moments: more than asked for says that the range is too long.
std::vector<Timestamp> boundaries(Interval interval, Timestamp from, Timestamp to,
                                  const QTimeZone &zone, size_t limit);

// How long an interval of this kind is as a rule (a month: 30 days).
qint64 nominalLength(Interval interval);

} // namespace datakubo
