#include "backend/ingest/uplink.h"

namespace datakubo::ingest {

Result<Decoded> decode(const RawWebhook &)
{
    return Error{ErrorCode::Validation, QStringLiteral("No known shape"), {}};
}

} // namespace datakubo::ingest
