#pragma once
#include "backend/domain/ids.h"

#include <QString>

#include <map>

namespace datakubo::storage {

class Session;

// The days of UsageStore's counts, for the chart of a month.
class UsageDaysStore
{
public:
    explicit UsageDaysStore(Session &session) : m_session(session) {}

    // Days of a local month ("2026-11") that have any: "2026-11-24" to their count.
    std::map<QString, qint64> ofMonth(OrganizationId organization, const QString &month);

private:
    Session &m_session;
};

} // namespace datakubo::storage
