#include "backend/services/readingimportservice.h"

#include "backend/services/audittrail.h"
#include "backend/storage/closingstore.h"
#include "backend/storage/communitystore.h"
#include "backend/storage/devicestatestore.h"
#include "backend/storage/organizationstore.h"
#include "backend/storage/readingstore.h"

#include <QTimeZone>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::services {

namespace {

// A device as it is after its new readings, in the order of their times.
void follow(storage::DeviceState &state, const std::map<Timestamp, Volume> &fresh)
{
    const auto newest = std::prev(fresh.end());
    if (newest->first < state.lastRecordedAt) {
        if (!state.previousVolume)
            state.previousVolume = newest->second;
        return;
    }
    const bool hasSecond = fresh.size() > 1 && std::prev(newest)->first > state.lastRecordedAt;
    state.previousVolume = hasSecond ? std::prev(newest)->second : state.lastVolume;
    state.lastVolume = newest->second;
    state.lastRecordedAt = newest->first;
}

} // namespace

ReadingImportService::ReadingImportService(storage::Session &session,
                                           const Environment &environment,
                                           const Principal &principal)
    : m_session(session), m_environment(environment), m_principal(principal)
{
}

std::vector<JobError> ReadingImportService::import(std::vector<ReadingToImport> &rows)
{
    storage::DeviceStateStore stateStore(m_session);
    storage::ReadingStore readingStore(m_session);
    std::vector<DevEui> euis;
    for (const ReadingToImport &row : rows)
        euis.push_back(row.eui);
    std::sort(euis.begin(), euis.end());
    euis.erase(std::unique(euis.begin(), euis.end()), euis.end());
    States states = stateStore.find(m_principal.organization, euis);
    findTimes(rows, states);

    std::vector<JobError> errors;
    std::vector<const ReadingToImport *> good;
    std::vector<storage::ReadingStore::Moment> moments;
    for (const ReadingToImport &row : rows) {
        if (auto error = judge(row, states)) {
            errors.push_back(std::move(*error));
            continue;
        }
        good.push_back(&row);
        // Nothing was ever recorded after these two.
        const storage::DeviceState &state = states.at(row.eui);
        if (*row.recordedAt <= std::max(state.lastRecordedAt, state.knownUntil))
            moments.push_back({state.id, *row.recordedAt});
    }

    auto stored = readingStore.volumesAt(m_principal.organization, moments);
    std::vector<storage::NewReading> readings;
    std::map<DevEui, std::map<Timestamp, Volume>> fresh;
    for (const ReadingToImport *row : good) {
        const DeviceId device = states.at(row->eui).id;
        const auto [there, isNew] = stored.try_emplace({device, *row->recordedAt}, row->volume);
        if (!isNew) {
            if (there->second != row->volume) {
                errors.push_back({row->line, u"consumption_m3"_s,
                                  u"Another value is stored at that time: %1 m³"_s.arg(
                                      there->second.toCubicMetres(), 0, 'f', 6)});
            }
            continue;
        }
        storage::NewReading entry;
        entry.reading.device = device;
        entry.reading.recordedAt = *row->recordedAt;
        entry.reading.receivedAt = m_environment.clock.now();
        entry.reading.volume = row->volume;
        entry.reading.source = ReadingSource::Import;
        entry.reading.note = row->note;
        readings.push_back(std::move(entry));
        fresh[row->eui].emplace(*row->recordedAt, row->volume);
    }
    if (readings.empty())
        return errors;

    std::vector<const storage::DeviceState *> changed;
    for (const auto &[eui, volumes] : fresh) {
        follow(states.at(eui), volumes);
        changed.push_back(&states.at(eui));
    }
    std::sort(changed.begin(), changed.end(),
              [](const auto *a, const auto *b) { return a->id < b->id; });
    readingStore.insert(m_principal.organization, readings);
    stateStore.save(m_principal.organization, changed);
    for (const storage::DeviceState *state : changed) {
        const Timestamp first = fresh.at(state->eui).begin()->first;
        if (first <= state->knownUntil)
            storage::ClosingStore(m_session).forgetFrom(m_principal.organization, state->id, first);
    }
    AuditTrail(m_session, m_environment, m_principal)
        .add(u"reading.import"_s, u"%1 readings"_s.arg(readings.size()), {},
             {{u"first_line"_s, rows.front().line},
              {u"last_line"_s, rows.back().line},
              {u"devices"_s, static_cast<qint64>(changed.size())}});
    return errors;
}

bool ReadingImportService::sees(const storage::DeviceState &state) const
{
    const auto &communities = m_principal.communities;
    return m_principal.role == Role::Admin
           || (m_principal.role == Role::CommunityAdmin
               && std::find(communities.begin(), communities.end(), state.community)
                      != communities.end());
}

void ReadingImportService::findTimes(std::vector<ReadingToImport> &rows, const States &states)
{
    std::vector<CommunityId> communities;
    for (const auto &[eui, state] : states) {
        if (state.community.isValid())
            communities.push_back(state.community);
    }
    std::map<CommunityId, QTimeZone> zones;
    for (const auto &[community, name] :
         storage::CommunityStore(m_session).timeZones(m_principal.organization, communities))
        zones.emplace(community, QTimeZone(name.toLatin1()));
    const auto organization = storage::OrganizationStore(m_session).find(m_principal.organization);
    const QTimeZone usual(organization ? organization->timeZone.toLatin1() : QByteArray("UTC"));
    for (ReadingToImport &row : rows) {
        const auto state = states.find(row.eui);
        const auto zone = state == states.end() ? zones.end() : zones.find(state->second.community);
        row.recordedAt = row.time.in(zone == zones.end() ? usual : zone->second);
    }
}

std::optional<JobError> ReadingImportService::judge(const ReadingToImport &row,
                                                    const States &states) const
{
    const auto state = states.find(row.eui);
    if (state == states.end() || !state->second.isRegistered || !sees(state->second)) {
        return JobError{row.line, u"dev_eui"_s,
                        u"No device %1 is registered"_s.arg(row.eui.toString())};
    }
    const auto wrongTime = [&row](const QString &message) {
        return JobError{row.line, u"recorded_at"_s, message};
    };
    if (!row.recordedAt)
        return wrongTime(u"The clocks skipped this time; give it with its zone"_s);
    if (*row.recordedAt < earliestEntry)
        return wrongTime(u"recorded_at is before the year 2000"_s);
    if (*row.recordedAt > m_environment.clock.now() + entryAheadAtMost)
        return wrongTime(u"recorded_at is more than a day ahead"_s);
    if (row.volume < Volume{})
        return JobError{row.line, u"consumption_m3"_s, u"consumption_m3 cannot be negative"_s};
    return std::nullopt;
}

} // namespace datakubo::services
