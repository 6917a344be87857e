#pragma once
#include "backend/contract/message.h"

#include <QJsonObject>

#include <map>
#include <memory>
#include <vector>

namespace datakubo::test {

// One call as the OpenAPI text describes it.
struct Operation {
    QByteArray method; // "GET"
    QString path;      // "/devices/{eui}"
    QJsonObject text;

    QString name() const { return QString::fromLatin1(method) + u' ' + path; }
};

// The OpenAPI text the way a test asks it: references followed, values held against schemas.
class ApiText
{
public:
    explicit ApiText(const QJsonObject &document);
    ~ApiText();

    const QJsonObject &document() const { return m_document; }
    const std::vector<Operation> &operations() const { return m_operations; }

    // What a reference leads to, through any number of them; undefined when it leads nowhere.
    QJsonValue resolved(const QJsonValue &value) const;
    // With those of the references followed.
    std::vector<QJsonObject> parameters(const Operation &operation) const;
    QJsonValue requestSchema(const Operation &operation) const;
    QJsonArray requestExamples(const Operation &operation) const;
    QJsonValue response(const Operation &operation, int status) const; // undefined: undocumented
    QJsonArray examples(const QJsonObject &mediaType) const; // of `example` and `examples`

    // Why the schema refuses the value; empty when it does not.
    QString problems(const QJsonValue &value, const QJsonValue &schema) const;
    // Why this is not an answer the operation may give; empty when it is one.
    QString problems(const contract::Response &response, const Operation &operation) const;

private:
    class Compiled;

    QJsonObject m_document;
    QJsonObject m_schemas; // for the validator
    std::vector<Operation> m_operations;
    mutable std::map<QByteArray, std::unique_ptr<Compiled>> m_compiled; // by the schema's text
};

} // namespace datakubo::test
