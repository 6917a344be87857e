#pragma once
#include "backend/storage/closingstore.h"

#include <QStringList>

namespace datakubo::storage {
class Session;
}

namespace datakubo::services {

// Closes the local days of meters: work of the program itself, in small pieces of the writer, so
// that webhooks never wait long for it.
class ClosingService
{
public:
    explicit ClosingService(storage::Session &session) : m_session(session) {}

    // What one piece did, and where the next one begins.
    struct Piece {
        DeviceId at;         // the meter to go on after
        bool isMore = false; // there is more to do at once
    };
    // A piece of the work on meters after this one; an invalid one begins anew.
    Piece close(DeviceId after);

    // Throws every closing away; close() makes them again.
    void forget() { storage::ClosingStore(m_session).forgetAll(); }

    // Sentences about closings that are not what the readings say; at most twenty.
    QStringList differences(DeviceId after, int meters, DeviceId &last);

private:
    struct Closed {
        int readings = 0;    // looked at
        bool isMore = false; // the meter has more to close
    };
    Closed closeOne(const storage::MeterToClose &meter);

    storage::Session &m_session;
};

} // namespace datakubo::services
