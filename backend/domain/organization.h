#pragma once
#include "backend/domain/ids.h"
#include "backend/domain/timestamp.h"
#include "backend/domain/words.h"

#include <QString>

#include <optional>

namespace datakubo {

// The property manager's firm. Every other row belongs to one.
struct Organization {
    OrganizationId id;
    QString uuid;
    QString name;
    QString timeZone = QStringLiteral("Europe/Madrid"); // IANA name
    QString currency = QStringLiteral("EUR");           // ISO 4217
    QString locale = QStringLiteral("en");
    QString subscriptionTier = QStringLiteral("starter");
    std::optional<qint64> monthlyWebhookLimit; // empty: the tier's
    WebhookLimitPolicy webhookLimitPolicy = WebhookLimitPolicy::Enforce;
    qint64 offlineAfterHours = 48;
    bool allowSignup = false; // of the first organization: anyone may sign up
    Timestamp createdAt;
};

} // namespace datakubo
