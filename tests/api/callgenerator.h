#pragma once
#include "tests/api/apitext.h"
#include "tests/support/testbackend.h"

#include <random>

namespace datakubo::test {

// A call to be made, and what is known of it beforehand.
struct GeneratedCall {
    contract::Request request;
    const Operation *operation = nullptr; // it is about; its method may be another
    QStringList breakage;                 // what was done to it, in words; empty: nothing
    bool isRefusedBySchema = false;       // a JSON body that its schema says is wrong
};

// Makes calls out of the OpenAPI text: such as it describes, and such with something broken. What
// answers tell (EUIs, ids, cursors, tokens) goes into later calls, so that they find something.
class CallGenerator
{
public:
    CallGenerator(const ApiText &text, quint64 seed);

    // A value that calls may use where a field or parameter of this name is wanted.
    void learn(const QString &name, const QJsonValue &value);
    void learn(const Operation &operation, const contract::Response &response);

    GeneratedCall next();
    qsizetype below(qsizetype bound); // 0 when there is nothing below
    bool oneIn(int times) { return below(times) == 0; }

private:
    QJsonValue valid(const QJsonValue &schema, const QString &name, int depth = 0);
    QString validText(const QJsonObject &schema, const QString &name);
    QJsonValue anything(int depth = 0);
    QString oddText();
    QString known(const QString &name); // empty when nothing is known
    QJsonValue body(const Operation &operation);
    QJsonValue broken(const QJsonValue &value, QStringList &how, int depth = 0);
    void addBody(GeneratedCall &call, bool breaks);
    QByteArray brokenBytes(QByteArray bytes, QStringList &how);
    QByteArray path(const Operation &operation, bool isBroken, QStringList &how);
    QByteArray query(const Operation &operation, bool isBroken, QStringList &how);
    void learnFields(const QJsonValue &value);

    const ApiText &m_text;
    std::mt19937_64 m_random;
    std::map<QString, std::vector<QJsonValue>> m_known;
};

} // namespace datakubo::test
