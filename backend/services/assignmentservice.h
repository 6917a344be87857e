#pragma once
#include "backend/domain/access.h"
#include "backend/domain/device.h"
#include "backend/domain/resident.h"
#include "backend/domain/result.h"
#include "backend/services/environment.h"
#include "backend/services/placestays.h"

namespace datakubo::services {

struct Handover {
    Timestamp at;
    std::optional<Volume> reading; // what the register showed then
    QString residentUuid;          // empty: nobody moves in
};

// Whom meters count for. An assignment is of the place: it reads through to the meters that stood
// there before.
class AssignmentService
{
public:
    AssignmentService(storage::Session &session, const Environment &environment,
                      const Principal &principal);

    // From `from` (default: now) on the device counts for the resident; who had it before stops
    // there. Refused when it would begin before the current one did, or cross communities.
    Result<Device> assign(DevEui eui, const QString &residentUuid, std::optional<Timestamp> from);
    Result<Device> unassign(DevEui eui, std::optional<Timestamp> from);
    // Who lived there moves out, the next one moves in, with the register of that moment. It may be
    // entered late, and again with another moment or resident: it holds until somebody else is
    // known to have moved in.
    Result<Device> handOver(DevEui eui, const Handover &handover);
    Result<std::vector<Assignment>> list(DevEui eui);

    // Nobody's from this moment on; refused when the current one begins later.
    Result<void> end(const Device &device, Timestamp at);

private:
    Result<Resident> resident(const Device &device, const QString &uuid, Timestamp from);
    // The current stay began before.
    static Result<void> mayEnd(const PlaceStays &place, Timestamp at);
    // A meter that was replaced and came back was elsewhere before.
    static Result<void> stoodThere(const PlaceStays &place, Timestamp at);
    Result<Device> give(Device device, PlaceStays &place, const Resident &resident, Timestamp from);
    Result<Device> free(const Device &device, PlaceStays &place, Timestamp from);
    Result<void> read(const PlaceStays &place, Timestamp at, Volume reading);
    // Fills in move-out and move-in days that are empty or told of the change that this one
    // corrects.
    void noteMoves(const Device &device, const PlaceStays &place, Timestamp at,
                   const std::optional<Resident> &next);
    Resident noteMove(Resident resident, QDate Resident::*day, QDate at, QDate before);
    void audit(const QString &action, const Device &device, const QJsonObject &details);

    storage::Session &m_session;
    const Environment &m_environment;
    Principal m_principal;
    Visibility m_visibility;
};

} // namespace datakubo::services
