#include "backend/domain/consumptionpart.h"

namespace datakubo {

std::optional<ConsumptionPart> partOf(const RegisterAt &opening, const RegisterAt &closing)
{
    if (!hasReadings(opening, closing))
        return std::nullopt;
    ConsumptionPart part;
    part.opening = opening.before
                       ? PartEnd{opening.at, opening.value, *opening.before, *opening.after}
                       : PartEnd{*opening.after, opening.value, *opening.after, *opening.after};
    part.closing = closing.after
                       ? PartEnd{closing.at, closing.value, *closing.before, *closing.after}
                       : PartEnd{*closing.before, closing.value, *closing.before, *closing.before};
    part.consumption = closing.total - opening.total;
    return part;
}

} // namespace datakubo
