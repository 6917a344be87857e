#pragma once
#include "backend/services/environment.h"

namespace datakubo::storage {
class Session;
}

namespace datakubo::services {

// What a monitoring program asks of the whole installation, over all organizations.
struct Metrics {
    qint64 organizations = 0;
    qint64 online = 0; // devices
    qint64 offline = 0;
    qint64 maintenance = 0;
    qint64 unregistered = 0;
    qint64 webhooksThisMonth = 0;
    qint64 webhooksHeld = 0;
};

class MetricsService
{
public:
    MetricsService(storage::Session &session, const Environment &environment)
        : m_session(session), m_environment(environment)
    {
    }

    Metrics collect();

private:
    storage::Session &m_session;
    const Environment &m_environment;
};

} // namespace datakubo::services
