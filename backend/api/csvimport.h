#pragma once
#include "backend/api/csvrows.h"
#include "backend/api/jobrunner.h"

namespace datakubo::api {

// A CSV file as a job: the rows of it a piece at a time, each taken or refused by itself. What is
// kept of the file beside its bytes is one piece.
class CsvImport : public JobWork
{
public:
    CsvImport(const QByteArray &file, services::CsvColumns columns, int rowsTogether);

    // Reads the first line.
    Result<void> begin() { return m_table.begin(); }
    // Instead of the job: how the file would be read and what is wrong with it. How its rows go
    // with what is stored is tried for the first piece of them.
    contract::Response preview(SlowCall &call);

    qint64 total() override; // looks the file over
    bool next() override;
    std::vector<JobError> write(storage::Session &session, contract::Events &events) override;
    qint64 done() const override { return m_done; }

protected:
    virtual void forgetPiece() = 0;
    // Adds the row that stands in the table to the piece, or says what is wrong with it.
    virtual std::optional<Error> take(const services::CsvTable &table,
                                      const services::CsvFormats &formats) = 0;
    // Saves the piece; what is wrong with rows of it. May be asked again.
    virtual std::vector<JobError> save(storage::Session &session) = 0;
    // The first rows of the piece, for a person.
    virtual QJsonArray shown(size_t atMost) const = 0;

    const services::CsvColumns m_columns;

private:
    const QByteArray m_file;
    const int m_rowsTogether;
    services::CsvTable m_table;
    services::CsvFormats m_formats;
    std::vector<JobError> m_errors; // found while reading the piece
    qint64 m_done = 0;
};

} // namespace datakubo::api
