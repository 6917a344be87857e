#pragma once
#include "backend/ingest/uplink.h"

#include <QJsonObject>

namespace datakubo::ingest {

// One parsed message with what came beside it.
struct Message
{
    QJsonObject body;
    QStringView event; // lower-case `?event=`; empty without
    Timestamp receivedAt;
};

// One function a sender. Each is called only for a body that isTts() etc. recognises.
Item decodeChirpStackV4(const Message &message);
Item decodeChirpStackV3(const Message &message);
Item decodeTts(const Message &message);
Item decodeCustom(const Message &message);

bool isChirpStackV4(const QJsonObject &body);
bool isChirpStackV3(const QJsonObject &body);
bool isTts(const QJsonObject &body);
bool isCustom(const QJsonObject &body);

// An id for recognising a repeat: cleaned and bounded; empty for ids of nothing but zeros, which
// would make every message the repeat of the first.
QByteArray deduplicationId(const QString &text);

} // namespace datakubo::ingest
