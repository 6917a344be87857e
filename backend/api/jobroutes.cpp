#include "backend/api/jobroutes.h"

#include "backend/api/parsing.h"
#include "backend/api/readingimport.h"
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

namespace {

// The file as a job, or as a preview when that is wanted.
contract::Response begin(SlowCall &call, std::unique_ptr<CsvImport> work)
{
    const auto preview = wantsPreview(call.request);
    if (!preview)
        return contract::failure(preview.error());
    if (const auto begun = work->begin(); !begun)
        return contract::failure(begun.error());
    if (*preview)
        return work->preview(call);
    return call.jobs.add(std::move(work), call.principal,
                         static_cast<size_t>(call.request.body.size()));
}

} // namespace

contract::Response importReadings(SlowCall &call)
{
    return begin(
        call, std::make_unique<ReadingImport>(call.environment, call.principal, call.request.body));
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
    return begin(call, std::make_unique<ResidentImport>(call.environment, call.principal, community,
                                                        call.request.body));
}

} // namespace datakubo::api
