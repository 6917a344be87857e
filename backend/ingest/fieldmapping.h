#pragma once
#include "backend/domain/fieldmapping.h"
#include "backend/ingest/uplink.h"

namespace datakubo::ingest {

// The value at "path.to.key"; a part that is a number is a place in an array. Undefined when there
// is nothing.
QJsonValue valueAt(const QJsonObject &fields, const QString &path);

// What the mapping finds in an uplink whose fields held no known volume (Uplink::unmapped): the
// uplink with its reading, or with quarantineReason when the register is negative. Empty when the
// mapping does not fit.
std::optional<Uplink> mapped(const Uplink &uplink, const FieldMapping &mapping);

} // namespace datakubo::ingest
