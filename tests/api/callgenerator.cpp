#include "tests/api/callgenerator.h"

#include <QDate>
#include <QRegularExpression>
#include <QUrl>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::test {

namespace {

constexpr size_t mostKnown = 100; // of one name

// What an id in this path, or in the answer of this path, is an id of: "/end-users/{id}" and
// "/end-users" → "end_user_id", "/devices/{eui}/readings" → "reading_id".
QString idName(const QString &path)
{
    QString name;
    const QStringList segments = path.split(u'/', Qt::SkipEmptyParts);
    for (const QString &segment : segments) {
        if (segment == u"{id}")
            break;
        if (!segment.startsWith(u'{'))
            name = segment;
    }
    name.replace(u'-', u'_');
    if (name.endsWith(u's'))
        name.chop(1);
    return name + u"_id"_s;
}

// Text is trimmed before it is looked at, passwords are not.
QJsonValue trimmed(const QJsonValue &value)
{
    if (value.isString())
        return value.toString().trimmed();
    if (value.isArray()) {
        QJsonArray array = value.toArray();
        for (QJsonValueRef item : array)
            item = trimmed(item);
        return array;
    }
    QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (it.key() != u"password")
            *it = trimmed(*it);
    }
    return value.isObject() ? QJsonValue(object) : value;
}

QByteArray encoded(const QString &text)
{
    return QUrl::toPercentEncoding(text);
}

} // namespace

CallGenerator::CallGenerator(const ApiText &text, quint64 seed) : m_text(text), m_random(seed) {}

qsizetype CallGenerator::below(qsizetype bound)
{
    return bound <= 0 ? 0 : static_cast<qsizetype>(m_random() % static_cast<std::uint64_t>(bound));
}

void CallGenerator::learn(const QString &name, const QJsonValue &value)
{
    auto &values = m_known[name];
    if (values.size() < mostKnown)
        values.push_back(value);
    else
        values[static_cast<size_t>(below(mostKnown))] = value;
}

void CallGenerator::learnFields(const QJsonValue &value)
{
    if (value.isArray()) {
        const QJsonArray items = value.toArray();
        for (const QJsonValue &item : items)
            learnFields(item);
    } else if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            if (it->isString() && it.key() != u"id" && it.key() != u"email"
                && it.key() != u"status")
                learn(it.key(), *it);
            learnFields(*it);
        }
    }
}

void CallGenerator::learn(const Operation &operation, const contract::Response &response)
{
    if (response.status >= 300 || response.contentType != "application/json")
        return;
    const QJsonObject body = bodyOf(response);
    learnFields(body[u"data"]);
    if (const QJsonValue cursor = body[u"pagination"][u"next_cursor"]; cursor.isString())
        learn(u"cursor"_s, cursor);
    const QJsonArray items =
        body[u"data"].isArray() ? body[u"data"].toArray() : QJsonArray{body[u"data"]};
    for (const QJsonValue &item : items) {
        if (item[u"id"].isString())
            learn(idName(operation.path), item[u"id"]);
    }
}

QString CallGenerator::known(const QString &name)
{
    const auto found = m_known.find(name);
    if (found == m_known.end() || found->second.empty())
        return {};
    return found->second[static_cast<size_t>(below(static_cast<qsizetype>(found->second.size())))]
        .toString();
}

QString CallGenerator::validText(const QJsonObject &schema, const QString &name)
{
    if (!oneIn(4)) {
        if (const QString text = known(name); !text.isEmpty())
            return text;
    }
    const QString pattern = schema[u"pattern"].toString();
    if (pattern.contains(u"a-fA-F]{16}"))
        return u"%1"_s.arg(0xa1b2c3d4e5f60000ULL + m_random() % 64, 16, 16, QChar(u'0')).toUpper();
    if (schema[u"format"] == u"uuid"_s)
        return u"0b7e2a4c-5f1d-4c3a-9e8b-7d6c5b4a3f2e"_s;
    const QString day = QDate(2024, 1, 1).addDays(below(900)).toString(Qt::ISODate);
    if (schema[u"format"] == u"date"_s)
        return day;
    if (pattern.startsWith(u"^ *[0-9]{4}")) // a time
        return day + (oneIn(2) ? u"T10:30:00.123456789+02:00"_s : u"T10:30:00Z"_s);
    if (pattern.startsWith(u"^[0-9]{4}")) // a time or a day
        return oneIn(2) ? day : day + u"T00:00:00Z"_s;
    if (name.contains(u"email"))
        return u"r%1@example.org"_s.arg(m_random());
    if (name == u"time_zone")
        return u"Europe/Madrid"_s;
    static const QStringList words{u"Tower"_s,     u"Añil 1º B"_s, u"水道メーター"_s,
                                   u"a'b\"c\\d"_s, u"Ünit %_!"_s,  u"😀"_s};
    QString text = words[below(words.size())] + QString::number(below(1000));
    while (text.size() < schema[u"minLength"].toInt())
        text += u'x';
    if (const qsizetype maximum = schema[u"maxLength"].toInt(); maximum > 0 && oneIn(10))
        text = text.leftJustified(maximum, u'y');
    return text;
}

QJsonValue CallGenerator::valid(const QJsonValue &schema, const QString &name, int depth)
{
    const QJsonObject object = m_text.resolved(schema).toObject();
    if (object.contains(u"const"))
        return object[u"const"];
    for (const QString &choice : {u"enum"_s, u"anyOf"_s}) {
        const QJsonArray all = object[choice].toArray();
        if (!all.isEmpty()) {
            const QJsonValue one = all[below(all.size())];
            return choice == u"enum" ? one : valid(one, name, depth);
        }
    }
    QString type = object[u"type"].toString();
    if (object[u"type"].isArray()) {
        const QJsonArray types = object[u"type"].toArray();
        type = types[below(types.size())].toString();
    }
    if (type == u"null")
        return {};
    if (type == u"boolean")
        return oneIn(2);
    if (type == u"integer" || type == u"number") {
        const auto low = static_cast<qint64>(object[u"minimum"].toDouble(0));
        const auto high = static_cast<qint64>(object[u"maximum"].toDouble(1e6));
        const qint64 whole = low + below(high - low + 1);
        return type == u"number" && whole < high ? QJsonValue(static_cast<double>(whole) + 0.125)
                                                 : QJsonValue(whole);
    }
    if (type == u"string")
        return validText(object, name);
    if (type == u"array") {
        QJsonArray items;
        for (qsizetype count = below(4); count > 0; --count)
            items.append(
                valid(object[u"items"], name == u"dev_euis" ? u"dev_eui"_s : name, depth + 1));
        return items;
    }
    if (type == u"object" && depth < 4) {
        QJsonObject made;
        const QJsonArray required = object[u"required"].toArray();
        const QJsonObject properties = object[u"properties"].toObject();
        for (auto it = properties.begin(); it != properties.end(); ++it) {
            if (required.contains(it.key()) || oneIn(3))
                made[it.key()] = valid(*it, it.key(), depth + 1);
        }
        return made;
    }
    return anything(depth);
}

QString CallGenerator::oddText()
{
    static const QStringList odd{u""_s,
                                 u" "_s,
                                 u"\u00a0\u2003"_s,
                                 QString(QChar(0)),
                                 u"a\0b"_s,
                                 u"\n"_s,
                                 u"\x7f"_s,
                                 u"\ufeff"_s,
                                 u"\u202eabc"_s,
                                 u"e\u0301\u0301\u0301"_s,
                                 u"\U0010ffff"_s,
                                 QString(QChar(0xd800)),
                                 QString(QChar(0xdc00)) + u"x"_s,
                                 u"\uffff"_s,
                                 u"' or 1=1; --"_s,
                                 u"%00"_s,
                                 u"../../etc/passwd"_s,
                                 u"{eui}"_s,
                                 u"null"_s,
                                 u"true"_s,
                                 u"NaN"_s,
                                 u"1e999"_s,
                                 u"9223372036854775808"_s,
                                 u"-1"_s,
                                 u"0x10"_s,
                                 u"2025-02-30"_s,
                                 u"2025-13-01T25:61:61Z"_s,
                                 u"9999-12-31T23:59:59Z"_s,
                                 u"0000-01-01T00:00:00Z"_s,
                                 u"ａ１ｂ２ｃ３ｄ４ｅ５ｆ６００"_s,
                                 u"a1b2c3d4e5f6000g"_s,
                                 u"A1-B2-C3-D4-E5-F6-00-01"_s,
                                 u"İıſK"_s,
                                 QString(300, u'x'),
                                 QString(70'000, u'ß')};
    return odd[below(odd.size())];
}

QJsonValue CallGenerator::anything(int depth)
{
    switch (below(depth > 3 ? 5 : 8)) {
    case 0: return {};
    case 1: return oneIn(2);
    case 2: {
        static const double numbers[] = {
            0,       -1,           1.5,  1e308, -1e308, 5e-324, 9007199254740993.0,
            -9.3e18, 2147483648.0, 1e-7, 9e9,   9.1e9};
        return numbers[below(std::size(numbers))];
    }
    case 3:
    case 4: return oddText();
    case 5: return QJsonArray{anything(depth + 1), anything(depth + 1)};
    case 6: return QJsonArray();
    default: return QJsonObject{{oddText(), anything(depth + 1)}};
    }
}

QJsonValue CallGenerator::body(const Operation &operation)
{
    const QJsonArray examples = m_text.requestExamples(operation);
    const bool isVague =
        m_text.resolved(m_text.requestSchema(operation)).toObject().contains(u"anyOf");
    if (isVague ? !oneIn(3) : oneIn(10))
        return examples[below(examples.size())];
    return valid(m_text.requestSchema(operation), {});
}

QJsonValue CallGenerator::broken(const QJsonValue &value, QStringList &how, int depth)
{
    if (value.isObject() && !value.toObject().isEmpty() && depth < 6) {
        QJsonObject object = value.toObject();
        const QString key = object.keys()[below(object.size())];
        switch (below(5)) {
        case 0:
            object.remove(key);
            how.append(u"without "_s + key);
            return object;
        case 1:
            object[oneIn(2) ? u"surplus"_s : oddText()] = anything();
            how.append(u"with a field too many"_s);
            return object;
        default: object[key] = broken(object[key], how, depth + 1); return object;
        }
    }
    if (value.isArray() && !value.toArray().isEmpty() && !oneIn(4) && depth < 6) {
        QJsonArray array = value.toArray();
        const qsizetype at = below(array.size());
        array[at] = broken(array[at], how, depth + 1);
        return array;
    }
    how.append(u"with another value"_s);
    return anything();
}

QByteArray CallGenerator::brokenBytes(QByteArray bytes, QStringList &how)
{
    how.append(u"with damaged bytes"_s);
    switch (below(7)) {
    case 0: return bytes.left(below(bytes.size()));
    case 1:
        for (qsizetype flips = 1 + below(4); flips > 0 && !bytes.isEmpty(); --flips)
            bytes[below(bytes.size())] = static_cast<char>(below(256));
        return bytes;
    case 2: return "\xef\xbb\xbf" + bytes;
    case 3: return bytes + bytes;
    case 4: return QByteArray(1 + below(3000), '[');
    case 5: return bytes.replace("\"", "\"\\ud800");
    default: return QByteArray("\xff\xfe\x00\x01", 4);
    }
}

QByteArray CallGenerator::path(const Operation &operation, bool isBroken, QStringList &how)
{
    QByteArray made = operation.path.toLatin1();
    for (const QJsonObject &parameter : m_text.parameters(operation)) {
        if (parameter[u"in"] != u"path"_s)
            continue;
        const QString name = parameter[u"name"].toString();
        const QString pool = name == u"eui"  ? u"dev_eui"_s
                             : name == u"id" ? idName(operation.path)
                                             : name;
        QString value;
        if (isBroken && oneIn(2)) {
            value = oddText().left(2000);
            how.append(u"with an odd "_s + name);
        } else if (oneIn(10)) {
            value = parameter[u"example"].toString();
        } else {
            value = validText(m_text.resolved(parameter[u"schema"]).toObject(), pool);
        }
        // An empty segment would be another path.
        made.replace('{' + name.toLatin1() + '}',
                     value.isEmpty() ? QByteArray("%20") : encoded(value));
    }
    return made;
}

QByteArray CallGenerator::query(const Operation &operation, bool isBroken, QStringList &how)
{
    QByteArrayList items;
    for (const QJsonObject &parameter : m_text.parameters(operation)) {
        if (parameter[u"in"] != u"query"_s || !oneIn(3))
            continue;
        const QString name = parameter[u"name"].toString();
        QString value = valid(parameter[u"schema"], name).toVariant().toString();
        if (isBroken && oneIn(2)) {
            value = oddText().left(3000);
            how.append(u"with an odd "_s + name);
        }
        items.append(name.toLatin1() + '=' + encoded(value));
    }
    if (isBroken && oneIn(4)) {
        static const QByteArrayList odd{"limit=1&limit=x", "&&==&",      "%", "%zz=%ff",
                                        "a=b=c",           "cursor=%00", "=", "offset",
                                        "event=%ff%fe"};
        items.append(odd[below(odd.size())]);
        how.append(u"with an odd query"_s);
    }
    return items.join('&');
}

void CallGenerator::addBody(GeneratedCall &call, bool breaks)
{
    const Operation &operation = *call.operation;
    const QJsonObject content = operation.text[u"requestBody"][u"content"].toObject();
    if (content.isEmpty())
        return;
    const QString kind = content.keys()[below(content.size())];
    QByteArray type = kind.toLatin1();
    QByteArray bytes;
    const QJsonValue schema = content[kind][u"schema"];
    QJsonValue sent;
    if (kind == u"application/json") {
        sent = body(operation);
        if (breaks && !oneIn(4)) {
            for (qsizetype times = 1 + below(2); times > 0; --times)
                sent = broken(sent, call.breakage);
        }
        if (!sent.isObject() && !sent.isArray())
            sent = QJsonArray{sent};
        bytes = (sent.isArray() ? QJsonDocument(sent.toArray()) : QJsonDocument(sent.toObject()))
                    .toJson(QJsonDocument::Compact);
    } else {
        const QJsonArray examples = m_text.examples(content[kind].toObject());
        bytes = examples[below(examples.size())].toString().toUtf8();
    }
    const bool isDamaged = breaks && oneIn(kind == u"application/json" ? 10 : 2);
    if (isDamaged)
        bytes = brokenBytes(bytes, call.breakage);
    if (oneIn(5))
        type += "; charset=utf-8";
    if (breaks && oneIn(10)) {
        static const QByteArrayList others{"text/plain",
                                           "application/x-www-form-urlencoded",
                                           "multipart/form-data; boundary=x",
                                           "application/xml",
                                           ";",
                                           "application/jsonx",
                                           "\xff"};
        type = others[below(others.size())];
        call.breakage.append(u"as "_s + QString::fromLatin1(type));
    }
    call.request.body = bytes;
    call.request.headers.push_back({"content-type", type});
    call.isRefusedBySchema = kind == u"application/json" && !isDamaged
                             && !m_text.problems(trimmed(sent), schema).isEmpty();
}

GeneratedCall CallGenerator::next()
{
    const auto &operations = m_text.operations();
    const Operation &operation =
        operations[static_cast<size_t>(below(static_cast<qsizetype>(operations.size())))];
    GeneratedCall call;
    call.operation = &operation;
    contract::Request &request = call.request;
    request.method = contract::parseMethod(operation.method);
    request.peer.address = u"192.0.2.7"_s;
    const bool breaks = oneIn(2);
    request.path = "/api/v1" + path(operation, breaks && oneIn(3), call.breakage);
    request.query = query(operation, breaks && oneIn(2), call.breakage);
    addBody(call, breaks);
    if (breaks && oneIn(15)) {
        static const contract::Method methods[] = {
            contract::Method::Get,   contract::Method::Post,   contract::Method::Put,
            contract::Method::Patch, contract::Method::Delete, contract::Method::Other};
        request.method = methods[below(std::size(methods))];
        call.breakage.append(u"by another method"_s);
    }
    return call;
}

} // namespace datakubo::test
