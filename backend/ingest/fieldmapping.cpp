#include "backend/ingest/fieldmapping.h"

#include "backend/ingest/jsonread.h"
#include "backend/ingest/meterfields.h"

#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ingest {

namespace {

std::optional<Volume> inUnit(double value, VolumeUnit unit)
{
    switch (unit) {
    case VolumeUnit::CubicMetre: return Volume::fromCubicMetres(value);
    case VolumeUnit::Litre: return Volume::fromLitres(value);
    case VolumeUnit::Millilitre: return Volume::fromMillilitres(value);
    case VolumeUnit::UsGallon: return Volume::fromUsGallons(value);
    case VolumeUnit::CubicFoot: return Volume::fromCubicFeet(value);
    }
    return std::nullopt;
}

} // namespace

QJsonValue valueAt(const QJsonObject &fields, const QString &path)
{
    QJsonValue value = fields;
    for (const QString &part : path.split(u'.')) {
        bool isIndex = false;
        const int index = part.toInt(&isIndex);
        if (value.isArray() && isIndex && index >= 0)
            value = value.toArray().at(index);
        else if (value.isObject())
            value = value.toObject().value(part);
        else
            return QJsonValue(QJsonValue::Undefined);
    }
    return value;
}

std::optional<Uplink> mapped(const Uplink &uplink, const FieldMapping &mapping)
{
    const auto quantity = quantityOf(valueAt(uplink.unmapped, mapping.volumePath));
    if (!quantity)
        return std::nullopt;
    // A unit in the value itself is the sender's word; one nobody knows is not guessed at.
    const auto unit =
        quantity->unit.isEmpty() ? std::optional(mapping.unit) : volumeUnitOf(quantity->unit);
    const auto volume = unit ? inUnit(quantity->value * mapping.factor, *unit) : std::nullopt;
    if (!volume)
        return std::nullopt;
    Uplink found = uplink;
    found.unmapped = {};
    found.skipReason.clear();
    if (*volume < Volume{})
        found.quarantineReason = u"negative_register"_s;
    else
        found.samples.push_back({uplink.recordedAt, *volume, uplink.timeDoubtful});
    if (!mapping.batteryPath.isEmpty() && !found.battery.millivolts && !found.battery.percent) {
        const QJsonValue battery = valueAt(uplink.unmapped, mapping.batteryPath);
        found.battery = batteryOf({{u"battery"_s, battery}}).battery;
    }
    return found;
}

} // namespace datakubo::ingest
