#include "backend/ingest/jsonread.h"
#include "backend/ingest/meterfields.h"
#include "backend/ingest/sendertime.h"

#include <QJsonArray>

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ingest {

namespace {

// A LoRaWAN frame has 242 bytes at most; more entries than this did not come from a meter.
constexpr size_t mostEntries = 500;

// A meter's clock: seconds or milliseconds since 1970, RFC 3339, or a local time without a zone.
std::optional<Timestamp> meterTime(const QJsonValue &value)
{
    if (const auto number = numberOf(value)) {
        if (*number < 1 || *number > 1e13)
            return std::nullopt;
        const double ms = *number < 1e11 ? *number * 1000 : *number;
        return Timestamp{static_cast<qint64>(ms)};
    }
    if (!value.isString())
        return std::nullopt;
    const QString text = value.toString();
    if (const auto time = Timestamp::parse(text))
        return time;
    return Timestamp::parse(QString(text + u'Z'));
}

class Log
{
public:
    explicit Log(Timestamp now) : m_now(now) {}

    void add(const QJsonValue &time, const std::optional<Volume> &volume)
    {
        const auto at = meterTime(time);
        if (!at || !volume || *volume < Volume{} || *at < earliestBelievable || *at > m_now
            || m_samples.size() >= mostEntries)
            return;
        m_samples.push_back({*at, *volume, false});
    }

    std::vector<Sample> take()
    {
        const auto earlier = [](const Sample &a, const Sample &b) {
            return a.recordedAt < b.recordedAt;
        };
        const auto sameTime = [](const Sample &a, const Sample &b) {
            return a.recordedAt == b.recordedAt;
        };
        std::stable_sort(m_samples.begin(), m_samples.end(), earlier);
        m_samples.erase(std::unique(m_samples.begin(), m_samples.end(), sameTime), m_samples.end());
        return std::move(m_samples);
    }

private:
    Timestamp m_now;
    std::vector<Sample> m_samples;
};

QJsonValue firstOf(const QJsonObject &entry, std::initializer_list<QLatin1StringView> keys)
{
    for (const QLatin1StringView key : keys) {
        const QJsonValue value = entry.value(key);
        if (!value.isUndefined() && !value.isNull())
            return value;
    }
    return QJsonValue(QJsonValue::Undefined);
}

std::optional<Volume> cubicMetres(const QJsonValue &value)
{
    const auto number = numberOf(value);
    return number ? Volume::fromCubicMetres(*number) : std::nullopt;
}

// Milesight and whoever else logs whole points.
void addPoints(Log &log, const QJsonArray &points)
{
    for (const QJsonValue &point : points) {
        const QJsonObject entry = point.toObject();
        log.add(firstOf(entry, {"timestamp"_L1, "time"_L1, "date"_L1, "recorded_at"_L1}),
                cumulativeVolume(entry).volume);
    }
}

// Axioma as diwise hands it on: whole litres (see metervolume.cpp).
void addAxiomaPoints(Log &log, const QJsonArray &points)
{
    for (const QJsonValue &point : points) {
        const QJsonObject entry = point.toObject();
        const auto number = numberOf(entry.value("Volume"_L1));
        if (!number)
            continue;
        const bool isWhole = *number == std::floor(*number);
        log.add(entry.value("Timestamp"_L1),
                isWhole ? Volume::fromLitres(*number) : Volume::fromCubicMetres(*number));
    }
}

// Kamstrup lists the current register among the logged ones: the newest of that value is the
// uplink's own, earlier ones of a night without flow are not.
void addKamstrupPoints(Log &log, const QJsonArray &points, const std::optional<Volume> &current)
{
    std::vector<std::pair<QJsonValue, std::optional<Volume>>> logged;
    std::optional<size_t> own;
    for (const QJsonValue &point : points) {
        const QJsonObject entry = point.toObject();
        if (entry.value("Type"_L1) != QJsonValue("Volume"_L1)
            || entry.value("Unit"_L1) != QJsonValue("m3"_L1))
            continue;
        logged.emplace_back(entry.value("Timestamp"_L1), cubicMetres(entry.value("Value"_L1)));
        const auto &[time, volume] = logged.back();
        if (volume == current && (!own || meterTime(logged[*own].first) < meterTime(time)))
            own = logged.size() - 1;
    }
    for (size_t i = 0; i < logged.size(); ++i) {
        if (i != own)
            log.add(logged[i].first, logged[i].second);
    }
}

// Dragino: "[FALSE,0,0,4500,10.0,2024-01-01 10:00:00],[…": alarm, divisor, MOD, pulses, litres,
// time.
void addDraginoRecords(Log &log, const QString &records)
{
    for (const QStringView record : QStringView(records).split(u'[', Qt::SkipEmptyParts)) {
        const auto fields = record.left(record.indexOf(u']')).split(u',');
        if (fields.size() != 6 || fields[2].trimmed() == u"1")
            continue;
        bool ok = false;
        const double litres = fields[4].trimmed().toDouble(&ok);
        if (ok)
            log.add(QJsonValue(fields[5].trimmed().toString()), Volume::fromLitres(litres));
    }
}

} // namespace

std::vector<Sample> loggedVolumes(const QJsonObject &decoded, Timestamp now)
{
    struct Pair {
        QLatin1StringView volume;
        QLatin1StringView time;
    };
    // Axioma. Its deltas are left alone: their distance (an hour, twenty minutes) is not sent.
    static constexpr std::array pairs{
        Pair{"log_volume"_L1, "log_timestamp"_L1},
        Pair{"LogVolume"_L1, "LogTimestamp"_L1},
        Pair{"volume_at_log_datetime"_L1, "first_log_datetime"_L1},
    };
    Log log(now);
    if (const QJsonValue points = decoded.value("history"_L1); points.isArray())
        addPoints(log, points.toArray());
    if (const QJsonValue points = decoded.value("volumes"_L1); points.isArray())
        addAxiomaPoints(log, points.toArray());
    if (const QJsonValue points = decoded.value("values"_L1); points.isArray())
        addKamstrupPoints(log, points.toArray(), cubicMetres(decoded.value("latestVolume"_L1)));
    if (const QJsonValue records = decoded.value("DATALOG"_L1); records.isString())
        addDraginoRecords(log, records.toString());
    for (const Pair &pair : pairs) {
        if (const QJsonValue time = decoded.value(pair.time); !time.isUndefined())
            log.add(time, cubicMetres(decoded.value(pair.volume)));
    }
    return log.take();
}

} // namespace datakubo::ingest
