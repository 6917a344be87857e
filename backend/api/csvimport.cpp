#include "backend/api/csvimport.h"

#include <QJsonArray>

#include <algorithm>

namespace datakubo::api {

CsvImport::CsvImport(const QByteArray &file, services::CsvColumns columns, int rowsTogether)
    : m_columns(std::move(columns)),
      m_file(file),
      m_rowsTogether(rowsTogether),
      m_table(sourceOf(file), m_columns.all(), m_columns.required)
{
}

qint64 CsvImport::total()
{
    m_formats = services::CsvFormats::of(sourceOf(m_file), m_columns);
    return m_formats.rows;
}

bool CsvImport::next()
{
    forgetPiece();
    m_errors.clear();
    int taken = 0;
    for (; taken < m_rowsTogether && m_table.next(); ++taken) {
        if (const QString problem = m_table.problem(); !problem.isEmpty())
            m_errors.push_back({m_table.line(), {}, problem});
        else if (const auto error = take(m_table, m_formats))
            m_errors.push_back(errorAt(m_table.line(), *error));
    }
    m_done += taken;
    return taken > 0;
}

std::vector<JobError> CsvImport::write(storage::Session &session, contract::Events &)
{
    std::vector<JobError> errors = save(session);
    errors.insert(errors.end(), m_errors.begin(), m_errors.end());
    std::sort(errors.begin(), errors.end(),
              [](const JobError &a, const JobError &b) { return a.line < b.line; });
    return errors;
}

contract::Response CsvImport::preview(SlowCall &call)
{
    total();
    QJsonArray rows;
    std::vector<JobError> errors;
    if (next()) {
        std::vector<JobError> wrong;
        const auto refused =
            rehearse(call, [&](storage::Session &session) { wrong = save(session); });
        if (refused)
            return *refused;
        rows = shown(previewed);
        errors = std::move(wrong);
        errors.insert(errors.end(), m_errors.begin(), m_errors.end());
    }
    while (std::ssize(errors) < previewed && next())
        errors.insert(errors.end(), m_errors.begin(), m_errors.end());
    return previewAnswer(m_table, m_formats, rows, std::move(errors));
}

} // namespace datakubo::api
