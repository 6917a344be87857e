#pragma once
#include "backend/api/route.h"
#include "backend/contract/fields.h"
#include "backend/services/deviceservice.h"

namespace datakubo::api {

// The fields of a device to be registered, of a body or of a line.
struct DeviceToRegister {
    DevEui eui;
    services::DeviceFields fields;
};
DeviceToRegister readDevice(contract::FieldReader &read);

contract::Response registerDevice(Call &call);
contract::Response bulkRegisterDevices(SlowCall &call); // bulkregister.cpp
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
