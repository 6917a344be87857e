#pragma once
#include "backend/api/route.h"

#include <variant>

namespace datakubo::api {

struct Match {
    const Route *route = nullptr;
    PathValues values;
};

// The row for a request; an Error is NOT_FOUND, or METHOD_NOT_ALLOWED with details.allow. HEAD
// finds the GET row. Public documents stand outside /api/v1 as well (/ping, /health).
Result<Match> findRoute(contract::Method method, const QByteArray &path);

// What may be asked of this path, for `Allow` (empty: unknown path).
QByteArray allowedMethods(const QByteArray &path);

} // namespace datakubo::api
