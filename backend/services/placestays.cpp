#include "backend/services/placestays.h"

#include "backend/services/secrets.h"
#include "backend/storage/assignmentstore.h"

#include <algorithm>

namespace datakubo::services {

namespace {

// The part of a time in which the meter stood there.
std::optional<TimeSpan> within(const storage::MeterWindow &meter, TimeSpan time)
{
    if (meter.installedAt)
        time.from = std::max(time.from, *meter.installedAt);
    if (meter.removedAt)
        time.to = std::min(time.to.value_or(*meter.removedAt), *meter.removedAt);
    return time.to && *time.to <= time.from ? std::nullopt : std::optional(time);
}

} // namespace

PlaceStays::PlaceStays(storage::Session &session, const Device &device)
    : m_session(session),
      m_chain(storage::PlaceStore(session).chain(device.organization, device.id))
{
    for (const storage::MeterWindow &meter : m_chain) {
        for (const Assignment &link : storage::AssignmentStore(session).list(meter.device)) {
            if (const auto time = within(meter, {link.from, link.to}))
                m_stays.push_back({link.resident, *time});
            m_residents[link.resident] = {link.residentUuid, link.residentName};
        }
    }
    m_stays = merged(std::move(m_stays));
}

const Stay *PlaceStays::current() const
{
    return m_stays.empty() || m_stays.back().time.to ? nullptr : &m_stays.back();
}

const storage::MeterWindow &PlaceStays::meterAt(Timestamp moment) const
{
    const auto found =
        std::find_if(m_chain.rbegin(), m_chain.rend(), [moment](const storage::MeterWindow &meter) {
            return !meter.installedAt || *meter.installedAt <= moment;
        });
    return found == m_chain.rend() ? m_chain.front() : *found;
}

Reference PlaceStays::resident(ResidentId id) const
{
    const auto found = m_residents.find(id);
    return found == m_residents.end() ? Reference{} : found->second;
}

void PlaceStays::save(const Stays &stays)
{
    if (stays == m_stays)
        return;
    for (const storage::MeterWindow &meter : m_chain)
        save(meter, stays);
    m_stays = stays;
}

void PlaceStays::save(const storage::MeterWindow &meter, const Stays &stays)
{
    Stays wanted;
    for (const Stay &stay : stays) {
        if (const auto time = within(meter, stay.time))
            wanted.push_back({stay.resident, *time});
    }
    storage::AssignmentStore store(m_session);
    for (const Assignment &link : store.list(meter.device)) {
        if (!within(meter, {link.from, link.to}))
            continue; // of another place
        const auto same = std::find_if(wanted.begin(), wanted.end(), [&link](const Stay &stay) {
            return stay.resident == link.resident && stay.time.from == link.from;
        });
        if (same == wanted.end()) {
            store.remove(link.id);
            continue;
        }
        if (same->time.to != link.to)
            store.end(link.id, same->time.to);
        wanted.erase(same);
    }
    for (const Stay &stay : wanted)
        store.insert(meter.organization, meter.device, stay.resident, stay.time, makeUuid());
}

} // namespace datakubo::services
