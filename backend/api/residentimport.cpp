#include "backend/api/residentimport.h"

#include "backend/contract/codecs.h"
#include "backend/contract/fields.h"
#include "backend/services/communityservice.h"

#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::api {

namespace {

constexpr int rowsTogether = 200;

const services::CsvColumns columns{{u"name"_s, u"email"_s, u"unit"_s},
                                   {u"household_size"_s, u"share"_s},
                                   {u"move_in"_s, u"move_out"_s},
                                   {u"name"_s}};

} // namespace

ResidentImport::ResidentImport(const services::Environment &environment, Principal principal,
                               QString communityUuid, const QByteArray &file)
    : CsvImport(file, columns, rowsTogether),
      m_environment(environment),
      m_principal(std::move(principal)),
      m_communityUuid(std::move(communityUuid))
{
}

std::optional<Error> ResidentImport::take(const services::CsvTable &table,
                                          const services::CsvFormats &formats)
{
    Row row{table.line(), objectOf(table, columns, formats), {}};
    contract::FieldReader read(row.object);
    read.requiredText(u"name"_s, 200);
    row.resident = contract::readResident(read);
    if (read.failed())
        return read.error();
    row.resident.communityUuid = m_communityUuid;
    m_rows.push_back(std::move(row));
    return std::nullopt;
}

std::vector<JobError> ResidentImport::save(storage::Session &session)
{
    std::vector<JobError> errors;
    services::CommunityService service(session, m_environment, m_principal);
    for (const Row &row : m_rows) {
        if (const auto added = service.addResidentOnce(row.resident); !added)
            errors.push_back(errorAt(row.line, added.error()));
    }
    return errors;
}

QJsonArray ResidentImport::shown(size_t atMost) const
{
    QJsonArray rows;
    for (size_t i = 0; i < std::min(atMost, m_rows.size()); ++i)
        rows.append(m_rows[i].object);
    return rows;
}

} // namespace datakubo::api
