#pragma once
#include "backend/api/route.h"

namespace datakubo::api {

contract::Response findJob(Call &call);
contract::Response cancelJob(Call &call);
contract::Response importReadings(SlowCall &call);
contract::Response importEndUsers(SlowCall &call);

} // namespace datakubo::api
