#pragma once
#include "backend/api/route.h"

namespace datakubo::api {

contract::Response listCustomers(Call &call);
contract::Response createCustomer(Call &call);
contract::Response findCustomer(Call &call);
contract::Response editCustomer(Call &call);
contract::Response deleteCustomer(Call &call);
contract::Response registerUnregisteredDevices(Call &call);
contract::Response listUnregistered(Call &call);
contract::Response listEndUsers(Call &call);
contract::Response createEndUser(Call &call);
contract::Response findEndUser(Call &call);
contract::Response editEndUser(Call &call);
contract::Response deleteEndUser(Call &call);

} // namespace datakubo::api
