#include "backend/services/fieldmappingservice.h"

#include "backend/services/audittrail.h"
#include "backend/services/secrets.h"
#include "backend/storage/fieldmappingstore.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::services {

namespace {

constexpr size_t mostMappings = 100; // each is tried for every uplink without a volume
constexpr qsizetype mostParts = 10;

bool isPath(const QString &path)
{
    const QStringList parts = path.split(u'.');
    return parts.size() <= mostParts
           && std::none_of(parts.begin(), parts.end(),
                           [](const QString &part) { return part.isEmpty(); });
}

} // namespace

Result<FieldMapping> FieldMappingService::create(const FieldMapping &wanted)
{
    if (!isPath(wanted.volumePath))
        return Error::field(u"volume_path"_s, u"volume_path must be keys joined by dots"_s);
    if (!wanted.batteryPath.isEmpty() && !isPath(wanted.batteryPath))
        return Error::field(u"battery_path"_s, u"battery_path must be keys joined by dots"_s);
    storage::FieldMappingStore store(m_session);
    const auto known = store.list(m_principal.organization);
    if (known.size() >= mostMappings)
        return Error{ErrorCode::Conflict, u"There are 100 mappings; remove some first"_s, {}};
    for (const FieldMapping &other : known) {
        if (other.volumePath == wanted.volumePath && other.deviceType == wanted.deviceType) {
            return Error::field(u"volume_path"_s, u"There is a mapping of this path already"_s,
                                ErrorCode::Conflict);
        }
    }
    FieldMapping mapping = wanted;
    mapping.uuid = makeUuid();
    mapping.createdAt = m_environment.clock.now();
    store.insert(m_principal.organization, mapping);
    AuditTrail(m_session, m_environment, m_principal)
        .add(u"mapping.create"_s, mapping.volumePath, mapping.uuid,
             {{u"unit"_s, toText(mapping.unit)}, {u"factor"_s, mapping.factor}});
    return mapping;
}

std::vector<FieldMapping> FieldMappingService::list()
{
    return storage::FieldMappingStore(m_session).list(m_principal.organization);
}

Result<void> FieldMappingService::remove(const QString &uuid)
{
    storage::FieldMappingStore store(m_session);
    for (const FieldMapping &mapping : store.list(m_principal.organization)) {
        if (mapping.uuid != uuid || !store.remove(m_principal.organization, uuid))
            continue;
        AuditTrail(m_session, m_environment, m_principal)
            .add(u"mapping.delete"_s, mapping.volumePath, uuid);
        return {};
    }
    return Error{ErrorCode::NotFound, u"Mapping %1 not found"_s.arg(uuid), {}};
}

} // namespace datakubo::services
