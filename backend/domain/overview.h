#pragma once
#include "backend/domain/device.h"
#include "backend/domain/reading.h"

#include <optional>

namespace datakubo {

// What the first page counts; of one organization.
struct OverviewCounts
{
    qint64 devices = 0; // active ones
    qint64 online = 0;
    qint64 offline = 0;
    qint64 maintenance = 0;
    qint64 unregistered = 0;
    qint64 communities = 0;
    qint64 residents = 0;
    qint64 webhooksThisMonth = 0;
    std::optional<qint64> webhookLimit; // empty: unlimited
};

// A device's newest reading.
struct LastUplink
{
    Device device;
    Reading reading;
    std::optional<Volume> sinceLast; // against the reading before; empty for the first
};

} // namespace datakubo
