#pragma once
#include "backend/domain/registerfit.h"
#include "backend/domain/result.h"
#include "backend/storage/placestore.h"

namespace datakubo::storage {
class Session;
}

namespace datakubo::services {

// The believed readings of a meter around a moment; none where one is of that very moment.
struct RegisterNeighbours {
    static RegisterNeighbours of(storage::Session &session, const storage::MeterWindow &meter,
                                 Timestamp at);

    std::optional<RegisterValue> before;
    std::optional<RegisterValue> after;
};

// A sentence about the field when the register cannot have shown this value.
Result<void> registerFits(const RegisterNeighbours &neighbours, const RegisterValue &value,
                          const QString &field);

} // namespace datakubo::services
