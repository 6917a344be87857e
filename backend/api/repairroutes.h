#pragma once
#include "backend/api/route.h"

namespace datakubo::api {

contract::Response addReading(Call &call);
contract::Response editReading(Call &call);
contract::Response replaceDevice(Call &call);
contract::Response handOverDevice(Call &call);
contract::Response listAudit(Call &call);

} // namespace datakubo::api
