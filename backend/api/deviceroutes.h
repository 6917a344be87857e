#pragma once
#include "backend/api/route.h"

namespace datakubo::api {

contract::Response registerDevice(Call &call);
contract::Response listDevices(Call &call);
contract::Response findDevice(Call &call);
contract::Response editDevice(Call &call);
contract::Response retireDevice(Call &call);
contract::Response assignDevice(Call &call);
contract::Response unassignDevice(Call &call);
contract::Response listAssignments(Call &call);
contract::Response setDeviceStatus(Call &call);
contract::Response listReadings(Call &call);

} // namespace datakubo::api
