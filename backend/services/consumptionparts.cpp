#include "backend/services/consumptionservice.h"
#include "backend/services/places.h"
#include "backend/storage/devicestore.h"

#include <algorithm>
#include <map>

namespace datakubo::services {

ConsumptionService::Parts
ConsumptionService::partsOf(const std::vector<storage::ResidentMeter> &meters, const Span &span)
{
    Parts parts;
    for (const storage::ResidentMeter &meter : meters) {
        for (ConsumptionPart &part :
             m_history.parts(std::span(&meter.window, 1), {meter.from, meter.to}, span.from,
                             span.moments.back()))
            parts.push_back(std::move(part));
    }
    if (m_visibility.reach == Visibility::Reach::Resident) { // nothing of who lives there next
        for (ConsumptionPart &part : parts) {
            std::erase_if(part.marks, [&part](const RegisterMark &mark) {
                return mark.at < part.opening.at || mark.at > part.closing.at;
            });
        }
    }
    return named(std::move(parts));
}

ConsumptionService::Parts ConsumptionService::partsOf(const std::vector<MeterPlace> &all,
                                                      const Span &span)
{
    const auto isPrincipal = [](const MeterPlace &place) { return place.meter.isPrincipal; };
    const bool hasOthers = !std::all_of(all.begin(), all.end(), isPrincipal);
    Parts parts;
    for (const MeterPlace &place : all) {
        const auto times = isPrincipal(place) ? std::vector{TimeSpan{}} : leafTimes(place);
        for (const TimeSpan &time : times) {
            for (ConsumptionPart &part :
                 m_history.parts(place.chain, time, span.from, span.moments.back())) {
                part.isCounted = !hasOthers || !isPrincipal(place);
                parts.push_back(std::move(part));
            }
        }
    }
    return named(std::move(parts));
}

ConsumptionService::Parts ConsumptionService::named(Parts parts)
{
    std::vector<DeviceId> ids;
    for (const ConsumptionPart &part : parts)
        ids.push_back(part.device);
    std::map<DeviceId, Device> devices;
    for (Device &device : storage::DeviceStore(m_session).findAll(m_principal.organization, ids))
        devices.emplace(device.id, std::move(device));
    for (ConsumptionPart &part : parts) {
        if (const auto found = devices.find(part.device); found != devices.end()) {
            part.eui = found->second.eui;
            part.name = found->second.name;
        }
    }
    return parts;
}

} // namespace datakubo::services
