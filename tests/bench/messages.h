#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace datakubo::bench {

// One HTTP request whose fields are overwritten in place, so that making the next one costs nothing
// beside sending it. All numbers have a fixed width.
class Messages
{
public:
    virtual ~Messages() = default;
    // The request number `index`; valid until the next call.
    virtual std::string_view request(std::uint64_t index) = 0;
};

struct Target
{
    std::string host; // host:port
    std::string key;
    std::uint64_t devices = 1000;
};

// Webhooks as ChirpStack v4 sends them: request i is reading i / devices of device i % devices. A
// reading is a minute after the one before, its frame counter one higher, its register three litres
// in four minutes higher: no meter here runs without a pause.
class Uplinks final : public Messages
{
public:
    // Of the first reading, in seconds since 1970.
    Uplinks(const Target &target, std::int64_t begin);
    std::string_view request(std::uint64_t index) override;

private:
    void put(std::size_t at, std::string_view text);
    void putDigits(std::size_t at, std::size_t width, std::uint64_t value);

    std::string m_text;
    std::uint64_t m_devices;
    std::int64_t m_begin;
    std::size_t m_eui = 0;
    std::size_t m_name = 0;
    std::size_t m_deduplication = 0;
    std::size_t m_time = 0;
    std::size_t m_networkTime = 0;
    std::size_t m_frame = 0;
    std::size_t m_register = 0;
};

// POST /api/v1/devices/register for device `index`.
class Registrations final : public Messages
{
public:
    explicit Registrations(const Target &target) : m_target(target) {}
    std::string_view request(std::uint64_t index) override;

private:
    Target m_target;
    std::string m_text;
};

std::string deviceEui(std::uint64_t device); // 70b3d5fffe + six hex digits
std::string deviceName(std::uint64_t device);

} // namespace datakubo::bench
