#include "backend/api/webhookroutes.h"

#include "backend/api/parsing.h"
#include "backend/api/webhooks.h"
#include "backend/contract/codecs.h"
#include "backend/contract/fields.h"
#include "backend/services/accountservice.h"
#include "backend/services/fieldmappingservice.h"
#include "backend/services/webhookservice.h"

#include <QJsonDocument>
#include <QStringDecoder>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::api {

namespace {

services::WebhookService serviceOf(Call &call)
{
    return {call.session, call.environment, call.principal};
}

services::FieldMappingService mappingsOf(Call &call)
{
    return {call.session, call.environment, call.principal};
}

Result<Organization> organizationOf(Call &call)
{
    auto identity =
        services::AccountService(call.session, call.environment).identity(call.principal);
    if (!identity)
        return identity.error();
    return std::move(identity->organization);
}

Result<WebhookFilter> filterOf(Call &call, const QUrlQuery &query)
{
    const auto organization = organizationOf(call);
    if (!organization)
        return organization.error();
    WebhookFilter filter;
    if (const QString word = queryText(query, u"result"_s); !word.isEmpty()) {
        filter.outcome = parseIngestOutcome(word);
        if (!filter.outcome)
            return Error::field(u"result"_s, u"result has an unknown value '%1'"_s.arg(word));
    }
    if (const QString text = queryText(query, u"dev_eui"_s); !text.isEmpty()) {
        const auto eui = DevEui::parse(text);
        if (!eui) {
            return Error::field(u"dev_eui"_s, u"dev_eui must be 16 hexadecimal digits"_s,
                                ErrorCode::InvalidDeviceId);
        }
        filter.devEui = eui->toString();
    }
    const auto times = queryTimes(query, organization->timeZone);
    if (!times)
        return times.error();
    filter.from = times->from;
    filter.to = times->to;
    return filter;
}

// A body that is no UTF-8 is given as base64.
QJsonObject wholeToJson(const services::WebhookService::Whole &whole)
{
    QJsonObject object = contract::toJson(whole.record);
    object[u"body"] = QJsonValue::Null;
    object[u"body_base64"] = QJsonValue::Null;
    if (!whole.body)
        return object;
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::ConvertInitialBom);
    const QString text = decoder(*whole.body);
    if (decoder.hasError())
        object[u"body_base64"] = QString::fromLatin1(whole.body->toBase64());
    else
        object[u"body"] = text;
    return object;
}

void tellReplayed(Call &call, const services::WebhookService::Replayed &replayed)
{
    if (const auto organization = organizationOf(call)) {
        services::IngestService service(call.session, call.environment, *organization);
        tellRecorded(service, organization->id, replayed.recorded, replayed.outcomes, call.events);
    }
}

} // namespace

contract::Response listWebhooks(Call &call)
{
    const QUrlQuery query = call.request.queryItems();
    const auto page = pageRequest(query);
    if (!page)
        return contract::failure(page.error());
    const auto filter = filterOf(call, query);
    if (!filter)
        return contract::failure(filter.error());
    return answer(serviceOf(call).list(*filter, *page), *page);
}

contract::Response findWebhook(Call &call)
{
    const auto whole = serviceOf(call).find(call.path.value(u"id"_s));
    return whole ? contract::success(wholeToJson(*whole)) : contract::failure(whole.error());
}

contract::Response replayWebhook(Call &call)
{
    const auto replayed = serviceOf(call).replay(call.path.value(u"id"_s));
    if (!replayed)
        return contract::failure(replayed.error());
    tellReplayed(call, *replayed);
    return contract::success(contract::toJson(replayed->records.front()));
}

contract::Response replayWebhooks(Call &call)
{
    // A filter that stood there unread would have everything applied.
    if (!call.request.body.isEmpty()
        && QJsonDocument::fromJson(call.request.body) != QJsonDocument(QJsonObject()))
        return contract::failure(Error::field(u"body"_s, u"Filters stand in the query"_s));
    const QUrlQuery query = call.request.queryItems();
    const auto filter = filterOf(call, query);
    if (!filter)
        return contract::failure(filter.error());
    bool isNumber = true;
    WebhookId after;
    if (const QString cursor = queryText(query, u"cursor"_s); !cursor.isEmpty())
        after.value = cursor.toLongLong(&isNumber);
    if (!isNumber)
        return contract::failure(
            Error::field(u"cursor"_s, u"cursor is not one that a replay of this server gave"_s));
    const auto replayed = serviceOf(call).replayAll(*filter, after);
    if (!replayed)
        return contract::failure(replayed.error());
    tellReplayed(call, *replayed);
    QJsonObject data{{u"replayed"_s, static_cast<qint64>(replayed->records.size())},
                     {u"next_cursor"_s, QJsonValue::Null}};
    for (const IngestOutcome outcome :
         {IngestOutcome::Stored, IngestOutcome::Duplicate, IngestOutcome::Unregistered,
          IngestOutcome::Skipped, IngestOutcome::Quarantined, IngestOutcome::Rejected})
        data[toText(outcome)] = static_cast<qint64>(std::count_if(
            replayed->records.begin(), replayed->records.end(),
            [outcome](const WebhookRecord &record) { return record.outcome == outcome; }));
    if (replayed->next)
        data[u"next_cursor"] = QString::number(replayed->next->value);
    return contract::success(data);
}

contract::Response listMappings(Call &call)
{
    QJsonArray mappings;
    for (const FieldMapping &mapping : mappingsOf(call).list())
        mappings.append(contract::toJson(mapping));
    return contract::successPage(mappings, {mappings.size(), 100, 0, {}});
}

contract::Response createMapping(Call &call)
{
    const auto body = bodyObject(call.request);
    if (!body)
        return contract::failure(body.error());
    contract::FieldReader read(*body);
    read.requiredText(u"volume_path"_s, 200);
    read.requiredText(u"unit"_s);
    if (read.failed())
        return contract::failure(read.error());
    const auto mapping = contract::fieldMappingFromJson(*body);
    if (!mapping)
        return contract::failure(mapping.error());
    return answer(mappingsOf(call).create(*mapping), 201);
}

contract::Response removeMapping(Call &call)
{
    const auto removed = mappingsOf(call).remove(call.path.value(u"id"_s));
    return removed ? contract::noContent() : contract::failure(removed.error());
}

} // namespace datakubo::api
