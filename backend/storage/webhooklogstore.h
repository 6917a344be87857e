#pragma once
#include "backend/domain/ids.h"
#include "backend/domain/timestamp.h"
#include "backend/domain/words.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <vector>

namespace datakubo::storage {

class Session;

// One webhook as it came: body (compressed by services/bodycodec), what became of it and why.
struct WebhookRecord
{
    Timestamp receivedAt;
    QString event;
    std::optional<ReadingSource> source;
    QString devEui; // of a single message; empty for arrays of several devices
    IngestOutcome outcome = IngestOutcome::Stored; // of an array: the worst
    QString reason;
    int itemCount = 1;
    QByteArray body;
    int bodyCodec = 0;
};

class WebhookLogStore
{
public:
    explicit WebhookLogStore(Session &session) : m_session(session) {}

    void insert(OrganizationId organization, const std::vector<WebhookRecord> &records);
    // Newest first; empty outcome: all.
    std::vector<WebhookRecord> newest(OrganizationId organization,
                                      std::optional<IngestOutcome> outcome, int limit);

private:
    Session &m_session;
};

// Webhooks counted by local day.
class UsageStore
{
public:
    explicit UsageStore(Session &session) : m_session(session) {}

    void add(OrganizationId organization, const QString &localDay, qint64 webhooks);
    // Of a local month, "2026-11".
    qint64 inMonth(OrganizationId organization, const QString &month);

private:
    Session &m_session;
};

} // namespace datakubo::storage
