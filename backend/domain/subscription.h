#pragma once
#include "backend/domain/money.h"
#include "backend/domain/result.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <vector>

namespace datakubo {

struct SubscriptionTier
{
    QString name;
    Money base;
    qint64 includedDevices = 0;
    Money perExtraDevice;
    std::optional<qint64> monthlyWebhooks; // empty: unlimited
};

// The month's bill for the subscription, as GET /reseller/billing answers.
struct BillingSummary
{
    QString tier;
    qint64 activeDevices = 0;
    qint64 includedDevices = 0;
    qint64 overageDevices = 0;
    Money baseCost;
    Money overageCost;
    Money totalCost;
    QString currency;
};

// overage = active beyond included; total = base + overage × rate. No rounding is needed:
// everything is whole cents.
BillingSummary billingFor(const SubscriptionTier &tier, qint64 activeDevices,
                          const QString &currency);

// Empty when the list has no tier of this name.
std::optional<SubscriptionTier> findTier(const std::vector<SubscriptionTier> &tiers,
                                         const QString &name);

// Reads `resources/subscription_tiers.json` (or the copy in the data folder that overrides it).
// Money in that file is written as text with two decimals.
Result<std::vector<SubscriptionTier>> parseTiers(const QByteArray &json);

} // namespace datakubo
