#pragma once
#include <QString>

#include <optional>

// The closed vocabularies of the contract and their spelling. toText never fails; the parse
// functions return an empty optional for any other word (spelling is exact, lower case).
namespace datakubo {

enum class DeviceStatus { Online, Offline, Maintenance };
enum class DeviceType { WaterMeter, HotWaterMeter };
enum class Role { Admin, CommunityAdmin, Resident };
enum class KeyScope { Full, Ingest };
enum class ReadingSource { ChirpStackV4, ChirpStackV3, TtsV3, Custom, Manual, Import };
// What became of a webhook, or of one item of an array. Rejected: answered 4xx, body kept.
enum class IngestOutcome { Stored, Duplicate, Unregistered, Skipped, Quarantined, Rejected, Held };
// What the values of a mapped field are counted in.
enum class VolumeUnit { CubicMetre, Litre, Millilitre, UsGallon, CubicFoot };
// What happens to webhooks beyond the month's limit: refused and held, or only counted.
enum class WebhookLimitPolicy { Enforce, Count };
enum class JobState { Queued, Running, Done, Failed, Cancelled };
// The steps of a consumption series: local hours, days and months.
enum class Interval { Hour, Day, Month };
// How well consumption is known to belong to its span (domain/consumption.h); the best first.
enum class Quality { Measured, Estimated, Gap };
// What a person said of a reading at which the register fell or leapt: it restarted at zero, so
// what it shows was consumed since; it went on from this value, and nothing is counted across it;
// or it is right, and what it rose (or passed its largest value by) was consumed. None has no word.
enum class RegisterAnswer { None, FromZero, Anew, AsRead };
// What is to be seen beside a series: a value not believed, one a person excluded, what the
// register did, and the change of a meter. RetiredDevice is in the attention list only.
enum class RegisterMarkKind {
    Glitch,
    Excluded,
    RollOver,
    Restart,
    Dropped,
    Leap,
    Swap,
    RetiredDevice
};
// What a meter itself reports, by the contract's "Flags".
enum class MeterFlag { Leak, Burst, ReverseFlow, Tamper, BatteryLow };

QString toText(DeviceStatus);
QString toText(DeviceType);
QString toText(Role);
QString toText(KeyScope);
QString toText(ReadingSource);
QString toText(IngestOutcome);
QString toText(WebhookLimitPolicy);
QString toText(JobState);
QString toText(MeterFlag);
QString toText(VolumeUnit);
QString toText(Interval);
QString toText(Quality);
QString toText(RegisterMarkKind);
QString toText(RegisterAnswer); // not of None

std::optional<DeviceStatus> parseDeviceStatus(QStringView text);
std::optional<DeviceType> parseDeviceType(QStringView text);
std::optional<Role> parseRole(QStringView text);
std::optional<KeyScope> parseKeyScope(QStringView text);
std::optional<ReadingSource> parseReadingSource(QStringView text);
std::optional<IngestOutcome> parseIngestOutcome(QStringView text);
std::optional<WebhookLimitPolicy> parseWebhookLimitPolicy(QStringView text);
std::optional<JobState> parseJobState(QStringView text);
std::optional<MeterFlag> parseMeterFlag(QStringView text);
std::optional<VolumeUnit> parseVolumeUnit(QStringView text);
std::optional<Interval> parseInterval(QStringView text);
std::optional<Quality> parseQuality(QStringView text);
std::optional<RegisterAnswer> parseRegisterAnswer(QStringView text);
std::optional<RegisterMarkKind> parseRegisterMarkKind(QStringView text);

} // namespace datakubo
