#pragma once
#include "backend/domain/consumption.h"
#include "backend/domain/registermark.h"

#include <QByteArray>

#include <optional>
#include <vector>

namespace datakubo::storage {

class Session;

// A meter as its closings need it: whose days it counts by, and when it stood in its place.
struct MeterToClose
{
    OrganizationId organization;
    DeviceId device;
    QByteArray timeZone;
    std::optional<Timestamp> installedAt;
    std::optional<Timestamp> removedAt;
};

// Totals at local midnights and what the register did, kept for speed. Derived: what changes
// readings calls forgetFrom(), and everything is made again from the readings.
class ClosingStore
{
public:
    explicit ClosingStore(Session &session) : m_session(session) {}

    // Until the transaction ends no other process takes readings of the meter in.
    void lock(DeviceId device);
    std::optional<Closing> newest(OrganizationId organization, DeviceId device);
    std::optional<Closing> newestUntil(OrganizationId organization, DeviceId device,
                                       Timestamp moment);
    // From `from` to `to`, both included, in order.
    std::vector<Closing> between(OrganizationId organization, DeviceId device, Timestamp from,
                                 Timestamp to);

    // Adds closings that follow the newest, and puts these marks in the place of those after the
    // point where the walk went on. The device's readings up to the last closing's settledBy are
    // known from now on (DeviceState::knownUntil).
    void add(OrganizationId organization, DeviceId device, Timestamp wentOnFrom,
             const std::vector<Closing> &closings, const std::vector<RegisterMark> &marks);
    // Its newest reading was looked at; the next one that comes, goes or changes asks for it again.
    void setJudged(DeviceId device);
    // A reading at this moment came, went or changed. What the device's knownUntil is from now on.
    Timestamp forgetFrom(OrganizationId organization, DeviceId device, Timestamp reading);
    void forgetAll(OrganizationId organization, DeviceId device);
    void forgetAll();

    // Registered meters after this one that have readings nobody has judged yet.
    std::vector<MeterToClose> waiting(DeviceId after, int limit);
    // All registered ones after this one.
    std::vector<MeterToClose> meters(DeviceId after, int limit);

    // Those that no later reading changes, and the open ones after them.
    std::vector<RegisterMark> marks(DeviceId device, Timestamp from, Timestamp to, int limit);
    qint64 count();

private:
    Session &m_session;
};

} // namespace datakubo::storage
