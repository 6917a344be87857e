#pragma once
#include "backend/domain/ids.h"
#include "backend/domain/timestamp.h"

#include <QString>

namespace datakubo {

// The property manager's firm. Every other row belongs to one.
struct Organization
{
    OrganizationId id;
    QString uuid;
    QString name;
    QString timeZone = QStringLiteral("Europe/Madrid"); // IANA name
    QString currency = QStringLiteral("EUR");           // ISO 4217
    QString subscriptionTier = QStringLiteral("starter");
    qint64 offlineAfterHours = 48;
    Timestamp createdAt;
};

} // namespace datakubo
