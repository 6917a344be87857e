#pragma once
#include "backend/domain/money.h"
#include "backend/domain/organization.h"
#include "backend/domain/result.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <vector>

namespace datakubo {

struct SubscriptionTier {
    QString name;
    Money base;
    qint64 includedDevices = 0;
    Money perExtraDevice;
    std::optional<qint64> monthlyWebhooks; // empty: unlimited
};

// The month's bill for the subscription, as GET /reseller/billing answers.
struct BillingSummary {
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
// What an organization may send in a month: its own limit, else its tier's. Empty: unlimited.
std::optional<qint64> webhookLimit(const Organization &organization,
                                   const std::vector<SubscriptionTier> &tiers);

// A month's webhooks, as GET /reseller/usage answers.
struct WebhookUsage {
    struct Day {
        QString date; // local, "2026-11-24"
        qint64 count = 0;
    };

    QString period; // "2026-11"
    qint64 used = 0;
    std::optional<qint64> limit; // empty: unlimited
    qint64 held = 0;
    Timestamp resetsAt;
    std::vector<Day> byDay; // every day of the month up to today
};

// Reads `resources/subscription_tiers.json` (or the copy in the data folder that overrides it).
// Money in that file is written as text with two decimals.
Result<std::vector<SubscriptionTier>> parseTiers(const QByteArray &json);

} // namespace datakubo
