#pragma once
#include "backend/domain/audit.h"
#include "backend/domain/listing.h"

#include <optional>

namespace datakubo::storage {

class Session;

struct AuditFilter
{
    QString subjectUuid; // empty: of everything
    std::optional<Timestamp> from;
    std::optional<Timestamp> to;
};

// Who changed what. Rows are added and read, nothing else.
class AuditStore
{
public:
    explicit AuditStore(Session &session) : m_session(session) {}

    void add(OrganizationId organization, const AuditEntry &entry);
    // Newest first.
    Listing<AuditEntry> list(OrganizationId organization, const AuditFilter &filter,
                             const PageRequest &page);

private:
    Session &m_session;
};

} // namespace datakubo::storage
