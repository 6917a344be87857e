#pragma once
#include "backend/domain/fieldmapping.h"

#include <vector>

namespace datakubo::storage {

class Session;

class FieldMappingStore
{
public:
    explicit FieldMappingStore(Session &session) : m_session(session) {}

    void insert(OrganizationId organization, const FieldMapping &mapping);
    // In the order in which they are tried: oldest first.
    std::vector<FieldMapping> list(OrganizationId organization);
    bool remove(OrganizationId organization, const QString &uuid);

private:
    Session &m_session;
};

} // namespace datakubo::storage
