#include "backend/api/readingimport.h"

#include "backend/contract/codecs.h"
#include "backend/contract/fields.h"

#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::api {

namespace {

constexpr int rowsTogether = 1000;
constexpr qsizetype longestNote = 500;

// Where days have slashes: how they are taken.
QString howDaysAreRead(const services::CsvDays &days)
{
    const QString format = days.format();
    if (format == u"mixed")
        return u"; the file has days of both orders, and this one could be either"_s;
    return format.endsWith(u"/YYYY") ? u"; days are read as "_s + format : QString();
}

const services::CsvColumns columns{{u"dev_eui"_s, u"note"_s},
                                   {u"consumption_m3"_s},
                                   {u"recorded_at"_s},
                                   {u"dev_eui"_s, u"recorded_at"_s, u"consumption_m3"_s}};

Error missing(const QString &name)
{
    return Error::field(name, u"%1 is required"_s.arg(name));
}

} // namespace

ReadingImport::ReadingImport(const services::Environment &environment, Principal principal,
                             const QByteArray &file)
    : CsvImport(file, columns, rowsTogether),
      m_environment(environment),
      m_principal(std::move(principal))
{
}

std::optional<Error> ReadingImport::take(const services::CsvTable &table,
                                         const services::CsvFormats &formats)
{
    for (const QString &name : columns.required) {
        if (table.text(name).isEmpty())
            return missing(name);
    }
    services::ReadingToImport row;
    row.line = table.line();
    const QString euiText = table.text(u"dev_eui"_s);
    const auto eui = DevEui::parse(euiText);
    if (!eui) {
        return Error::field(u"dev_eui"_s, u"'%1' is not a device EUI: 16 hexadecimal digits"_s.arg(
                                              euiText.left(100)));
    }
    row.eui = *eui;
    const QString timeText = table.text(u"recorded_at"_s);
    const auto time = formats.days.time(timeText);
    if (!time) {
        return Error::field(
            u"recorded_at"_s,
            u"'%1' is no time such as 2025-01-15T10:30:00Z, 2025-01-15 10:30 or 15.01.2025 10:30%2"_s
                .arg(timeText.left(100), howDaysAreRead(formats.days)));
    }
    row.time = *time;
    const QString volumeText = table.text(u"consumption_m3"_s);
    const auto number = formats.numbers.read(volumeText);
    if (number.isDoubtful) {
        return Error::field(u"consumption_m3"_s,
                            u"'%1' may be read in two ways in this file; write it without a sign "
                            "between thousands"_s.arg(volumeText.left(100)));
    }
    const auto volume = number.plain.isEmpty() ? std::nullopt : services::cubicMetres(number.plain);
    if (!volume) {
        return Error::field(u"consumption_m3"_s,
                            u"'%1' is not a number of cubic metres"_s.arg(volumeText.left(100)));
    }
    row.volume = *volume;
    row.note = table.text(u"note"_s);
    if (row.note.size() > longestNote) {
        return Error::field(u"note"_s, u"note is longer than %1 characters"_s.arg(longestNote));
    }
    m_rows.push_back(std::move(row));
    return std::nullopt;
}

std::vector<JobError> ReadingImport::save(storage::Session &session)
{
    return services::ReadingImportService(session, m_environment, m_principal).import(m_rows);
}

QJsonArray ReadingImport::shown(size_t atMost) const
{
    QJsonArray rows;
    for (size_t i = 0; i < std::min(atMost, m_rows.size()); ++i) {
        const services::ReadingToImport &row = m_rows[i];
        rows.append(QJsonObject{{u"dev_eui"_s, row.eui.toString()},
                                {u"recorded_at"_s, contract::toJson(row.recordedAt)},
                                {u"consumption_m3"_s, row.volume.toCubicMetres()},
                                {u"note"_s, contract::textOrNull(row.note)}});
    }
    return rows;
}

} // namespace datakubo::api
