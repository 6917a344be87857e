#include "tests/api/apitext.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <valijson/adapters/qtjson_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::test {

class ApiText::Compiled
{
public:
    valijson::Schema schema;
};

namespace {

// Without `format`, which the validator also asks of null; a pattern beside it says the same.
QJsonValue withoutFormats(const QJsonValue &value)
{
    if (value.isArray()) {
        QJsonArray array = value.toArray();
        for (QJsonValueRef item : array)
            item = withoutFormats(item);
        return array;
    }
    if (!value.isObject())
        return value;
    QJsonObject object = value.toObject();
    if (object.value(u"format").isString())
        object.remove(u"format");
    for (QJsonValueRef item : object)
        item = withoutFormats(item);
    return object;
}

} // namespace

ApiText::ApiText(const QJsonObject &document)
    : m_document(document),
      m_schemas{{u"schemas"_s, withoutFormats(document[u"components"][u"schemas"])}}
{
    const QJsonObject paths = document[u"paths"].toObject();
    for (auto path = paths.begin(); path != paths.end(); ++path) {
        const QJsonObject methods = path->toObject();
        for (auto method = methods.begin(); method != methods.end(); ++method)
            m_operations.push_back(
                {method.key().toLatin1().toUpper(), path.key(), method->toObject()});
    }
}

ApiText::~ApiText() = default;

QJsonValue ApiText::resolved(const QJsonValue &value) const
{
    QJsonValue found = value;
    while (found.isObject() && found[u"$ref"].isString()) {
        const QStringList steps = found[u"$ref"].toString().split(u'/');
        found = m_document;
        if (steps.first() != u"#")
            return QJsonValue(QJsonValue::Undefined);
        for (const QString &step : steps.sliced(1))
            found = found.toObject().value(step);
    }
    return found;
}

std::vector<QJsonObject> ApiText::parameters(const Operation &operation) const
{
    std::vector<QJsonObject> all;
    const QJsonArray listed = operation.text[u"parameters"].toArray();
    for (const QJsonValue &parameter : listed)
        all.push_back(resolved(parameter).toObject());
    return all;
}

QJsonValue ApiText::requestSchema(const Operation &operation) const
{
    return operation.text[u"requestBody"][u"content"][u"application/json"][u"schema"];
}

QJsonArray ApiText::requestExamples(const Operation &operation) const
{
    return examples(operation.text[u"requestBody"][u"content"][u"application/json"].toObject());
}

QJsonValue ApiText::response(const Operation &operation, int status) const
{
    return resolved(operation.text[u"responses"].toObject().value(QString::number(status)));
}

QJsonArray ApiText::examples(const QJsonObject &mediaType) const
{
    QJsonArray all;
    if (mediaType.contains(u"example"))
        all.append(mediaType[u"example"]);
    const QJsonObject named = mediaType[u"examples"].toObject();
    for (const QJsonValue &example : named)
        all.append(resolved(example).toObject().value(u"value"));
    return all;
}

QString ApiText::problems(const QJsonValue &value, const QJsonValue &schema) const
{
    const QByteArray key = QJsonDocument(QJsonArray{schema}).toJson(QJsonDocument::Compact);
    std::unique_ptr<Compiled> &compiled = m_compiled[key];
    if (!compiled) {
        compiled = std::make_unique<Compiled>();
        const QJsonObject whole{{u"allOf"_s, QJsonArray{withoutFormats(schema)}},
                                {u"components"_s, m_schemas}};
        valijson::SchemaParser(valijson::SchemaParser::kDraft7)
            .populateSchema(valijson::adapters::QtJsonAdapter(whole), compiled->schema);
    }
    valijson::Validator validator;
    valijson::ValidationResults results;
    if (validator.validate(compiled->schema, valijson::adapters::QtJsonAdapter(value), &results))
        return {};
    QStringList lines;
    valijson::ValidationResults::Error error;
    while (results.popError(error)) {
        QString where;
        for (const std::string &step : error.context)
            where += QString::fromStdString(step);
        lines.append(where + u": "_s + QString::fromStdString(error.description));
    }
    return lines.join(u'\n');
}

QString ApiText::problems(const contract::Response &answer, const Operation &operation) const
{
    const QJsonValue described = response(operation, answer.status);
    if (described.isUndefined())
        return u"status %1 is not documented"_s.arg(answer.status);
    const QJsonObject content = described[u"content"].toObject();
    const QString type = QString::fromLatin1(answer.contentType).section(u';', 0, 0);
    if (content.isEmpty()) {
        return answer.body.isEmpty() && type.isEmpty()
                   ? QString()
                   : u"status %1 is documented without a body"_s.arg(answer.status);
    }
    if (!content.contains(type))
        return u"status %1 is not documented as %2"_s.arg(answer.status).arg(type);
    const QJsonValue schema = content[type][u"schema"];
    if (type != u"application/json")
        return problems(QString::fromUtf8(answer.body), schema);
    QJsonParseError parsed;
    const QJsonDocument body = QJsonDocument::fromJson(answer.body, &parsed);
    if (parsed.error != QJsonParseError::NoError)
        return u"the body is no JSON: %1"_s.arg(parsed.errorString());
    return problems(body.isArray() ? QJsonValue(body.array()) : QJsonValue(body.object()), schema);
}

} // namespace datakubo::test
