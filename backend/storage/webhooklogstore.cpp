#include "backend/storage/webhooklogstore.h"

#include "backend/storage/bulk.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::storage {

void WebhookLogStore::insert(OrganizationId organization, const std::vector<WebhookRecord> &records)
{
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
        rows.add({organization.value, record.receivedAt.ms, text(record.event),
                  record.source ? QVariant(static_cast<int>(*record.source)) : QVariant(),
                  text(record.devEui), static_cast<int>(record.outcome), text(record.reason),
                  record.itemCount, record.body.isNull() ? QByteArray("") : record.body,
                  record.bodyCodec});
    }
    rows.insert(m_session, u"webhook_log"_s);
}

std::vector<WebhookRecord> WebhookLogStore::newest(OrganizationId organization,
                                                   std::optional<IngestOutcome> outcome, int limit)
{
    QString sql = u"select received_at_ms, event, source, dev_eui, result, reason, item_count, "
                  u"body, body_codec "
                  "from webhook_log where organization_id = ?"_s;
    if (outcome)
        sql += u" and result = ?"_s;
    Statement &row = m_session.prepare(sql + u" order by id desc limit ?"_s).bind(organization);
    if (outcome)
        row.bind(static_cast<int>(*outcome));
    row.bind(limit).exec();
    std::vector<WebhookRecord> records;
    while (row.next()) {
        WebhookRecord record;
        record.receivedAt = row.time(0);
        record.event = row.text(1);
        if (!row.isNull(2))
            record.source = static_cast<ReadingSource>(row.integer(2));
        record.devEui = row.text(3);
        record.outcome = static_cast<IngestOutcome>(row.integer(4));
        record.reason = row.text(5);
        record.itemCount = static_cast<int>(row.integer(6));
        record.body = row.blob(7);
        record.bodyCodec = static_cast<int>(row.integer(8));
        records.push_back(std::move(record));
    }
    return records;
}

void UsageStore::add(OrganizationId organization, const QString &localDay, qint64 webhooks)
{
    m_session
        .prepare(
            u"insert into usage_days (organization_id, day, webhooks) values (?, ?, ?) "
            "on conflict (organization_id, day) do update set webhooks = usage_days.webhooks + excluded.webhooks"_s)
        .bindAll(organization, localDay, webhooks)
        .exec();
}

qint64 UsageStore::inMonth(OrganizationId organization, const QString &month)
{
    Statement &row =
        m_session
            .prepare(u"select cast(coalesce(sum(webhooks), 0) as bigint) from usage_days "
                     "where organization_id = ? and day >= ? and day < ?"_s)
            .bindAll(organization, QString(month + u"-01"_s), QString(month + u"-32"_s))
            .exec();
    return row.next() ? row.integer(0) : 0;
}

} // namespace datakubo::storage
