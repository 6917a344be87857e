#pragma once
#include "backend/domain/access.h"
#include "backend/domain/listing.h"
#include "backend/domain/registermark.h"
#include "backend/domain/timestamp.h"

namespace datakubo::storage {

class Session;

// What registers did that numbers cannot decide, of active and replaced meters; and retired devices
// that still send.
class AttentionStore
{
public:
    explicit AttentionStore(Session &session) : m_session(session) {}

    // Questions about registers, then retired devices, the newest of each first; empty community:
    // all one may see.
    Listing<AttentionItem> list(const Visibility &visibility, const QString &communityUuid,
                                Timestamp now, const PageRequest &page);

private:
    Session &m_session;
};

} // namespace datakubo::storage
