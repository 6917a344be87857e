#pragma once
#include "backend/domain/eui.h"
#include "backend/domain/timestamp.h"
#include "backend/domain/volume.h"
#include "backend/domain/words.h"

#include <QDate>
#include <QString>

#include <optional>

// What the window asks and sends about consumption, as values.
namespace datakubo::ui {

// Whose consumption: a community, a resident or a single meter.
struct ConsumptionSubject {
    enum class Kind { Community, Resident, Device };

    Kind kind = Kind::Community;
    QString id; // UUID, or the EUI of a device; empty: nothing is chosen
    QString name;

    bool operator==(const ConsumptionSubject &) const = default;
};

// Whole local days of the subject; `to` is not included.
struct DateRange {
    QDate from;
    QDate to;

    bool isValid() const { return from.isValid() && to.isValid() && from < to; }
    qint64 days() const { return from.daysTo(to); }
    QDate last() const { return to.addDays(-1); }
    bool operator==(const DateRange &) const = default;
};

// `from` and `to` as the contract takes them: a date is local midnight of the community, whose time
// zone the window does not know.
struct ConsumptionQuery {
    ConsumptionSubject subject;
    QString from;
    QString to;
    Interval interval = Interval::Day;
    bool hasParts = false; // with the readings it is made of

    static ConsumptionQuery of(const ConsumptionSubject &subject, const DateRange &range,
                               Interval interval)
    {
        return {subject, range.from.toString(Qt::ISODate), range.to.toString(Qt::ISODate), interval,
                false};
    }
};

// The principal meters of a community against its flats, day by day.
struct BalanceQuery {
    QString customerUuid;
    DateRange range;
};

struct ReadingsQuery {
    DevEui eui;
    std::optional<Timestamp> from;
    std::optional<Timestamp> to;
    QString cursor; // of the page before; empty: the newest
    int limit = 100;
};

struct ManualReading {
    Timestamp recordedAt;
    Volume volume;
    QString note;
};

// Only what is set is changed. `answer` None takes an earlier answer back.
struct ReadingChange {
    std::optional<bool> excluded;
    QString reason;
    std::optional<RegisterAnswer> answer;
};

struct MeterSwap {
    DevEui newEui;
    QString newName; // empty: as the old one
    Volume finalReading;
    Volume initialReading;
    Timestamp replacedAt;
};

// Move-out and move-in: from `at` on the meter is `residentUuid`'s, or nobody's when empty.
struct Handover {
    Timestamp at;
    std::optional<Volume> reading;
    QString residentUuid;
};

} // namespace datakubo::ui
