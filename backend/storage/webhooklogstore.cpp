#include "backend/storage/webhooklogstore.h"

#include "backend/storage/bulk.h"
#include "backend/storage/conditions.h"
#include "backend/storage/paging.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::storage {

namespace {

// A literal in the SQL, or SQLite does not see that the index of open webhooks serves.
constexpr int held = static_cast<int>(IngestOutcome::Held);

const QString headColumns = u"id, received_at_ms, event, source, dev_eui, result, reason, "
                            "item_count, replayed_at_ms"_s;
const QString wholeColumns = headColumns + u", body, body_codec"_s;

WebhookRecord readHead(const Statement &row)
{
    WebhookRecord record;
    record.id = row.id<WebhookId>(0);
    record.receivedAt = row.time(1);
    record.event = row.text(2);
    if (!row.isNull(3))
        record.source = static_cast<ReadingSource>(row.integer(3));
    record.devEui = row.text(4);
    record.outcome = static_cast<IngestOutcome>(row.integer(5));
    record.reason = row.text(6);
    record.itemCount = static_cast<int>(row.integer(7));
    record.replayedAt = row.optionalTime(8);
    return record;
}

WebhookRecord readWhole(const Statement &row)
{
    WebhookRecord record = readHead(row);
    record.body = row.blob(9);
    record.bodyCodec = static_cast<int>(row.integer(10));
    return record;
}

bool isInArrays(Session &session, OrganizationId organization, const QString &devEui)
{
    return session
        .prepare(u"select 1 from webhook_devices where organization_id = ? and dev_eui = ? "
                 "limit 1"_s)
        .bindAll(organization, devEui)
        .exec()
        .next();
}

Conditions matching(Session &session, OrganizationId organization, const WebhookFilter &filter)
{
    Conditions conditions(session.engine());
    conditions.add(u"organization_id = ?"_s, {organization.value});
    if (filter.outcome) {
        conditions.add(u"result = %1"_s.arg(static_cast<int>(*filter.outcome)));
        if (*filter.outcome >= IngestOutcome::Quarantined)
            conditions.add(u"result >= 4"_s); // the index of open webhooks
    }
    if (filter.withoutReading) {
        // An unregistered device's webhook gives a reason when it brought none.
        conditions.add(u"(result in (%1, %2, %3) or (result = %4 and reason <> ''))"_s
                           .arg(static_cast<int>(IngestOutcome::Skipped))
                           .arg(static_cast<int>(IngestOutcome::Quarantined))
                           .arg(static_cast<int>(IngestOutcome::Rejected))
                           .arg(static_cast<int>(IngestOutcome::Unregistered)));
    }
    if (!filter.devEui.isEmpty()) {
        const QString alone = u"(dev_eui = ? and dev_eui <> ''"_s;
        // Asked for apart, or the usual case would lose its index.
        if (isInArrays(session, organization, filter.devEui)) {
            conditions.add(alone
                               + u" or id in (select webhook_id from webhook_devices "
                                 "where organization_id = ? and dev_eui = ?))"_s,
                           {filter.devEui, organization.value, filter.devEui});
        } else {
            conditions.add(alone + u')', {filter.devEui});
        }
    }
    if (filter.from)
        conditions.add(u"received_at_ms >= ?"_s, {filter.from->ms});
    if (filter.to)
        conditions.add(u"received_at_ms < ?"_s, {filter.to->ms});
    return conditions;
}

WebhookId insertOne(Session &session, const std::vector<QVariant> &values)
{
    Statement &row = session.prepare(
        u"insert into webhook_log (organization_id, received_at_ms, event, source, dev_eui, "
        "result, reason, item_count, body, body_codec) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "returning id"_s);
    for (const QVariant &value : values)
        row.bind(value);
    row.exec();
    const WebhookId id = row.next() ? row.id<WebhookId>(0) : WebhookId();
    row.rewind();
    return id;
}

} // namespace

void WebhookLogStore::insert(OrganizationId organization, const std::vector<WebhookRecord> &records)
{
    Bulk devices({{"organization_id", "bigint"}, {"dev_eui", "text"}, {"webhook_id", "bigint"}});
    Bulk rows({{"organization_id", "bigint"},
               {"received_at_ms", "bigint"},
               {"event", "text"},
               {"source", "smallint"},
               {"dev_eui", "text"},
               {"result", "smallint"},
               {"reason", "text"},
               {"item_count", "integer"},
               {"body", "bytea"},
               {"body_codec", "smallint"}});
    const auto text = [](const QString &value) { return value.isNull() ? u""_s : value; };
    for (const WebhookRecord &record : records) {
        const std::vector<QVariant> values{
            organization.value,
            record.receivedAt.ms,
            text(record.event),
            record.source ? QVariant(static_cast<int>(*record.source)) : QVariant(),
            text(record.devEui),
            static_cast<int>(record.outcome),
            text(record.reason),
            record.itemCount,
            record.body.isNull() ? QByteArray("") : record.body,
            record.bodyCodec};
        if (record.devices.size() < 2) {
            rows.add(values);
            continue;
        }
        const WebhookId id = insertOne(m_session, values);
        for (const QString &devEui : record.devices)
            devices.add({organization.value, devEui, id.value});
    }
    rows.insert(m_session, u"webhook_log"_s);
    devices.insert(m_session, u"webhook_devices"_s);
}

Listing<WebhookRecord> WebhookLogStore::list(OrganizationId organization,
                                             const WebhookFilter &filter, const PageRequest &page)
{
    const SortOrder order{u"-received_at"_s,       u"received_at_ms"_s, u"id"_s, 1, 0, true,
                          SortOrder::Kind::Integer};
    return readPage<WebhookRecord>(
        m_session, u"select "_s + headColumns + u" from webhook_log"_s,
        {u"select count(*) from (select 1 from webhook_log"_s, u" limit 100000) counted"_s},
        matching(m_session, organization, filter), order, page, readHead);
}

std::optional<WebhookRecord> WebhookLogStore::find(OrganizationId organization, WebhookId id)
{
    Statement &row = m_session
                         .prepare(u"select "_s + wholeColumns
                                  + u" from webhook_log where organization_id = ? and id = ?"_s)
                         .bindAll(organization, id)
                         .exec();
    return row.next() ? std::optional(readWhole(row)) : std::nullopt;
}

std::vector<WebhookRecord> WebhookLogStore::next(OrganizationId organization,
                                                 const WebhookFilter &filter, WebhookId after,
                                                 int limit)
{
    Conditions conditions = matching(m_session, organization, filter);
    conditions.add(u"id > ?"_s, {after.value});
    QVariantList values = conditions.values();
    values << limit;
    Statement &row = prepareWith(m_session,
                                 u"select "_s + wholeColumns + u" from webhook_log"_s
                                     + conditions.where() + u" order by id limit ?"_s,
                                 values)
                         .exec();
    std::vector<WebhookRecord> records;
    while (row.next())
        records.push_back(readWhole(row));
    return records;
}

std::vector<WebhookRecord> WebhookLogStore::claimHeld(OrganizationId organization, qint64 mostItems,
                                                      int limit)
{
    // The condition stands twice: PostgreSQL judges the outer one again after waiting for another
    // process.
    Statement &row =
        m_session
            .prepare(
                u"update webhook_log set result = %1 where result = %2 and id in (select id "
                "from webhook_log where organization_id = ? and result = %2 and item_count <= ? "
                "order by id limit ?) returning "_s.arg(static_cast<int>(IngestOutcome::Skipped))
                    .arg(held)
                + wholeColumns)
            .bindAll(organization, mostItems, limit)
            .exec();
    std::vector<WebhookRecord> records;
    while (row.next())
        records.push_back(readWhole(row));
    std::sort(records.begin(), records.end(),
              [](const auto &a, const auto &b) { return a.id < b.id; });
    return records;
}

qint64 WebhookLogStore::countHeld(OrganizationId organization)
{
    Statement &row =
        m_session
            .prepare(u"select cast(coalesce(sum(item_count), 0) as bigint) from webhook_log where "
                     "organization_id = ? and result = %1"_s.arg(held))
            .bind(organization)
            .exec();
    return row.next() ? row.integer(0) : 0;
}

void WebhookLogStore::setOutcomes(const std::vector<WebhookRecord> &records)
{
    for (const WebhookRecord &record : records) {
        const auto source =
            record.source ? std::optional(static_cast<int>(*record.source)) : std::nullopt;
        m_session
            .prepare(u"update webhook_log set source = ?, dev_eui = ?, result = ?, reason = ?, "
                     "item_count = ?, replayed_at_ms = ? where id = ?"_s)
            .bindAll(source, record.devEui, static_cast<int>(record.outcome), record.reason,
                     record.itemCount, record.replayedAt, record.id)
            .exec();
    }
}

} // namespace datakubo::storage
