#pragma once
#include "backend/domain/ids.h"
#include "backend/domain/timestamp.h"
#include "backend/domain/words.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace datakubo {

// One webhook as it came: its body (packed by services/bodycodec), what became of it and why.
struct WebhookRecord {
    WebhookId id;
    Timestamp receivedAt;
    QString event; // ChirpStack's `?event=`
    std::optional<ReadingSource> source;
    QString devEui;               // empty when there is none, or several in an array
    std::vector<QString> devices; // all of them; not read back
    IngestOutcome outcome = IngestOutcome::Stored; // of an array: what a person should look at
    QString reason;                                // of the same item
    int itemCount = 1;
    std::optional<Timestamp> replayedAt; // when it was last applied again
    QByteArray body;                     // empty in lists
    int bodyCodec = 0;
};

// Which webhooks of the log; what is empty does not narrow.
struct WebhookFilter {
    std::optional<IngestOutcome> outcome;
    QString devEui;                // 16 lower-case hexadecimal digits
    std::optional<Timestamp> from; // arrival, included
    std::optional<Timestamp> to;   // not included
    bool withoutReading = false;   // those that brought none and might yet
};

} // namespace datakubo
