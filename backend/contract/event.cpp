#include "backend/contract/event.h"

#include "backend/contract/codecs.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::contract {

QString eventKind(const Event &event)
{
    switch (event.content.index()) {
    case 0: return u"reading"_s;
    case 1: return u"device"_s;
    default: return u"unregistered"_s;
    }
}

QJsonObject toJson(const Event &event)
{
    if (const auto *reading = std::get_if<ReadingEvent>(&event.content))
        return toJson(LastUplink{reading->device, reading->reading, reading->sinceLast});
    if (const auto *device = std::get_if<DeviceEvent>(&event.content))
        return toJson(device->device);
    return toJson(std::get<UnregisteredEvent>(event.content).device);
}

} // namespace datakubo::contract
