#pragma once
#include "backend/api/route.h"

namespace datakubo::api {

contract::Response signUp(SlowCall &call);
contract::Response logIn(SlowCall &call);
contract::Response refreshTokens(SlowCall &call);
contract::Response logOut(Call &call);
contract::Response me(Call &call);
contract::Response listApiKeys(Call &call);
contract::Response createApiKey(Call &call);
contract::Response revokeApiKey(Call &call);

} // namespace datakubo::api
