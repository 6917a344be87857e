#pragma once
#include "backend/api/jobrunner.h"
#include "backend/domain/resident.h"
#include "backend/services/csvreader.h"

namespace datakubo::api {

// POST /end-users/import: the residents of a community from a CSV file. Who is there already, by
// name and unit, stays as it is, so that the same file twice changes nothing.
class ResidentImport final : public JobWork
{
public:
    ResidentImport(const services::Environment &environment, Principal principal,
                   QString communityUuid, const QByteArray &file);

    // Reads the first line.
    Result<void> begin() { return m_table.begin(); }

    QString kind() const override { return QStringLiteral("end_user_import"); }
    qint64 total() override;
    bool next() override;
    std::vector<JobError> write(storage::Session &session, contract::Events &events) override;
    qint64 done() const override { return m_done; }

private:
    struct Row {
        qint64 line = 0;
        Resident resident;
    };

    const services::Environment &m_environment;
    const Principal m_principal;
    const QString m_communityUuid;
    const QByteArray m_file;
    services::CsvTable m_table;
    std::vector<Row> m_rows;        // of the piece
    std::vector<JobError> m_errors; // found while reading it
    qint64 m_done = 0;
};

} // namespace datakubo::api
