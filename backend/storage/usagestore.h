#pragma once
#include "backend/domain/ids.h"

#include <QString>

#include <map>

namespace datakubo::storage {

class Session;

// Webhooks counted by local day of the organization.
class UsageStore
{
public:
    explicit UsageStore(Session &session) : m_session(session) {}

    void add(OrganizationId organization, const QString &localDay, qint64 webhooks);
    // Of a local month, "2026-11".
    qint64 inMonth(OrganizationId organization, const QString &month);
    // Its days that have any: "2026-11-24" to their count.
    std::map<QString, qint64> daysOf(OrganizationId organization, const QString &month);

private:
    Session &m_session;
};

} // namespace datakubo::storage
