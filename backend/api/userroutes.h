#pragma once
#include "backend/api/route.h"

namespace datakubo::api {

contract::Response listUsers(Call &call);
contract::Response createUser(SlowCall &call);
contract::Response editUser(SlowCall &call);
contract::Response deleteUser(Call &call);

} // namespace datakubo::api
