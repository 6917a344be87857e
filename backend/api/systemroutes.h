#pragma once
#include "backend/api/route.h"

namespace datakubo::api {

contract::Response ping(const contract::Request &request, const services::Environment &environment);
contract::Response health(Call &call);
// For Prometheus; only programs on this computer are answered.
contract::Response metrics(Call &call);
contract::Response overview(Call &call);

} // namespace datakubo::api
