#pragma once
#include "backend/api/csvimport.h"
#include "backend/domain/access.h"
#include "backend/domain/resident.h"

namespace datakubo::api {

// POST /end-users/import: the residents of a community from a CSV file. Who is there already, by
// name and unit, stays as it is, so that the same file twice changes nothing.
class ResidentImport final : public CsvImport
{
public:
    ResidentImport(const services::Environment &environment, Principal principal,
                   QString communityUuid, const QByteArray &file);

    QString kind() const override { return QStringLiteral("end_user_import"); }

protected:
    void forgetPiece() override { m_rows.clear(); }
    std::optional<Error> take(const services::CsvTable &table,
                              const services::CsvFormats &formats) override;
    std::vector<JobError> save(storage::Session &session) override;
    QJsonArray shown(size_t atMost) const override;

private:
    struct Row {
        qint64 line = 0;
        QJsonObject object;
        Resident resident;
    };

    const services::Environment &m_environment;
    const Principal m_principal;
    const QString m_communityUuid;
    std::vector<Row> m_rows; // of the piece
};

} // namespace datakubo::api
