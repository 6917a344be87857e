#include "backend/domain/words.h"

#include <array>
#include <utility>

namespace datakubo {

namespace {

template <typename Enum, size_t N>
using Words = std::array<std::pair<Enum, const char *>, N>;

template <typename Enum, size_t N>
QString spell(const Words<Enum, N> &words, Enum value)
{
    for (const auto &[candidate, word] : words) {
        if (candidate == value)
            return QString::fromLatin1(word);
    }
    Q_UNREACHABLE();
    return {};
}

template <typename Enum, size_t N>
std::optional<Enum> find(const Words<Enum, N> &words, QStringView text)
{
    for (const auto &[value, word] : words) {
        if (text == QLatin1String(word))
            return value;
    }
    return std::nullopt;
}

constexpr Words<DeviceStatus, 3> deviceStatuses{{{DeviceStatus::Online, "online"},
                                                 {DeviceStatus::Offline, "offline"},
                                                 {DeviceStatus::Maintenance, "maintenance"}}};
constexpr Words<DeviceType, 2> deviceTypes{
    {{DeviceType::WaterMeter, "water_meter"}, {DeviceType::HotWaterMeter, "hot_water_meter"}}};
constexpr Words<Role, 3> roles{{{Role::Admin, "admin"},
                                {Role::CommunityAdmin, "community_admin"},
                                {Role::Resident, "resident"}}};
constexpr Words<KeyScope, 2> keyScopes{{{KeyScope::Full, "full"}, {KeyScope::Ingest, "ingest"}}};
constexpr Words<ReadingSource, 6> readingSources{{{ReadingSource::ChirpStackV4, "chirpstack_v4"},
                                                  {ReadingSource::ChirpStackV3, "chirpstack_v3"},
                                                  {ReadingSource::TtsV3, "tts_v3"},
                                                  {ReadingSource::Custom, "custom"},
                                                  {ReadingSource::Manual, "manual"},
                                                  {ReadingSource::Import, "import"}}};
constexpr Words<IngestOutcome, 7> outcomes{{{IngestOutcome::Stored, "stored"},
                                            {IngestOutcome::Duplicate, "duplicate"},
                                            {IngestOutcome::Unregistered, "unregistered"},
                                            {IngestOutcome::Skipped, "skipped"},
                                            {IngestOutcome::Quarantined, "quarantined"},
                                            {IngestOutcome::Rejected, "rejected"},
                                            {IngestOutcome::Held, "held"}}};
constexpr Words<WebhookLimitPolicy, 2> limitPolicies{
    {{WebhookLimitPolicy::Enforce, "enforce"}, {WebhookLimitPolicy::Count, "count"}}};
constexpr Words<JobState, 5> jobStates{{{JobState::Queued, "queued"},
                                        {JobState::Running, "running"},
                                        {JobState::Done, "done"},
                                        {JobState::Failed, "failed"},
                                        {JobState::Cancelled, "cancelled"}}};
constexpr Words<MeterFlag, 5> meterFlags{{{MeterFlag::Leak, "leak"},
                                          {MeterFlag::Burst, "burst"},
                                          {MeterFlag::ReverseFlow, "reverse_flow"},
                                          {MeterFlag::Tamper, "tamper"},
                                          {MeterFlag::BatteryLow, "battery_low"}}};
constexpr Words<VolumeUnit, 5> volumeUnits{{{VolumeUnit::CubicMetre, "m3"},
                                            {VolumeUnit::Litre, "l"},
                                            {VolumeUnit::Millilitre, "ml"},
                                            {VolumeUnit::UsGallon, "gal"},
                                            {VolumeUnit::CubicFoot, "ft3"}}};
constexpr Words<Interval, 3> intervals{
    {{Interval::Hour, "hour"}, {Interval::Day, "day"}, {Interval::Month, "month"}}};
constexpr Words<Quality, 3> qualities{{{Quality::Measured, "measured"},
                                       {Quality::Estimated, "estimated"},
                                       {Quality::Gap, "gap"}}};
constexpr Words<RegisterAnswer, 3> registerAnswers{{{RegisterAnswer::FromZero, "from_zero"},
                                                    {RegisterAnswer::Anew, "anew"},
                                                    {RegisterAnswer::AsRead, "as_read"}}};
constexpr Words<RegisterMarkKind, 8> markKinds{
    {{RegisterMarkKind::Glitch, "glitch"},
     {RegisterMarkKind::Excluded, "excluded"},
     {RegisterMarkKind::RollOver, "roll_over"},
     {RegisterMarkKind::Restart, "restart"},
     {RegisterMarkKind::Dropped, "dropped"},
     {RegisterMarkKind::Leap, "leap"},
     {RegisterMarkKind::Swap, "swap"},
     {RegisterMarkKind::RetiredDevice, "retired_device"}}};

} // namespace

QString toText(DeviceStatus value)
{
    return spell(deviceStatuses, value);
}
QString toText(DeviceType value)
{
    return spell(deviceTypes, value);
}
QString toText(Role value)
{
    return spell(roles, value);
}
QString toText(KeyScope value)
{
    return spell(keyScopes, value);
}
QString toText(ReadingSource value)
{
    return spell(readingSources, value);
}
QString toText(IngestOutcome value)
{
    return spell(outcomes, value);
}
QString toText(WebhookLimitPolicy value)
{
    return spell(limitPolicies, value);
}
QString toText(JobState value)
{
    return spell(jobStates, value);
}
QString toText(MeterFlag value)
{
    return spell(meterFlags, value);
}
QString toText(Interval value)
{
    return spell(intervals, value);
}
QString toText(Quality value)
{
    return spell(qualities, value);
}
QString toText(RegisterAnswer value)
{
    return spell(registerAnswers, value);
}
QString toText(RegisterMarkKind value)
{
    return spell(markKinds, value);
}
QString toText(VolumeUnit value)
{
    return spell(volumeUnits, value);
}

std::optional<DeviceStatus> parseDeviceStatus(QStringView text)
{
    return find(deviceStatuses, text);
}
std::optional<DeviceType> parseDeviceType(QStringView text)
{
    return find(deviceTypes, text);
}
std::optional<Role> parseRole(QStringView text)
{
    return find(roles, text);
}
std::optional<KeyScope> parseKeyScope(QStringView text)
{
    return find(keyScopes, text);
}
std::optional<ReadingSource> parseReadingSource(QStringView text)
{
    return find(readingSources, text);
}
std::optional<IngestOutcome> parseIngestOutcome(QStringView text)
{
    return find(outcomes, text);
}
std::optional<WebhookLimitPolicy> parseWebhookLimitPolicy(QStringView text)
{
    return find(limitPolicies, text);
}
std::optional<JobState> parseJobState(QStringView text)
{
    return find(jobStates, text);
}
std::optional<MeterFlag> parseMeterFlag(QStringView text)
{
    return find(meterFlags, text);
}
std::optional<Interval> parseInterval(QStringView text)
{
    return find(intervals, text);
}
std::optional<Quality> parseQuality(QStringView text)
{
    return find(qualities, text);
}
std::optional<RegisterAnswer> parseRegisterAnswer(QStringView text)
{
    return find(registerAnswers, text);
}
std::optional<RegisterMarkKind> parseRegisterMarkKind(QStringView text)
{
    return find(markKinds, text);
}
std::optional<VolumeUnit> parseVolumeUnit(QStringView text)
{
    return find(volumeUnits, text);
}

} // namespace datakubo
