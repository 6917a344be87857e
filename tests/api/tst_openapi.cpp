#include "backend/api/openapi.h"
#include "backend/api/route.h"
#include "backend/contract/errorcodes.h"
#include "tests/api/apitext.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

#include <set>

using namespace datakubo;
using namespace datakubo::test;
using namespace Qt::Literals::StringLiterals;

namespace {

QString nameOf(const api::Route &route)
{
    return QString::fromLatin1(contract::toText(route.method) + ' ' + route.pattern);
}

// The scopes a caller needs, in the words of /auth/me.
QJsonArray wordsOf(api::Scope scope)
{
    switch (scope) {
    case api::Scope::Public:
    case api::Scope::Anyone: return {};
    case api::Scope::Member: return {u"read"_s};
    case api::Scope::Manage: return {u"manage"_s};
    case api::Scope::Admin: return {u"admin"_s};
    case api::Scope::Ingest: return {u"ingest"_s};
    }
    Q_UNREACHABLE();
    return {};
}

// Everything of a document, with the path to it.
template <typename Visit>
void visitAll(const QJsonValue &value, const QString &at, Visit visit)
{
    visit(value, at);
    if (value.isArray()) {
        const QJsonArray items = value.toArray();
        for (qsizetype i = 0; i < items.size(); ++i)
            visitAll(items[i], at + u'/' + QString::number(i), visit);
    } else if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            visitAll(*it, at + u'/' + it.key(), visit);
    }
}

// Every schema below this one, itself included; references are not followed.
template <typename Visit>
void visitSchemas(const QJsonValue &schema, const QString &at, Visit visit)
{
    visit(schema.toObject(), at);
    const QJsonObject object = schema.toObject();
    const QJsonObject properties = object[u"properties"].toObject();
    for (auto it = properties.begin(); it != properties.end(); ++it)
        visitSchemas(*it, at + u"/properties/"_s + it.key(), visit);
    if (object.contains(u"items"))
        visitSchemas(object[u"items"], at + u"/items"_s, visit);
    for (const QString &many : {u"anyOf"_s, u"allOf"_s}) {
        const QJsonArray parts = object[many].toArray();
        for (qsizetype i = 0; i < parts.size(); ++i)
            visitSchemas(parts[i], at + u'/' + many + u'/' + QString::number(i), visit);
    }
}

} // namespace

class OpenApiTest : public QObject
{
    Q_OBJECT

private:
    const ApiText text{api::openApiDocument(u"1.2.3"_s)};

    static const api::Route *routeOf(const Operation &operation)
    {
        for (const api::Route &route : api::routes()) {
            if (nameOf(route) == operation.name())
                return &route;
        }
        return nullptr;
    }

    // The content of requests and responses, each with a name.
    template <typename Visit>
    void visitMediaTypes(Visit visit) const
    {
        const auto each = [&](const QJsonValue &content, const QString &at) {
            const QJsonObject types = content.toObject();
            for (auto it = types.begin(); it != types.end(); ++it)
                visit(it.key(), it->toObject(), at + u' ' + it.key());
        };
        for (const Operation &operation : text.operations()) {
            each(operation.text[u"requestBody"][u"content"], operation.name() + u" request"_s);
            const QJsonObject responses = operation.text[u"responses"].toObject();
            for (auto it = responses.begin(); it != responses.end(); ++it)
                each(text.resolved(*it)[u"content"], operation.name() + u' ' + it.key());
        }
    }

    static void addOperations(const ApiText &text)
    {
        QTest::addColumn<int>("index");
        for (size_t i = 0; i < text.operations().size(); ++i)
            QTest::newRow(qPrintable(text.operations()[i].name())) << static_cast<int>(i);
    }

private Q_SLOTS:
    void everyRouteIsDescribedAndNothingElse()
    {
        QStringList routes;
        for (const api::Route &route : api::routes())
            routes.append(nameOf(route));
        QStringList described;
        for (const Operation &operation : text.operations())
            described.append(operation.name());
        routes.sort();
        described.sort();
        QCOMPARE(described, routes);
    }

    void twoFilesNeverDescribeTheSame()
    {
        QStringList names;
        const QDir folder(u":/datakubo/openapi"_s);
        QVERIFY(folder.entryList().size() > 1);
        for (const QString &name : folder.entryList()) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            QJsonParseError problem;
            const QJsonDocument part = QJsonDocument::fromJson(file.readAll(), &problem);
            QVERIFY2(part.isObject(), qPrintable(name + u": "_s + problem.errorString() + u" at "_s
                                                 + QString::number(problem.offset)));
            const QJsonObject paths = part[u"paths"].toObject();
            for (auto it = paths.begin(); it != paths.end(); ++it) {
                for (const QString &method : it->toObject().keys())
                    names.append(it.key() + u' ' + method);
            }
            const QJsonObject kinds = part[u"components"].toObject();
            for (auto it = kinds.begin(); it != kinds.end(); ++it) {
                for (const QString &component : it->toObject().keys())
                    names.append(it.key() + u'/' + component);
            }
        }
        const qsizetype all = names.size();
        QCOMPARE(names.removeDuplicates(), 0);
        QCOMPARE(names.size(), all);
    }

    void anOperationSaysWhatItIs_data() { addOperations(text); }
    void anOperationSaysWhatItIs()
    {
        QFETCH(int, index);
        const Operation &operation = text.operations()[static_cast<size_t>(index)];
        QVERIFY(!operation.text[u"summary"].toString().isEmpty());
        QVERIFY(!operation.text[u"operationId"].toString().isEmpty());
        QStringList known;
        const QJsonArray tags = text.document()[u"tags"].toArray();
        for (const QJsonValue &tag : tags)
            known.append(tag[u"name"].toString());
        QCOMPARE(operation.text[u"tags"].toArray().size(), 1);
        QVERIFY(known.contains(operation.text[u"tags"][0].toString()));

        QStringList inPath;
        auto matches = QRegularExpression(u"\\{(\\w+)\\}"_s).globalMatch(operation.path);
        while (matches.hasNext())
            inPath.append(matches.next().captured(1));
        QStringList described;
        for (const QJsonObject &parameter : text.parameters(operation)) {
            const QString name = parameter[u"name"].toString();
            QVERIFY(parameter[u"schema"].isObject());
            if (parameter[u"in"] == u"path"_s) {
                described.append(name);
                QCOMPARE(parameter[u"required"], QJsonValue(true));
            }
            if (parameter.contains(u"example"))
                QCOMPARE(text.problems(parameter[u"example"], parameter[u"schema"]), QString());
            else
                QCOMPARE(name, u"cursor"_s);
        }
        QCOMPARE(described, inPath);
    }

    void operationIdsAreUnique()
    {
        std::set<QString> ids;
        for (const Operation &operation : text.operations())
            QVERIFY(ids.insert(operation.text[u"operationId"].toString()).second);
    }

    void securityIsWhatTheRouteAsks_data() { addOperations(text); }
    void securityIsWhatTheRouteAsks()
    {
        QFETCH(int, index);
        const Operation &operation = text.operations()[static_cast<size_t>(index)];
        const api::Route *route = routeOf(operation);
        QVERIFY(route != nullptr);
        const QJsonArray words = wordsOf(route->scope);
        QJsonArray expected;
        if (route->scope != api::Scope::Public) {
            expected.append(QJsonObject{{u"apiKey"_s, words}});
            expected.append(QJsonObject{{u"bearer"_s, words}});
        }
        QVERIFY(operation.text.contains(u"security"));
        QCOMPARE(operation.text[u"security"].toArray(), expected);
    }

    void theAnswersEveryCallOfItsKindMayGiveAreThere_data() { addOperations(text); }
    void theAnswersEveryCallOfItsKindMayGiveAreThere()
    {
        QFETCH(int, index);
        const Operation &operation = text.operations()[static_cast<size_t>(index)];
        const api::Route *route = routeOf(operation);
        QVERIFY(route != nullptr);
        const QStringList statuses = operation.text[u"responses"].toObject().keys();
        QVERIFY(statuses.first().startsWith(u'2'));
        QStringList needed;
        if (route->scope != api::Scope::Public)
            needed += {u"401"_s, u"403"_s};
        if (route->access != api::Access::None)
            needed += u"503"_s;
        if (operation.text.contains(u"requestBody"))
            needed += {u"400"_s, u"413"_s, u"415"_s};
        if (operation.path.contains(u"{eui}"))
            needed += {u"400"_s, u"404"_s};
        else if (operation.path.contains(u'{'))
            needed += u"404"_s;
        for (const QJsonObject &parameter : text.parameters(operation)) {
            if (parameter[u"name"] == u"limit"_s)
                needed += u"400"_s;
        }
        for (const QString &status : needed)
            QVERIFY2(statuses.contains(status), qPrintable(status));
        const bool takesBody = route->method == contract::Method::Post
                               || route->method == contract::Method::Put
                               || route->method == contract::Method::Patch;
        if (!takesBody)
            QVERIFY(!operation.text.contains(u"requestBody"));
    }

    void everyBodyHasASchemaAndExamplesThatFitIt()
    {
        visitMediaTypes([&](const QString &, const QJsonObject &media, const QString &at) {
            QVERIFY2(media[u"schema"].isObject(), qPrintable(at));
            const QJsonArray examples = text.examples(media);
            QVERIFY2(!examples.isEmpty(), qPrintable(at));
            for (const QJsonValue &example : examples) {
                const QString problem = text.problems(example, media[u"schema"]);
                QVERIFY2(problem.isEmpty(), qPrintable(at + u'\n' + problem));
            }
        });
        for (const Operation &operation : text.operations()) {
            const QJsonObject responses = operation.text[u"responses"].toObject();
            for (auto it = responses.begin(); it != responses.end(); ++it) {
                const bool isBare = it.key() == u"204" || it.key() == u"304";
                QVERIFY(!text.resolved(*it)[u"description"].toString().isEmpty());
                QCOMPARE(text.resolved(*it)[u"content"].isUndefined(), isBare);
            }
        }
    }

    void everyReferenceLeadsSomewhereAndEveryComponentIsUsed()
    {
        std::set<QString> used;
        visitAll(text.document(), u"#"_s, [&](const QJsonValue &value, const QString &at) {
            if (!value.isObject() || !value[u"$ref"].isString())
                return;
            QVERIFY2(text.resolved(value).isObject(), qPrintable(at));
            used.insert(value[u"$ref"].toString());
        });
        const QJsonObject kinds = text.document()[u"components"].toObject();
        for (auto it = kinds.begin(); it != kinds.end(); ++it) {
            if (it.key() == u"securitySchemes")
                continue;
            for (const QString &name : it->toObject().keys()) {
                const QString reference = u"#/components/"_s + it.key() + u'/' + name;
                QVERIFY2(used.contains(reference), qPrintable(reference));
            }
        }
    }

    // What the validator does not know it would let pass.
    void schemasUseOnlyWordsTheValidatorKnows()
    {
        const std::set<QString> known{u"$ref"_s,       u"type"_s,
                                      u"properties"_s, u"additionalProperties"_s,
                                      u"required"_s,   u"items"_s,
                                      u"enum"_s,       u"const"_s,
                                      u"pattern"_s,    u"minimum"_s,
                                      u"maximum"_s,    u"minLength"_s,
                                      u"format"_s,     u"maxLength"_s,
                                      u"maxItems"_s,   u"uniqueItems"_s,
                                      u"anyOf"_s,      u"allOf"_s,
                                      u"default"_s,    u"description"_s,
                                      u"examples"_s,   u"contentMediaType"_s};
        const auto check = [&](const QJsonObject &schema, const QString &at) {
            for (const QString &word : schema.keys())
                QVERIFY2(known.contains(word), qPrintable(at + u' ' + word));
        };
        const QJsonObject schemas = text.document()[u"components"][u"schemas"].toObject();
        for (auto it = schemas.begin(); it != schemas.end(); ++it)
            visitSchemas(*it, it.key(), check);
        visitMediaTypes([&](const QString &, const QJsonObject &media, const QString &at) {
            visitSchemas(media[u"schema"], at, check);
        });
    }

    void objectsInAnswersSayWhetherTheyAreClosed()
    {
        std::set<QString> seen;
        const std::function<void(const QJsonValue &, const QString &)> walk =
            [&](const QJsonValue &schema, const QString &at) {
                visitSchemas(schema, at, [&](const QJsonObject &part, const QString &where) {
                    if (part[u"$ref"].isString()) {
                        if (seen.insert(part[u"$ref"].toString()).second)
                            walk(text.resolved(part), part[u"$ref"].toString());
                        return;
                    }
                    const QJsonValue type = part[u"type"];
                    if (type == u"object"_s || type.toArray().contains(u"object"_s)) {
                        QVERIFY2(part.contains(u"additionalProperties"), qPrintable(where));
                        QVERIFY2(part[u"additionalProperties"].toBool()
                                     || part.contains(u"required"),
                                 qPrintable(where));
                    }
                });
            };
        visitMediaTypes([&](const QString &, const QJsonObject &media, const QString &at) {
            if (!at.contains(u" request"))
                walk(media[u"schema"], at);
        });
        QVERIFY(seen.size() > 10);
    }

    void everyErrorCodeIsNamed()
    {
        QStringList codes;
        for (int code = 0; code <= static_cast<int>(ErrorCode::StorageUnavailable); ++code)
            codes.append(contract::errorCodeText(static_cast<ErrorCode>(code)));
        QStringList named;
        const QJsonArray words =
            text.document()[u"components"][u"schemas"][u"ErrorCode"][u"enum"].toArray();
        for (const QJsonValue &code : words)
            named.append(code.toString());
        codes.sort();
        named.sort();
        QCOMPARE(named, codes);
    }

    void theValidatorRefusesWhatIsWrong_data()
    {
        QTest::addColumn<QString>("schema");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<bool>("isRight");
        QTest::newRow("a volume") << u"Volume"_s << QByteArray("12.5") << true;
        QTest::newRow("a volume as text") << u"Volume"_s << QByteArray("\"12.5\"") << false;
        QTest::newRow("no volume") << u"Volume"_s << QByteArray("null") << false;
        QTest::newRow("no volume where there may be none")
            << u"VolumeOrNull"_s << QByteArray("null") << true;
        QTest::newRow("an EUI in capitals in an answer")
            << u"Eui"_s << QByteArray("\"A1B2C3D4E5F60001\"") << false;
        QTest::newRow("an EUI in capitals in a request")
            << u"EuiIn"_s << QByteArray("\"A1B2C3D4E5F60001\"") << true;
        QTest::newRow("a count that is a fraction") << u"Count"_s << QByteArray("1.5") << false;
        QTest::newRow("a count below zero") << u"Count"_s << QByteArray("-1") << false;
        QTest::newRow("a time with an offset in an answer")
            << u"Time"_s << QByteArray("\"2025-01-15T10:30:00+01:00\"") << false;
        QTest::newRow("a field too few")
            << u"Pagination"_s << QByteArray(R"({"total":1,"limit":50,"offset":0})") << false;
        QTest::newRow("a field too many")
            << u"Pagination"_s
            << QByteArray(R"({"total":1,"limit":50,"offset":0,"next_cursor":null,"page":1})")
            << false;
    }
    void theValidatorRefusesWhatIsWrong()
    {
        QFETCH(QString, schema);
        QFETCH(QByteArray, value);
        QFETCH(bool, isRight);
        const QJsonObject reference{{u"$ref"_s, u"#/components/schemas/"_s + schema}};
        const QJsonValue parsed = QJsonDocument::fromJson('[' + value + ']').array().at(0);
        QCOMPARE(text.problems(parsed, reference).isEmpty(), isRight);
    }
};

QTEST_GUILESS_MAIN(OpenApiTest)
#include "tst_openapi.moc"
