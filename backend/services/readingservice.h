#pragma once
#include "backend/domain/access.h"
#include "backend/domain/device.h"
#include "backend/domain/reading.h"
#include "backend/domain/result.h"
#include "backend/services/environment.h"

namespace datakubo::storage {
class Session;
}

namespace datakubo::services {

// What a person says of a reading; an absent field stays as it is.
struct ReadingFields
{
    std::optional<bool> excluded;
    QString reason; // required to exclude one; kept as the reading's note
    std::optional<RegisterAnswer> answer;
};

// Readings as people repair them. Register values are never overwritten: a wrong one is excluded,
// a missing one is added. Everything derived from them follows by itself.
class ReadingService
{
public:
    ReadingService(storage::Session &session, const Environment &environment,
                   const Principal &principal);

    Result<Reading> edit(const QString &uuid, const ReadingFields &fields);
    // A value read by a person. The same again is the one that is there; another one at that time is
    // a CONFLICT.
    Result<Reading> add(const Device &device, Timestamp recordedAt, Volume volume,
                        const QString &note);
    Result<Reading> add(DevEui eui, Timestamp recordedAt, Volume volume, const QString &note);

private:
    storage::Session &m_session;
    const Environment &m_environment;
    Principal m_principal;
    Visibility m_visibility;
};

// The newest reading of the device, and what is kept of its totals, after a reading at this moment
// came, went or changed in other ways than by ingest.
void readingChanged(storage::Session &session, OrganizationId organization, DevEui eui,
                    Timestamp recordedAt);

} // namespace datakubo::services
