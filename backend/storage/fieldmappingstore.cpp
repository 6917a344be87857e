#include "backend/storage/fieldmappingstore.h"

#include "backend/storage/session.h"
#include "backend/storage/statement.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::storage {

void FieldMappingStore::insert(OrganizationId organization, const FieldMapping &mapping)
{
    const auto type =
        mapping.deviceType ? std::optional(toText(*mapping.deviceType)) : std::nullopt;
    m_session
        .prepare(u"insert into field_mappings (organization_id, uuid, device_type, volume_path, "
                 "unit, factor, battery_path, created_at_ms) values (?, ?, ?, ?, ?, ?, ?, ?)"_s)
        .bindAll(organization, mapping.uuid, type, mapping.volumePath, toText(mapping.unit),
                 QVariant(mapping.factor), mapping.batteryPath, mapping.createdAt)
        .exec();
}

std::vector<FieldMapping> FieldMappingStore::list(OrganizationId organization)
{
    std::vector<FieldMapping> mappings;
    Statement &row =
        m_session
            .prepare(u"select uuid, device_type, volume_path, unit, factor, battery_path, "
                     "created_at_ms from field_mappings where organization_id = ? order by id"_s)
            .bind(organization)
            .exec();
    while (row.next()) {
        FieldMapping mapping;
        mapping.uuid = row.text(0);
        mapping.deviceType = parseDeviceType(row.text(1));
        mapping.volumePath = row.text(2);
        mapping.unit = parseVolumeUnit(row.text(3)).value_or(VolumeUnit::CubicMetre);
        mapping.factor = row.real(4);
        mapping.batteryPath = row.text(5);
        mapping.createdAt = row.time(6);
        mappings.push_back(std::move(mapping));
    }
    return mappings;
}

bool FieldMappingStore::remove(OrganizationId organization, const QString &uuid)
{
    return m_session.prepare(u"delete from field_mappings where organization_id = ? and uuid = ?"_s)
               .bindAll(organization, uuid)
               .exec()
               .changes()
           > 0;
}

} // namespace datakubo::storage
