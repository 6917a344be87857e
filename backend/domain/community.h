#pragma once
#include "backend/domain/ids.h"
#include "backend/domain/timestamp.h"

#include <QString>

namespace datakubo {

// A building or estate: "customer" in the API. The counts are filled in lists and look-ups.
struct Community
{
    CommunityId id;
    OrganizationId organization;
    QString uuid;
    QString name;
    QString adminEmail; // may be empty
    QString tenantName; // what network servers send; unique in the organization; may be empty
    QString timeZone;   // IANA name; empty: the organization's
    QString address;    // may be empty
    Timestamp createdAt;
    qint64 deviceCount = 0;
    qint64 residentCount = 0;
    qint64 openAlertCount = 0;
};

} // namespace datakubo
