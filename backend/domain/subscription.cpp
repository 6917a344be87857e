#include "backend/domain/subscription.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace datakubo {

namespace {

// "49.00" to 4900; exactly two decimals.
std::optional<Money> parseMoney(const QString &text)
{
    const qsizetype dot = text.indexOf(u'.');
    if (dot < 1 || dot != text.size() - 3)
        return std::nullopt;
    bool ok = false;
    const qint64 minor = QString(text).remove(dot, 1).toLongLong(&ok);
    if (!ok || minor < 0)
        return std::nullopt;
    return Money{minor};
}

} // namespace

BillingSummary billingFor(const SubscriptionTier &tier, qint64 activeDevices,
                          const QString &currency)
{
    BillingSummary summary;
    summary.tier = tier.name;
    summary.activeDevices = activeDevices;
    summary.includedDevices = tier.includedDevices;
    summary.overageDevices = std::max<qint64>(0, activeDevices - tier.includedDevices);
    summary.baseCost = tier.base;
    summary.overageCost = tier.perExtraDevice * summary.overageDevices;
    summary.totalCost = summary.baseCost + summary.overageCost;
    summary.currency = currency;
    return summary;
}

std::optional<SubscriptionTier> findTier(const std::vector<SubscriptionTier> &tiers,
                                         const QString &name)
{
    for (const SubscriptionTier &tier : tiers) {
        if (tier.name == name)
            return tier;
    }
    return std::nullopt;
}

std::optional<qint64> webhookLimit(const Organization &organization,
                                   const std::vector<SubscriptionTier> &tiers)
{
    if (organization.monthlyWebhookLimit)
        return organization.monthlyWebhookLimit;
    const auto tier = findTier(tiers, organization.subscriptionTier);
    return tier ? tier->monthlyWebhooks : std::nullopt;
}

Result<std::vector<SubscriptionTier>> parseTiers(const QByteArray &json)
{
    const QJsonArray rows = QJsonDocument::fromJson(json).array();
    std::vector<SubscriptionTier> tiers;
    for (const QJsonValue &row : rows) {
        const auto base = parseMoney(row[u"base"].toString());
        const auto extra = parseMoney(row[u"per_extra_device"].toString());
        const qint64 included = row[u"included_devices"].toInteger(-1);
        SubscriptionTier tier{row[u"name"].toString(), base.value_or(Money{}), included,
                              extra.value_or(Money{}), std::nullopt};
        if (const QJsonValue limit = row[u"monthly_webhooks"]; limit.isDouble())
            tier.monthlyWebhooks = limit.toInteger();
        if (tier.name.isEmpty() || !base || !extra || included < 0) {
            return Error::field(QStringLiteral("[%1]").arg(tiers.size()),
                                QStringLiteral("A subscription tier needs name, base, "
                                               "included_devices and per_extra_device"));
        }
        tiers.push_back(tier);
    }
    if (tiers.empty())
        return Error{
            ErrorCode::Validation, QStringLiteral("No subscription tiers in the file"), {}};
    return tiers;
}

} // namespace datakubo
