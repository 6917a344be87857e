#pragma once
#include "backend/domain/device.h"
#include "backend/storage/statement.h"

// Private to backend/storage: how a Device is read, for every store that answers one.
namespace datakubo::storage {

extern const QString deviceFrom;   // " from devices d left join …"
extern const QString selectDevice; // "select …" + deviceFrom

Device readDevice(const Statement &row);

} // namespace datakubo::storage
