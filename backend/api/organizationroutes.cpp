#include "backend/api/organizationroutes.h"

#include "backend/api/parsing.h"
#include "backend/api/webhooks.h"
#include "backend/services/organizationservice.h"
#include "backend/services/overviewservice.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::api {

namespace {

services::OrganizationService serviceOf(Call &call)
{
    return {call.session, call.environment, call.principal};
}

services::OrganizationFields readFields(contract::FieldReader &read)
{
    const auto text = [&read](const QString &name, qsizetype maximum) {
        return read.has(name) ? std::optional(read.requiredText(name, maximum)) : std::nullopt;
    };
    for (const QString &name :
         {u"webhook_limit_policy"_s, u"offline_after_hours"_s, u"allow_signup"_s}) {
        if (read.isNull(name))
            read.fail(name, u"%1 cannot be null"_s.arg(name));
    }
    services::OrganizationFields fields;
    fields.name = text(u"name"_s, 200);
    fields.timeZone = text(u"time_zone"_s, 100);
    fields.currency = text(u"currency"_s, 3);
    fields.locale = text(u"locale"_s, 35);
    fields.subscriptionTier = text(u"subscription_tier"_s, 100);
    if (read.has(u"monthly_webhook_limit"_s))
        fields.monthlyWebhookLimit = read.integer(u"monthly_webhook_limit"_s, 1, 1'000'000'000);
    fields.webhookLimitPolicy = read.word(u"webhook_limit_policy"_s, parseWebhookLimitPolicy);
    fields.offlineAfterHours = read.integer(u"offline_after_hours"_s, 1, 8760);
    fields.allowSignup = read.boolean(u"allow_signup"_s);
    return fields;
}

} // namespace

contract::Response findOrganization(Call &call)
{
    return answer(serviceOf(call).find());
}

contract::Response editOrganization(Call &call)
{
    return withBody(call, readFields, [&call](const services::OrganizationFields &fields) {
        const auto edited = serviceOf(call).edit(fields);
        // A higher limit takes what was held at once; upkeep goes on when it was much.
        if (edited)
            releaseHeld(call.session, call.environment, call.events);
        return answer(edited);
    });
}

contract::Response billing(Call &call)
{
    return answer(services::OverviewService(call.session, call.environment, call.principal)
                      .billing(queryText(call.request.queryItems(), u"period"_s)));
}

contract::Response usage(Call &call)
{
    return answer(serviceOf(call).usage());
}

} // namespace datakubo::api
