#include "backend/ingest/jsonread.h"
#include "backend/ingest/senders.h"
#include "backend/ingest/uplink.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ingest {

namespace {

Item decodeOne(const Message &message)
{
    const QJsonObject &body = message.body;
    if (isChirpStackV4(body))
        return decodeChirpStackV4(message);
    if (isTts(body))
        return decodeTts(message);
    if (isChirpStackV3(body))
        return decodeChirpStackV3(message);
    if (isCustom(body))
        return decodeCustom(message);
    if (body.contains("consumption_m3"_L1))
        return Error::field(u"dev_eui"_s, u"dev_eui is missing"_s);
    return Error{ErrorCode::Validation,
                 u"No known shape: expected ChirpStack v4 (deviceInfo), ChirpStack v3 (devEUI), "
                 "The Things Stack v3 (end_device_ids) or dev_eui with consumption_m3"_s,
                 {}};
}

Item decodeElement(const QJsonValue &element, QStringView event, Timestamp receivedAt)
{
    if (!element.isObject())
        return Error{ErrorCode::Validation, u"The item is not a JSON object"_s, {}};
    return decodeOne({element.toObject(), event, receivedAt});
}

// The first item's error stands for all; its field says which item it was.
Error nothingUnderstood(const std::vector<Item> &items)
{
    Error error = std::get<Error>(items.front());
    const QString field = error.details.value("field"_L1).toString();
    error.details.insert("field"_L1, field.isEmpty() ? u"[0]"_s : u"[0]."_s + field);
    if (items.size() > 1) {
        error.message = u"No item of the array was understood; the first: %1"_s.arg(error.message);
        error.code = ErrorCode::Validation;
    }
    return error;
}

Result<Decoded> decodeArray(const QJsonArray &array, QStringView event, Timestamp receivedAt)
{
    if (array.isEmpty())
        return Error::field(u"body"_s, u"The array is empty"_s);
    if (array.size() > mostItems) {
        return Error{
            ErrorCode::Validation,
            u"The array has %1 items, at most %2 are taken"_s.arg(array.size()).arg(mostItems),
            {{"field"_L1, u"body"_s}, {"limit"_L1, mostItems}}};
    }
    Decoded decoded;
    decoded.isArray = true;
    decoded.items.reserve(static_cast<size_t>(array.size()));
    for (const QJsonValue &element : array)
        decoded.items.push_back(decodeElement(element, event, receivedAt));
    const auto isError = [](const Item &item) { return std::holds_alternative<Error>(item); };
    if (std::all_of(decoded.items.begin(), decoded.items.end(), isError))
        return nothingUnderstood(decoded.items);
    return decoded;
}

} // namespace

QByteArray deduplicationId(const QString &text)
{
    constexpr qsizetype longest = 200;
    const auto isNothing = [](QChar c) {
        return c == u'0' || c == u'-' || c == u'A' || c == u'='; // hex, UUID, base64 of zeros
    };
    if (text.size() > longest || std::all_of(text.begin(), text.end(), isNothing))
        return {};
    return textOf(text).toUtf8();
}

Result<Decoded> decode(const RawWebhook &webhook)
{
    QJsonParseError parse;
    const QJsonDocument document = QJsonDocument::fromJson(webhook.body, &parse);
    if (parse.error != QJsonParseError::NoError) {
        return Error{ErrorCode::Validation,
                     u"The body is not a JSON object or array: %1"_s.arg(parse.errorString()),
                     {{"field"_L1, u"body"_s}, {"offset"_L1, parse.offset}}};
    }
    const QString event = webhook.event.toLower();
    if (document.isArray())
        return decodeArray(document.array(), event, webhook.receivedAt);
    Item item = decodeOne({document.object(), event, webhook.receivedAt});
    if (Error *error = std::get_if<Error>(&item)) {
        if (!error->details.contains("field"_L1))
            error->details.insert("field"_L1, u"body"_s);
        return std::move(*error);
    }
    Decoded decoded;
    decoded.items.push_back(std::move(item));
    return decoded;
}

} // namespace datakubo::ingest
