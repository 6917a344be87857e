#pragma once
#include "backend/api/route.h"

namespace datakubo::api {

// The webhook inspector (/ingest/log) and the organization's field mappings.
contract::Response listWebhooks(Call &call);
contract::Response findWebhook(Call &call);
contract::Response replayWebhook(Call &call);
contract::Response replayWebhooks(Call &call);

contract::Response listMappings(Call &call);
contract::Response createMapping(Call &call);
contract::Response removeMapping(Call &call);

} // namespace datakubo::api
