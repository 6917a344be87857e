#pragma once
#include "backend/contract/message.h"

#include <QByteArrayList>

namespace datakubo::api {

// Cross-origin calls of web pages (Fetch standard, "CORS protocol"): off until origins are
// configured. `origin` is the request's header; one that is not listed is answered like any other
// request, and the browser keeps the answer from the page.
void allowOrigin(contract::Response &response, const QByteArray &origin,
                 const QByteArrayList &allowed, bool isPreflight);

} // namespace datakubo::api
