#include "tests/bench/messages.h"

#include <cstdio>
#include <ctime>

namespace datakubo::bench {
namespace {

// Marks stand where a field of the same width goes.
constexpr std::string_view kEui = "@EUI@-----------";
constexpr std::string_view kName = "@NAME@-----";
constexpr std::string_view kDeduplication = "@DEDUPLICATION@---------------------";
constexpr std::string_view kTime = "@TIME@-----------------------";
constexpr std::string_view kNetworkTime = "@NSTIME@---------------------";
constexpr std::string_view kFrame = "@FCNT@";
constexpr std::string_view kRegister = "@M3@----";

constexpr std::string_view kUplink =
    R"({"deduplicationId":"@DEDUPLICATION@---------------------",)"
    R"("time":"@TIME@-----------------------+00:00",)"
    R"("deviceInfo":{"tenantId":"52f14cd4-c6f1-4fbd-8f87-4025e1d49242","tenantName":"Hausverwaltung",)"
    R"("applicationId":"17c82e96-be03-4f38-aef3-f83d48582d97","applicationName":"Water meters",)"
    R"("deviceProfileId":"14855bf7-d10d-4aee-b618-ebfcb64dc7ad","deviceProfileName":"Qalcosonic W1",)"
    R"("deviceName":"@NAME@-----","devEui":"@EUI@-----------","deviceClassEnabled":"CLASS_A",)"
    R"("tags":{"building":"A"}},)"
    R"("devAddr":"00189440","adr":true,"dr":5,"fCnt":@FCNT@,"fPort":100,"confirmed":false,)"
    R"("data":"ADZ9XmMwDgUAAAAAAAAAAAAAAAAAAAAA",)"
    R"("object":{"cumulativeFlowM3":@M3@----,"battery":3.6,"temperature":17.2,"leak":false},)"
    R"("rxInfo":[{"gatewayId":"0016c001f153a14c","uplinkId":4217106255,)"
    R"("nsTime":"@NSTIME@---------------------+00:00","rssi":-87,"snr":9.5,"channel":3,)"
    R"("location":{"latitude":52.52,"longitude":13.405},"context":"E3OWOQ==",)"
    R"("metadata":{"region_config_id":"eu868","region_common_name":"EU868"},"crcStatus":"CRC_OK"}],)"
    R"("txInfo":{"frequency":867100000,"modulation":{"lora":{"bandwidth":125000,)"
    R"("spreadingFactor":7,"codeRate":"CR_4_5"}}}})";

constexpr std::uint64_t kFirstFrame = 100'000; // six digits from the first to the last
constexpr std::uint64_t kFirstLitres = 1'000'000;

std::string post(const Target &target, std::string_view path, std::string_view body)
{
    std::string text = "POST ";
    text.append(path).append(" HTTP/1.1\r\nHost: ").append(target.host);
    text.append("\r\nX-API-Key: ").append(target.key);
    text.append("\r\nContent-Type: application/json\r\nAccept: */*\r\nContent-Length: ");
    text.append(std::to_string(body.size())).append("\r\n\r\n").append(body);
    return text;
}

void writeDigits(char *at, std::size_t width, std::uint64_t value)
{
    while (width-- > 0) {
        at[width] = static_cast<char>('0' + value % 10);
        value /= 10;
    }
}

} // namespace

std::string deviceEui(std::uint64_t device)
{
    char text[17];
    std::snprintf(text, sizeof text, "70b3d5fffe%06x", static_cast<unsigned>(device & 0xffffff));
    return text;
}

std::string deviceName(std::uint64_t device)
{
    char text[12];
    std::snprintf(text, sizeof text, "Meter %05u", static_cast<unsigned>(device % 100'000));
    return text;
}

Uplinks::Uplinks(const Target &target, std::int64_t begin)
    : m_text(post(target, "/api/v1/ingest/water-consumption?event=up", kUplink)),
      m_devices(target.devices),
      m_begin(begin),
      m_eui(m_text.find(kEui)),
      m_name(m_text.find(kName)),
      m_deduplication(m_text.find(kDeduplication)),
      m_time(m_text.find(kTime)),
      m_networkTime(m_text.find(kNetworkTime)),
      m_frame(m_text.find(kFrame)),
      m_register(m_text.find(kRegister))
{
}

std::string_view Uplinks::request(std::uint64_t index)
{
    const std::uint64_t device = index % m_devices;
    const std::uint64_t reading = index / m_devices;

    put(m_eui, deviceEui(device));
    put(m_name, deviceName(device));

    char deduplication[37];
    std::snprintf(
        deduplication, sizeof deduplication, "3ac7e3c4-4401-4b8d-%04x-%012llx",
        static_cast<unsigned>(0x8000 + (static_cast<std::uint64_t>(m_begin / 60) & 0x3fff)),
        static_cast<unsigned long long>(index));
    put(m_deduplication, deduplication);

    const std::time_t seconds = m_begin + static_cast<std::int64_t>(reading) * 60;
    std::tm utc{};
    ::gmtime_r(&seconds, &utc);
    char time[64];
    // Devices send at different milliseconds of the minute.
    const std::size_t length = std::strftime(time, sizeof time, "%Y-%m-%dT%H:%M:%S.", &utc);
    writeDigits(time + length, 3, device % 1000);
    put(m_time, {time, length + 3});
    put(m_time + length + 3, "023242");
    put(m_networkTime, {time, length + 3});
    put(m_networkTime + length + 3, "125811");

    putDigits(m_frame, kFrame.size(), kFirstFrame + reading % 900'000);
    const std::uint64_t litres = kFirstLitres + reading - reading / 4;
    putDigits(m_register, 4, litres / 1000);
    put(m_register + 4, ".");
    putDigits(m_register + 5, 3, litres % 1000);
    return m_text;
}

void Uplinks::put(std::size_t at, std::string_view text)
{
    m_text.replace(at, text.size(), text);
}

void Uplinks::putDigits(std::size_t at, std::size_t width, std::uint64_t value)
{
    writeDigits(m_text.data() + at, width, value);
}

std::string_view Registrations::request(std::uint64_t index)
{
    m_text = post(m_target, "/api/v1/devices/register",
                  R"({"dev_eui":")" + deviceEui(index) + R"(","device_name":")" + deviceName(index)
                      + R"(","device_type":"water_meter"})");
    return m_text;
}

} // namespace datakubo::bench
