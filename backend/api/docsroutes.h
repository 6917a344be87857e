#pragma once
#include "backend/api/route.h"

namespace datakubo::api {

contract::Response openApi(const contract::Request &request,
                           const services::Environment &environment);
contract::Response swaggerPage(const contract::Request &request,
                               const services::Environment &environment);
contract::Response redocPage(const contract::Request &request,
                             const services::Environment &environment);
contract::Response docsFile(const contract::Request &request,
                            const services::Environment &environment);

} // namespace datakubo::api
