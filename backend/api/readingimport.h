#pragma once
#include "backend/api/csvimport.h"
#include "backend/domain/access.h"
#include "backend/services/readingimportservice.h"

namespace datakubo::api {

// POST /readings/import: readings of registered devices from a CSV file.
class ReadingImport final : public CsvImport
{
public:
    ReadingImport(const services::Environment &environment, Principal principal,
                  const QByteArray &file);

    QString kind() const override { return QStringLiteral("readings_import"); }

protected:
    void forgetPiece() override { m_rows.clear(); }
    std::optional<Error> take(const services::CsvTable &table,
                              const services::CsvFormats &formats) override;
    std::vector<JobError> save(storage::Session &session) override;
    QJsonArray shown(size_t atMost) const override;

private:
    const services::Environment &m_environment;
    const Principal m_principal;
    std::vector<services::ReadingToImport> m_rows;
};

} // namespace datakubo::api
