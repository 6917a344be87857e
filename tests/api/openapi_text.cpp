#include "backend/api/openapi.h"

#include <cstdio>

// Prints the OpenAPI text, for a linter.
int main()
{
    const QByteArray text = datakubo::api::openApiText(QStringLiteral("1.2.3"));
    return std::fwrite(text.constData(), 1, static_cast<size_t>(text.size()), stdout)
                   == static_cast<size_t>(text.size())
               ? 0
               : 1;
}
