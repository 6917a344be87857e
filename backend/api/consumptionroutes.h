#pragma once
#include "backend/api/route.h"

namespace datakubo::api {

contract::Response deviceConsumption(Call &call);
contract::Response endUserConsumption(Call &call);
contract::Response customerConsumption(Call &call);
contract::Response customerBalance(Call &call);
contract::Response listAttention(Call &call);

} // namespace datakubo::api
