#include "backend/services/metricsservice.h"

#include "backend/services/overviewservice.h"
#include "backend/storage/organizationstore.h"
#include "backend/storage/webhooklogstore.h"

namespace datakubo::services {

Metrics MetricsService::collect()
{
    Metrics metrics;
    for (const Organization &organization : storage::OrganizationStore(m_session).all()) {
        ++metrics.organizations;
        Principal anyone;
        anyone.organization = organization.id;
        if (const auto counts = OverviewService(m_session, m_environment, anyone).counts()) {
            metrics.online += counts->online;
            metrics.offline += counts->offline;
            metrics.maintenance += counts->maintenance;
            metrics.unregistered += counts->unregistered;
            metrics.webhooksThisMonth += counts->webhooksThisMonth;
        }
        metrics.webhooksHeld += storage::WebhookLogStore(m_session).countHeld(organization.id);
    }
    return metrics;
}

} // namespace datakubo::services
