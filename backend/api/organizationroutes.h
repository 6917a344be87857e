#pragma once
#include "backend/api/route.h"

namespace datakubo::api {

contract::Response findOrganization(Call &call);
contract::Response editOrganization(Call &call);
contract::Response billing(Call &call);
contract::Response usage(Call &call);

} // namespace datakubo::api
