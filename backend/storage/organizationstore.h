#pragma once
#include "backend/domain/organization.h"

#include <QByteArray>

#include <optional>
#include <vector>

namespace datakubo::storage {

class Session;

class OrganizationStore
{
public:
    explicit OrganizationStore(Session &session) : m_session(session) {}

    OrganizationId insert(const Organization &organization);
    void edit(const Organization &organization);
    std::optional<Organization> find(OrganizationId id);
    // The organization of the program's owner: the one made first.
    std::optional<Organization> first();
    std::vector<Organization> all();

    // A secret of this installation (all processes on one database share it); `fresh` is kept
    // when there is none of this name yet.
    QByteArray secret(const QString &name, const QByteArray &fresh);

private:
    Session &m_session;
};

} // namespace datakubo::storage
