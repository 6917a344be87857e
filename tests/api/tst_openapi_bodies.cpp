#include "backend/api/openapi.h"
#include "tests/api/apitext.h"
#include "tests/support/testbackend.h"

#include <QTest>

#include <algorithm>

using namespace datakubo;
using namespace datakubo::test;
using namespace Qt::Literals::StringLiterals;

// Every field of every body: what the OpenAPI text allows at its very limits is taken, and the
// next thing beyond is refused with the field's name.
class OpenApiBodiesTest : public QObject
{
    Q_OBJECT

private:
    const ApiText text{api::openApiDocument(u"1.2.3"_s)};
    std::unique_ptr<TestBackend> backend;
    Tenant tenant;

    struct Field {
        const Operation *operation;
        QString name;
        QJsonObject schema;
        bool isRequired;
    };
    std::vector<Field> fields() const
    {
        std::vector<Field> all;
        for (const Operation &operation : text.operations()) {
            const QJsonObject body = text.resolved(text.requestSchema(operation)).toObject();
            const QJsonObject properties = body[u"properties"].toObject();
            for (auto it = properties.begin(); it != properties.end(); ++it)
                all.push_back({&operation, it.key(), text.resolved(*it).toObject(),
                               body[u"required"].toArray().contains(it.key())});
        }
        return all;
    }

    static bool allowsNull(const QJsonObject &schema)
    {
        return schema[u"type"].toArray().contains(u"null"_s)
               || schema[u"enum"].toArray().contains(QJsonValue());
    }
    static bool isOf(const QJsonObject &schema, const QString &type)
    {
        return schema[u"type"] == type || schema[u"type"].toArray().contains(type);
    }

    // "" when the field was not objected to, else what the answer says of it.
    QString objection(const Field &field, const QJsonValue &value)
    {
        QJsonObject body = text.requestExamples(*field.operation)[0].toObject();
        if (body.contains(u"customer_id"))
            body[u"customer_id"] = tenant.community.uuid;
        if (value.isUndefined())
            body.remove(field.name);
        else
            body[field.name] = value;
        QByteArray path = field.operation->path.toLatin1();
        path.replace("{eui}", "a1b2c3d4e5f60001");
        path.replace("{id}",
                     (path.startsWith("/end-users") ? tenant.resident.uuid : tenant.community.uuid)
                         .toLatin1());
        const auto answer = backend->call(contract::parseMethod(field.operation->method), path,
                                          QJsonDocument(body).toJson(), tenant.withKey());
        if (answer.status != 400)
            return answer.status < 500 ? QString() : u"about nothing: %1"_s.arg(answer.status);
        // An array's element is named like dev_euis[0].
        return fieldOf(answer).section(u'[', 0, 0) == field.name
                   ? bodyOf(answer)[u"message"].toString()
                   : u"about another field: "_s + QString::fromUtf8(answer.body);
    }

    void verifyTaken(const Field &field, const QJsonValue &value)
    {
        const QString said = objection(field, value);
        // A text at its longest may still be no e-mail address; only its length is looked at.
        // Neither are rules between fields its business.
        static const QStringList meanings{u"e-mail address"_s,  u"Europe/Madrid"_s,
                                          u"such as EUR"_s,     u"such as es"_s,
                                          u"must be one of"_s,  u"required for a"_s,
                                          u"Only a resident"_s, u"Only a community_admin"_s,
                                          u"meter showed"_s};
        const bool isAboutTheMeaning =
            std::any_of(meanings.begin(), meanings.end(),
                        [&said](const QString &meaning) { return said.contains(meaning); });
        QVERIFY2(said.isEmpty() || isAboutTheMeaning, qPrintable(said));
    }
    void verifyRefused(const Field &field, const QJsonValue &value)
    {
        const QString said = objection(field, value);
        const QString sent = QString::fromUtf8(QJsonDocument(QJsonArray{value}).toJson().left(100));
        QVERIFY2(!said.isEmpty() && !said.startsWith(u"about another")
                     && !said.startsWith(u"about nothing"),
                 qPrintable(sent + (said.isEmpty() ? u"was taken"_s : said)));
    }

private Q_SLOTS:
    void initTestCase()
    {
        backend = std::make_unique<TestBackend>(u"sqlite"_s);
        backend->environment().allowSignup = true;
        backend->restart();
        tenant = backend->tenant(u"Bodies"_s);
    }
    void cleanupTestCase() { backend.reset(); }

    void aFieldIsTakenAndRefusedAsTheTextSays_data()
    {
        QTest::addColumn<int>("index");
        const auto all = fields();
        QVERIFY(!all.empty());
        for (size_t i = 0; i < all.size(); ++i)
            QTest::newRow(qPrintable(all[i].operation->name() + u' ' + all[i].name))
                << static_cast<int>(i);
    }
    void aFieldIsTakenAndRefusedAsTheTextSays()
    {
        QFETCH(int, index);
        const Field field = fields()[static_cast<size_t>(index)];
        const QJsonObject &schema = field.schema;

        if (field.isRequired)
            verifyRefused(field, QJsonValue(QJsonValue::Undefined));
        else
            verifyTaken(field, QJsonValue(QJsonValue::Undefined));
        if (allowsNull(schema))
            verifyTaken(field, QJsonValue());
        else
            verifyRefused(field, QJsonValue());
        verifyRefused(field, QJsonObject{{u"a"_s, 1}});
        if (isOf(schema, u"boolean"_s)) {
            verifyTaken(field, true);
            verifyTaken(field, false);
            verifyRefused(field, u"true"_s);
            return;
        }
        verifyRefused(field, true);

        const QJsonArray words = schema[u"enum"].toArray();
        for (const QJsonValue &word : words)
            verifyTaken(field, word);
        if (!words.isEmpty()) {
            verifyRefused(field, u"another"_s);
            verifyRefused(field, u""_s);
        }
        if (schema.contains(u"maxLength")) {
            const auto longest = static_cast<qsizetype>(schema[u"maxLength"].toInt());
            verifyTaken(field, u"😀"_s.repeated(longest));
            verifyRefused(field, QString(longest + 1, u'x'));
        }
        if (const auto shortest = schema[u"minLength"].toInt(); shortest > 0)
            verifyRefused(field, u"😀"_s.repeated(shortest - 1));
        if (schema[u"pattern"].isString())
            verifyRefused(field, u"nonsense"_s);
        if (isOf(schema, u"number"_s) || isOf(schema, u"integer"_s)) {
            verifyTaken(field, schema[u"minimum"]);
            verifyTaken(field, schema[u"maximum"]);
            verifyRefused(field, schema[u"minimum"].toDouble() - 1);
            verifyRefused(field, schema[u"maximum"].toDouble() + 1);
            verifyRefused(field, u"1"_s);
        }
        if (isOf(schema, u"integer"_s))
            verifyRefused(field, schema[u"minimum"].toDouble() + 0.5);
        if (isOf(schema, u"array"_s)) {
            QJsonArray array;
            verifyTaken(field, array);
            verifyRefused(field, QJsonArray{17});
            for (int i = 0; i <= schema[u"maxItems"].toInt(); ++i)
                array.append(u"a1b2c3d4e5f60001"_s);
            verifyRefused(field, array);
            array.removeLast();
            verifyTaken(field, array);
        }
    }
};

QTEST_GUILESS_MAIN(OpenApiBodiesTest)
#include "tst_openapi_bodies.moc"
