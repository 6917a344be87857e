#pragma once
#include "backend/domain/meterregister.h"

#include <optional>

namespace datakubo {

// What a register showed at a moment.
struct RegisterValue {
    Timestamp at;
    Volume value;
};

// Whether a register may have shown this between the readings before and after it: not below the
// one nor above the other but for water that flows back, and where there is only one of them, as
// far from it as a pipe lets through.
bool fits(const std::optional<RegisterValue> &before, const RegisterValue &value,
          const std::optional<RegisterValue> &after);

} // namespace datakubo
