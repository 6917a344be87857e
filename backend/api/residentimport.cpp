#include "backend/api/residentimport.h"

#include "backend/api/csvrows.h"
#include "backend/contract/codecs.h"
#include "backend/contract/fields.h"
#include "backend/services/communityservice.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::api {

namespace {

constexpr int rowsTogether = 200;

const QStringList &textColumns()
{
    static const QStringList names{u"name"_s, u"email"_s, u"unit"_s, u"move_in"_s, u"move_out"_s};
    return names;
}

const QStringList &numberColumns()
{
    static const QStringList names{u"household_size"_s, u"share"_s};
    return names;
}

JobError errorAt(qint64 line, const Error &error)
{
    return {line, error.details[u"field"].toString(), error.message};
}

} // namespace

ResidentImport::ResidentImport(const services::Environment &environment, Principal principal,
                               QString communityUuid, const QByteArray &file)
    : m_environment(environment),
      m_principal(std::move(principal)),
      m_communityUuid(std::move(communityUuid)),
      m_file(file),
      m_table(sourceOf(file), textColumns() + numberColumns(), {u"name"_s})
{
}

qint64 ResidentImport::total()
{
    services::CsvReader reader(sourceOf(m_file));
    services::CsvRecord record;
    qint64 records = -1; // the first names the columns
    while (reader.next(record))
        ++records;
    return records;
}

bool ResidentImport::next()
{
    m_rows.clear();
    m_errors.clear();
    int taken = 0;
    for (; taken < rowsTogether && m_table.next(); ++taken) {
        const qint64 line = m_table.line();
        if (const QString problem = m_table.problem(); !problem.isEmpty()) {
            m_errors.push_back({line, {}, problem});
            continue;
        }
        const QJsonObject object = objectOf(m_table, textColumns(), numberColumns());
        contract::FieldReader read(object);
        read.requiredText(u"name"_s, 200);
        Row row{line, contract::readResident(read)};
        row.resident.communityUuid = m_communityUuid;
        if (read.failed())
            m_errors.push_back(errorAt(line, read.error()));
        else
            m_rows.push_back(std::move(row));
    }
    m_done += taken;
    return taken > 0;
}

std::vector<JobError> ResidentImport::write(storage::Session &session, contract::Events &)
{
    std::vector<JobError> errors = m_errors;
    services::CommunityService service(session, m_environment, m_principal);
    for (const Row &row : m_rows) {
        if (const auto added = service.addResidentOnce(row.resident); !added)
            errors.push_back(errorAt(row.line, added.error()));
    }
    std::sort(errors.begin(), errors.end(),
              [](const JobError &a, const JobError &b) { return a.line < b.line; });
    return errors;
}

} // namespace datakubo::api
