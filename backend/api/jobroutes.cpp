#include "backend/api/jobroutes.h"

#include "backend/api/parsing.h"
#include "backend/api/residentimport.h"
#include "backend/services/communityservice.h"
#include "backend/services/jobservice.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::api {

contract::Response findJob(Call &call)
{
    services::JobService service(call.session, call.environment, call.principal);
    return answer(service.find(call.path.value(u"id"_s)));
}

contract::Response cancelJob(Call &call)
{
    services::JobService service(call.session, call.environment, call.principal);
    return answer(service.cancel(call.path.value(u"id"_s)));
}

contract::Response importEndUsers(SlowCall &call)
{
    const QString community = queryText(call.request.queryItems(), u"customer_id"_s);
    if (community.isEmpty())
        return contract::failure(Error::field(u"customer_id"_s, u"customer_id is required"_s));
    const auto found = call.read<Result<Community>>([&](storage::Session &session) {
        return services::CommunityService(session, call.environment, call.principal)
            .find(community);
    });
    if (!found)
        return contract::failure(found.error());
    auto work = std::make_unique<ResidentImport>(call.environment, call.principal, community,
                                                 call.request.body);
    if (const auto begun = work->begin(); !begun)
        return contract::failure(begun.error());
    return call.jobs.add(std::move(work), call.principal,
                         static_cast<size_t>(call.request.body.size()));
}

} // namespace datakubo::api
