#include "ui/client/overviewfeed.h"

namespace datakubo::ui {

OverviewFeed::OverviewFeed(ApiClient &client, QObject *parent) : QObject(parent), m_client(client)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(2000);
    connect(&m_soon, &QTimer::timeout, this, &OverviewFeed::refresh);
    connect(&client, &ApiClient::eventsReceived, this, [this] {
        if (!m_soon.isActive())
            m_soon.start();
    });
}

void OverviewFeed::refresh()
{
    m_client.overview(this, [this](Result<Overview> overview) {
        if (overview)
            Q_EMIT loaded(*overview);
        else
            Q_EMIT failed(overview.error());
    });
}

} // namespace datakubo::ui
