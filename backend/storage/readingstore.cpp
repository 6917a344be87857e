#include "backend/storage/readingstore.h"

#include "backend/storage/bulk.h"
#include "backend/storage/conditions.h"
#include "backend/storage/paging.h"

#include <QDateTime>

#include <limits>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::storage {

namespace {

constexpr int markExcluded = 1;
constexpr int markTimeDoubtful = 2;
constexpr int markFromZero = 4;
constexpr int markAnew = 8;
constexpr int markAsRead = 16;

int marksOf(const Reading &reading)
{
    return (reading.excluded ? markExcluded : 0) | (reading.timeDoubtful ? markTimeDoubtful : 0)
           | (reading.answer == RegisterAnswer::FromZero ? markFromZero : 0)
           | (reading.answer == RegisterAnswer::Anew ? markAnew : 0)
           | (reading.answer == RegisterAnswer::AsRead ? markAsRead : 0);
}

RegisterAnswer answerIn(qint64 marks)
{
    if ((marks & markFromZero) != 0)
        return RegisterAnswer::FromZero;
    if ((marks & markAnew) != 0)
        return RegisterAnswer::Anew;
    return (marks & markAsRead) != 0 ? RegisterAnswer::AsRead : RegisterAnswer::None;
}

QVariant orNull(std::optional<int> value)
{
    return value ? QVariant(*value) : QVariant();
}

QVariant orNull(std::optional<qint64> value)
{
    return value ? QVariant(*value) : QVariant();
}

const QString selectReading = u"select device_id, recorded_at_ms, received_at_ms, volume_ml, "
                              u"battery_mv, battery_percent, rssi, snr_tenths, "
                              "source, frame_counter, marks, note from readings"_s;

Reading readReading(const Statement &row)
{
    Reading reading;
    reading.device = row.id<DeviceId>(0);
    reading.recordedAt = row.time(1);
    reading.receivedAt = row.time(2);
    reading.volume = {row.integer(3)};
    reading.battery = {row.optionalInt(4), row.optionalInt(5)};
    reading.signal = {row.optionalInt(6), row.optionalInt(7)};
    reading.source = static_cast<ReadingSource>(row.integer(8));
    reading.frameCounter = row.optionalInteger(9);
    reading.excluded = (row.integer(10) & markExcluded) != 0;
    reading.timeDoubtful = (row.integer(10) & markTimeDoubtful) != 0;
    reading.answer = answerIn(row.integer(10));
    reading.note = row.text(11);
    return reading;
}

} // namespace

std::vector<StoredReading> ReadingStore::around(OrganizationId organization, DeviceId device,
                                                Timestamp from, Timestamp to)
{
    std::vector<StoredReading> readings;
    Statement &row =
        m_session
            .prepare(
                u"select recorded_at_ms, received_at_ms, volume_ml, frame_counter, marks % 2 "
                "from readings "
                "where organization_id = ? and device_id = ? and recorded_at_ms between ? and ? "
                "order by recorded_at_ms limit 5000"_s)
            .bindAll(organization, device, from, to)
            .exec();
    while (row.next())
        readings.push_back({device,
                            row.time(0),
                            row.time(1),
                            {row.integer(2)},
                            row.optionalInteger(3),
                            row.boolean(4)});
    return readings;
}

void ReadingStore::insert(OrganizationId organization, const std::vector<NewReading> &readings)
{
    Bulk rows({{"organization_id", "bigint"},
               {"device_id", "bigint"},
               {"recorded_at_ms", "bigint"},
               {"received_at_ms", "bigint"},
               {"volume_ml", "bigint"},
               {"battery_mv", "integer"},
               {"battery_percent", "integer"},
               {"rssi", "integer"},
               {"snr_tenths", "integer"},
               {"source", "smallint"},
               {"frame_counter", "bigint"},
               {"marks", "smallint"},
               {"meter_flags", "smallint"},
               {"note", "text"}});
    std::set<Timestamp> moments;
    for (const NewReading &entry : readings) {
        const Reading &reading = entry.reading;
        rows.add({organization.value, reading.device.value, reading.recordedAt.ms,
                  reading.receivedAt.ms, reading.volume.millilitres,
                  orNull(reading.battery.millivolts), orNull(reading.battery.percent),
                  orNull(reading.signal.rssi), orNull(reading.signal.snrTenths),
                  static_cast<int>(reading.source), orNull(reading.frameCounter), marksOf(reading),
                  entry.meterFlags, reading.note.isEmpty() ? QVariant() : QVariant(reading.note)});
        moments.insert(reading.recordedAt);
    }
    preparePartitions(moments);
    rows.insert(m_session, u"readings"_s);
}

std::optional<Reading> ReadingStore::find(OrganizationId organization, DeviceId device,
                                          Timestamp recordedAt)
{
    Statement &row =
        m_session
            .prepare(selectReading
                     + u" where organization_id = ? and device_id = ? and recorded_at_ms = ?"_s)
            .bindAll(organization, device, recordedAt)
            .exec();
    return row.next() ? std::optional(readReading(row)) : std::nullopt;
}

std::vector<RegisterSample> ReadingStore::samples(OrganizationId organization, DeviceId device,
                                                  Timestamp after, std::optional<Timestamp> from,
                                                  std::optional<Timestamp> to, int limit)
{
    std::vector<RegisterSample> samples;
    const Timestamp least = from ? std::max(*from, after + 1) : after + 1;
    Statement &row = m_session
                         .prepare(u"select recorded_at_ms, volume_ml, marks from readings "
                                  "where organization_id = ? and device_id = ? "
                                  "and recorded_at_ms between ? and ? and marks % 2 = 0 "
                                  "order by recorded_at_ms limit ?"_s)
                         .bindAll(organization, device, least,
                                  to.value_or(Timestamp{std::numeric_limits<qint64>::max()}), limit)
                         .exec();
    while (row.next())
        samples.push_back({row.time(0), {row.integer(1)}, answerIn(row.integer(2))});
    return samples;
}

std::vector<Reading> ReadingStore::excluded(OrganizationId organization, DeviceId device,
                                            Timestamp from, Timestamp to, int limit)
{
    std::vector<Reading> readings;
    Statement &row = m_session
                         .prepare(selectReading
                                  + u" where organization_id = ? and device_id = ? "
                                    "and recorded_at_ms >= ? and recorded_at_ms < ? "
                                    "and marks % 2 = 1 order by recorded_at_ms limit ?"_s)
                         .bindAll(organization, device, from, to, limit)
                         .exec();
    while (row.next())
        readings.push_back(readReading(row));
    return readings;
}

std::vector<Reading> ReadingStore::newest(OrganizationId organization, DeviceId device, int limit)
{
    std::vector<Reading> readings;
    Statement &row =
        m_session
            .prepare(selectReading
                     + u" where organization_id = ? and device_id = ? and marks % 2 = 0 "
                       "order by recorded_at_ms desc limit ?"_s)
            .bindAll(organization, device, limit)
            .exec();
    while (row.next())
        readings.push_back(readReading(row));
    return readings;
}

void ReadingStore::setMarks(OrganizationId organization, const Reading &reading)
{
    m_session
        .prepare(u"update readings set marks = ?, note = ? "
                 "where organization_id = ? and device_id = ? and recorded_at_ms = ?"_s)
        .bindAll(marksOf(reading), reading.note, organization, reading.device, reading.recordedAt)
        .exec();
}

std::map<ReadingStore::Moment, Volume> ReadingStore::volumesAt(OrganizationId organization,
                                                               const std::vector<Moment> &moments)
{
    std::map<Moment, Volume> volumes;
    if (m_session.engine() == Engine::Sqlite) {
        for (const auto &[device, time] : moments) {
            Statement &row =
                m_session
                    .prepare(u"select volume_ml from readings where organization_id = ? "
                             "and device_id = ? and recorded_at_ms = ?"_s)
                    .bindAll(organization, device, time)
                    .exec();
            if (row.next())
                volumes.emplace(Moment{device, time}, Volume{row.integer(0)});
        }
        return volumes;
    }
    std::vector<qint64> devices;
    std::vector<qint64> times;
    for (const auto &[device, time] : moments) {
        devices.push_back(device.value);
        times.push_back(time.ms);
    }
    // The limit keeps it one look into the index for each, whatever the planner knows of the
    // months.
    Statement &row =
        m_session
            .prepare(u"select asked.device_id, asked.at_ms, found.volume_ml "
                     "from unnest(cast(? as bigint[]), cast(? as bigint[])) "
                     "as asked (device_id, at_ms) cross join lateral ("
                     "select volume_ml from readings where organization_id = ? "
                     "and device_id = asked.device_id and recorded_at_ms = asked.at_ms limit 1"
                     ") as found"_s)
            .bindAll(dialect::integerList(Engine::PostgreSql, devices),
                     dialect::integerList(Engine::PostgreSql, times), organization)
            .exec();
    while (row.next())
        volumes.emplace(Moment{row.id<DeviceId>(0), row.time(1)}, Volume{row.integer(2)});
    return volumes;
}

Listing<Reading> ReadingStore::list(OrganizationId organization, DeviceId device,
                                    std::optional<Timestamp> from, std::optional<Timestamp> to,
                                    const PageRequest &page)
{
    Conditions conditions(m_session.engine());
    conditions.add(u"organization_id = ?"_s, {organization.value})
        .add(u"device_id = ?"_s, {device.value});
    if (from)
        conditions.add(u"recorded_at_ms >= ?"_s, {from->ms});
    if (to)
        conditions.add(u"recorded_at_ms < ?"_s, {to->ms});
    const SortOrder order{u"-recorded_at"_s,       u"recorded_at_ms"_s, u"device_id"_s, 1, 0, true,
                          SortOrder::Kind::Integer};
    return readPage<Reading>(m_session, selectReading, u"select count(*) from readings"_s,
                             conditions, order, page, readReading);
}

qint64 ReadingStore::count(OrganizationId organization)
{
    Statement &row = m_session.prepare(u"select count(*) from readings where organization_id = ?"_s)
                         .bind(organization)
                         .exec();
    return row.next() ? row.integer(0) : 0;
}

void ReadingStore::preparePartitions(const std::set<Timestamp> &moments)
{
    if (m_session.engine() == Engine::Sqlite)
        return;
    std::set<QDate> months;
    for (const Timestamp moment : moments) {
        const QDate day = QDateTime::fromMSecsSinceEpoch(moment.ms, Qt::UTC).date();
        months.insert(QDate(day.year(), day.month(), 1));
    }
    for (const QDate &first : months) {
        const QString name = u"readings_%1"_s.arg(first.toString(u"yyyyMM"_s));
        Statement &known =
            m_session.prepare(u"select 1 from pg_class where relname = ?"_s).bind(name).exec();
        if (known.next())
            continue;
        const qint64 begin = first.startOfDay(Qt::UTC).toMSecsSinceEpoch();
        const qint64 end = first.addMonths(1).startOfDay(Qt::UTC).toMSecsSinceEpoch();
        m_session.execute(
            u"create table if not exists %1 partition of readings for values from (%2) to (%3)"_s
                .arg(name)
                .arg(begin)
                .arg(end));
    }
}

std::vector<bool> UplinkKeyStore::claim(const std::vector<Key> &keys, Timestamp now)
{
    Bulk rows({{"device_id", "bigint"}, {"key_hash", "bigint"}, {"received_at_ms", "bigint"}});
    for (const Key &key : keys)
        rows.add({key.device.value, key.hash, now.ms});
    return rows.insertNew(m_session, u"uplink_keys"_s, {0, 1});
}

int UplinkKeyStore::forgetBefore(Timestamp moment, int limit)
{
    return m_session
        .prepare(u"delete from uplink_keys where (device_id, key_hash) in "
                 "(select device_id, key_hash from uplink_keys where received_at_ms < ? limit ?)"_s)
        .bindAll(moment, limit)
        .exec()
        .changes();
}

} // namespace datakubo::storage
