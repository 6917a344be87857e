#pragma once
#include "backend/domain/access.h"
#include "backend/domain/organization.h"
#include "backend/domain/result.h"
#include "backend/domain/subscription.h"
#include "backend/services/environment.h"

namespace datakubo::storage {
class Session;
}

namespace datakubo::services {

// What an admin changes; an absent field stays as it is.
struct OrganizationFields {
    std::optional<QString> name;
    std::optional<QString> timeZone;
    std::optional<QString> currency;
    std::optional<QString> locale;
    std::optional<QString> subscriptionTier;
    std::optional<std::optional<qint64>> monthlyWebhookLimit; // holding nothing: the tier's
    std::optional<WebhookLimitPolicy> webhookLimitPolicy;
    std::optional<qint64> offlineAfterHours;
    std::optional<bool> allowSignup;
};

// The caller's own organization: its settings and what it has used.
class OrganizationService
{
public:
    OrganizationService(storage::Session &session, const Environment &environment,
                        const Principal &principal);

    Result<Organization> find();
    Result<Organization> edit(const OrganizationFields &fields);
    Result<WebhookUsage> usage();

private:
    storage::Session &m_session;
    const Environment &m_environment;
    Principal m_principal;
};

} // namespace datakubo::services
