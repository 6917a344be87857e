#pragma once
#include "backend/domain/ids.h"
#include "backend/domain/timestamp.h"

#include <QDate>
#include <QString>

namespace datakubo {

// Who lives in a unit: "end user" in the API.
struct Resident
{
    ResidentId id;
    OrganizationId organization;
    CommunityId community;
    QString uuid;
    QString communityUuid;
    QString name;
    QString email;              // may be empty
    QString unit;               // flat; may be empty
    QDate moveIn;               // invalid when unknown
    QDate moveOut;              // invalid while living there
    int householdSize = 0;      // 0: unknown
    qint64 shareMillionths = 0; // share of common cost, 0: none
    Timestamp createdAt;
};

} // namespace datakubo
