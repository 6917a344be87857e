#pragma once
#include "backend/domain/access.h"
#include "backend/domain/eui.h"
#include "backend/domain/job.h"
#include "backend/domain/organization.h"
#include "backend/domain/volume.h"
#include "backend/services/csvdays.h"
#include "backend/services/environment.h"

#include <map>

namespace datakubo::storage {
class Session;
struct DeviceState;
} // namespace datakubo::storage

namespace datakubo::services {

// One line of a file of readings.
struct ReadingToImport {
    qint64 line = 0;
    DevEui eui;
    CsvTime time;
    Volume volume;
    QString note;
    // `time` in the device's community, which the import finds; empty when its clocks skipped it.
    std::optional<Timestamp> recordedAt;
};

// Readings from elsewhere, for registered devices. They say nothing of when a device was heard.
class ReadingImportService
{
public:
    ReadingImportService(storage::Session &session, const Environment &environment,
                         const Principal &principal);

    // Stores those that are not there yet, so that the same ones twice change nothing; what is
    // wrong with the others. Of two with the same time the first counts.
    std::vector<JobError> import(std::vector<ReadingToImport> &rows);

private:
    using States = std::map<DevEui, storage::DeviceState>;

    bool sees(const storage::DeviceState &state) const;
    void findTimes(std::vector<ReadingToImport> &rows, const States &states);
    std::optional<JobError> judge(const ReadingToImport &row, const States &states) const;

    storage::Session &m_session;
    const Environment &m_environment;
    const Principal m_principal;
};

} // namespace datakubo::services
