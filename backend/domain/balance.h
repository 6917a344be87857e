#pragma once
#include "backend/domain/eui.h"
#include "backend/domain/timestamp.h"
#include "backend/domain/volume.h"

#include <QDate>
#include <QString>

#include <optional>
#include <span>
#include <vector>

// Principal meter against sub-meters, by the rules of the public documentation (contract,
// "Customers"; reference/datakubo.md, "Hierarchy and analytics"). Pure.
namespace datakubo {

// The last believed reading of one local day.
struct DayReading {
    QDate day;
    Volume total; // consumed since the meter's first reading
};

// Local days in a row, both included; without a last one they go on.
struct DaySpan {
    QDate first;
    QDate last;

    bool contains(QDate day) const { return first <= day && (last.isNull() || day <= last); }
};

// A meter of a community as the balance sees it. `readings`: at most one a day, in order, from 31
// days before the first day asked for.
struct BalanceMeter {
    DevEui eui;
    QString name;
    bool isPrincipal = false; // level 0
    std::optional<Timestamp> lastSeenAt;
    // From the day of its first reading to that of the last one, if it was retired; empty when it
    // was never read. Out of service it is neither counted nor missing.
    std::optional<DaySpan> service;
    // The days on which meters below it are counted: on all others it is a leaf.
    std::vector<DaySpan> fedDays;
    std::vector<DayReading> readings;
};

struct MissingMeter {
    DevEui eui;
    QString name;
    std::optional<Timestamp> lastSeenAt;
    std::optional<Volume> estimate; // empty without two consecutive days to take it from
};

struct BalanceDay {
    QDate day;
    std::optional<Volume> principal; // empty unless all in service are known on it
    Volume leaves;
    std::optional<Volume> unmetered;
    std::optional<int> unmeteredPerMille; // of the principal; empty when that is zero
    std::vector<MissingMeter> missing;    // named when more than 15 % are unmetered
};

struct Balance {
    std::vector<BalanceDay> days;
    Volume principal; // sums over the days on which the principal is known
    Volume leaves;
    Volume unmetered;
    std::optional<int> unmeteredPerMille;
    int principals = 0; // meters that stood there on one of the days
    int leafMeters = 0;
};

inline constexpr int balanceLookBackDays = 30;

// Of the days from `first` to `last`, both included.
Balance balanceOf(std::span<const BalanceMeter> meters, QDate first, QDate last);

} // namespace datakubo
