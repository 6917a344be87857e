#include "backend/api/csvrows.h"

namespace datakubo::api {

namespace {

// What is no number stays text, which the field's reader then refuses by name.
QJsonValue numberOf(const QString &text)
{
    QString spelled = text;
    if (!spelled.contains(u'.') && spelled.count(u',') == 1)
        spelled.replace(u',', u'.');
    bool ok = false;
    const double number = spelled.toDouble(&ok);
    return ok ? QJsonValue(number) : QJsonValue(text);
}

} // namespace

services::CsvReader::Source sourceOf(const QByteArray &body)
{
    return [rest = body]() mutable { return std::exchange(rest, QByteArray()); };
}

QJsonObject objectOf(const services::CsvTable &table, const QStringList &texts,
                     const QStringList &numbers)
{
    QJsonObject object;
    for (const QString &name : texts) {
        if (const QString text = table.text(name); !text.isEmpty())
            object[name] = text;
    }
    for (const QString &name : numbers) {
        if (const QString text = table.text(name); !text.isEmpty())
            object[name] = numberOf(text);
    }
    return object;
}

} // namespace datakubo::api
