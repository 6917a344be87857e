#include "backend/services/webhookservice.h"

#include "backend/storage/organizationstore.h"
#include "backend/storage/webhooklogstore.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::services {

namespace {

constexpr int replayedTogether = 500;

Error notFound(const QString &id)
{
    return {ErrorCode::NotFound, u"Webhook %1 not found"_s.arg(id.left(100)), {}};
}

} // namespace

Result<Listing<WebhookRecord>> WebhookService::list(const WebhookFilter &filter,
                                                    const PageRequest &page)
{
    if (page.cursor && !page.cursor->fits(u"-received_at"_s, true))
        return Error::field(u"cursor"_s, u"The cursor does not belong to this list"_s);
    return storage::WebhookLogStore(m_session).list(m_principal.organization, filter, page);
}

Result<WebhookService::Whole> WebhookService::find(const QString &id)
{
    auto record =
        storage::WebhookLogStore(m_session).find(m_principal.organization, {id.toLongLong()});
    if (!record)
        return notFound(id);
    BodyCodec codec;
    auto body = codec.unpack(record->body, record->bodyCodec);
    return Whole{std::move(*record), std::move(body)};
}

Result<WebhookService::Replayed> WebhookService::replay(const QString &id)
{
    auto record =
        storage::WebhookLogStore(m_session).find(m_principal.organization, {id.toLongLong()});
    if (!record)
        return notFound(id);
    if (record->outcome == IngestOutcome::Held) {
        return Error{ErrorCode::Conflict,
                     u"This webhook is held by the monthly limit; it comes in by itself when the "
                     "limit is raised or the month turns"_s,
                     {}};
    }
    return apply({std::move(*record)}, IngestService::Chosen::Singly);
}

Result<WebhookService::Replayed> WebhookService::replayAll(const WebhookFilter &filter,
                                                           WebhookId after)
{
    if (filter.outcome == IngestOutcome::Held)
        return Error::field(u"result"_s, u"Held webhooks come in by themselves"_s);
    WebhookFilter which = filter;
    which.withoutReading = !filter.outcome.has_value();
    auto records = storage::WebhookLogStore(m_session).next(m_principal.organization, which, after,
                                                            replayedTogether);
    const bool isFull = records.size() == replayedTogether;
    const WebhookId last = records.empty() ? WebhookId{} : records.back().id;
    auto replayed = apply(std::move(records), IngestService::Chosen::Together);
    if (replayed && isFull)
        replayed->next = last;
    return replayed;
}

Result<WebhookService::Replayed> WebhookService::apply(std::vector<WebhookRecord> records,
                                                       IngestService::Chosen chosen)
{
    const auto organization = storage::OrganizationStore(m_session).find(m_principal.organization);
    if (!organization)
        return Error{ErrorCode::NotFound, u"The organization no longer exists"_s, {}};
    Replayed replayed;
    replayed.records = std::move(records);
    replayed.outcomes = IngestService(m_session, m_environment, *organization)
                            .applyAgain(replayed.records, chosen, replayed.recorded);
    return replayed;
}

} // namespace datakubo::services
