#include "tests/bench/load.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace datakubo::bench {
namespace {

using SteadyClock = std::chrono::steady_clock;
constexpr auto kGrace = std::chrono::seconds(5);

struct Answer
{
    int status = 0;
    std::size_t size = 0; // head and body
    std::string_view body;
};

// A complete answer at the beginning of the text, if there is one. Only answers with a length are
// understood: the API sends no others on these routes.
std::optional<Answer> parse(std::string_view text)
{
    const std::size_t head = text.find("\r\n\r\n");
    if (head == std::string_view::npos || text.size() < 12) {
        return {};
    }
    constexpr std::string_view name = "\r\ncontent-length:";
    std::size_t length = 0;
    for (std::size_t line = text.find("\r\n"); line < head; line = text.find("\r\n", line + 2)) {
        if (::strncasecmp(text.data() + line, name.data(), name.size()) == 0) {
            length = std::stoul(std::string(text.substr(line + name.size(), 20)));
        }
    }
    const std::size_t size = head + 4 + length;
    if (text.size() < size) {
        return {};
    }
    return Answer{std::atoi(text.data() + 9), size, text.substr(head + 4, length)};
}

class Load
{
public:
    Load(const LoadPlan &plan, Messages &messages) : m_plan(plan), m_messages(messages) {}
    ~Load();
    Load(const Load &) = delete;
    Load &operator=(const Load &) = delete;

    LoadResult run();

private:
    struct Connection
    {
        int socket = -1;
        bool waiting = false;
        SteadyClock::time_point sentAt;
        std::string unsent;
        std::string received;
    };

    void resolve();
    void open(Connection &connection);
    void lose(Connection &connection, const char *why);
    bool mayStart() const;
    void startNext(Connection &connection);
    void flush(Connection &connection);
    void receive(Connection &connection);
    void count(Connection &connection, const Answer &answer);
    void watch(Connection &connection, int operation, std::uint32_t events);

    const LoadPlan &m_plan;
    Messages &m_messages;
    LoadResult m_result;
    std::vector<Connection> m_connections;
    sockaddr_storage m_address{};
    socklen_t m_addressSize = 0;
    int m_poll = -1;
    int m_waiting = 0;
    SteadyClock::time_point m_end;
    SteadyClock::time_point m_lastAnswer;
};

Load::~Load()
{
    for (const Connection &connection : m_connections) {
        if (connection.socket >= 0) {
            ::close(connection.socket);
        }
    }
    if (m_poll >= 0) {
        ::close(m_poll);
    }
}

LoadResult Load::run()
{
    resolve();
    m_poll = ::epoll_create1(EPOLL_CLOEXEC);
    m_connections.resize(static_cast<std::size_t>(m_plan.connections));
    for (Connection &connection : m_connections) {
        open(connection);
    }
    const auto begin = SteadyClock::now();
    m_lastAnswer = begin;
    m_end = m_plan.seconds ? begin
                                 + std::chrono::duration_cast<SteadyClock::duration>(
                                     std::chrono::duration<double>(*m_plan.seconds))
                           : SteadyClock::time_point::max();
    for (Connection &connection : m_connections) {
        startNext(connection);
    }
    epoll_event events[256];
    auto lastActive = begin;
    while (m_waiting > 0) {
        const int ready = ::epoll_wait(m_poll, events, 256, 1000);
        const auto now = SteadyClock::now();
        if (ready > 0) {
            lastActive = now;
        }
        if (now - lastActive > kGrace || (m_plan.seconds && now > m_end + kGrace)) {
            m_result.errors += static_cast<std::uint64_t>(m_waiting);
            m_result.firstError +=
                m_result.firstError.empty() ? "no answer within five seconds" : "";
            break;
        }
        for (int i = 0; i < ready; ++i) {
            auto &connection = *static_cast<Connection *>(events[i].data.ptr);
            if (events[i].events & EPOLLOUT) {
                flush(connection);
            }
            if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) {
                receive(connection);
            }
        }
    }
    m_result.seconds = std::chrono::duration<double>(m_lastAnswer - begin).count();
    return std::move(m_result);
}

void Load::resolve()
{
    const std::size_t colon = m_plan.address.rfind(':');
    if (colon == std::string::npos) {
        throw std::runtime_error("--url wants host:port");
    }
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo *found = nullptr;
    const int code = ::getaddrinfo(m_plan.address.substr(0, colon).c_str(),
                                   m_plan.address.substr(colon + 1).c_str(), &hints, &found);
    if (code != 0) {
        throw std::runtime_error(::gai_strerror(code));
    }
    std::memcpy(&m_address, found->ai_addr, found->ai_addrlen);
    m_addressSize = found->ai_addrlen;
    ::freeaddrinfo(found);
}

void Load::open(Connection &connection)
{
    connection.socket = ::socket(m_address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::connect(connection.socket, reinterpret_cast<const sockaddr *>(&m_address), m_addressSize)
        != 0) {
        throw std::runtime_error("cannot connect to " + m_plan.address + ": "
                                 + std::strerror(errno));
    }
    const int on = 1;
    ::setsockopt(connection.socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    watch(connection, EPOLL_CTL_ADD, EPOLLIN);
}

void Load::lose(Connection &connection, const char *why)
{
    ::close(connection.socket);
    connection.socket = -1;
    connection.received.clear();
    connection.unsent.clear();
    if (connection.waiting) {
        connection.waiting = false;
        --m_waiting;
        ++m_result.errors;
        if (m_result.firstError.empty()) {
            m_result.firstError = why;
        }
    }
    if (mayStart()) {
        open(connection);
        startNext(connection);
    }
}

bool Load::mayStart() const
{
    return m_plan.requests ? m_result.sent < *m_plan.requests : SteadyClock::now() < m_end;
}

void Load::startNext(Connection &connection)
{
    if (!mayStart()) {
        return;
    }
    const std::string_view request = m_messages.request(m_plan.firstIndex + m_result.sent);
    ++m_result.sent;
    ++m_waiting;
    connection.waiting = true;
    connection.sentAt = SteadyClock::now();
    const ssize_t sent =
        ::send(connection.socket, request.data(), request.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    const std::size_t done = sent > 0 ? static_cast<std::size_t>(sent) : 0;
    if (done < request.size()) { // a full socket, or a broken one, which flush() then sees
        connection.unsent = request.substr(done);
        watch(connection, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
    }
}

void Load::flush(Connection &connection)
{
    const ssize_t sent = ::send(connection.socket, connection.unsent.data(),
                                connection.unsent.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno != EAGAIN) {
        return; // receive() is told as well
    }
    connection.unsent.erase(0, sent > 0 ? static_cast<std::size_t>(sent) : 0);
    if (connection.unsent.empty()) {
        watch(connection, EPOLL_CTL_MOD, EPOLLIN);
    }
}

void Load::receive(Connection &connection)
{
    char buffer[16 * 1024];
    const ssize_t got = ::recv(connection.socket, buffer, sizeof buffer, MSG_DONTWAIT);
    if (got <= 0) {
        if (got == 0 || errno != EAGAIN) {
            lose(connection, got == 0 ? "the server closed a connection" : std::strerror(errno));
        }
        return;
    }
    connection.received.append(buffer, static_cast<std::size_t>(got));
    if (const std::optional<Answer> answer = parse(connection.received)) {
        count(connection, *answer);
        connection.received.erase(0, answer->size);
        startNext(connection);
    }
}

void Load::count(Connection &connection, const Answer &answer)
{
    m_lastAnswer = SteadyClock::now();
    connection.waiting = false;
    --m_waiting;
    const auto waited =
        std::chrono::duration_cast<std::chrono::microseconds>(m_lastAnswer - connection.sentAt);
    m_result.latenciesUs.push_back(static_cast<std::uint32_t>(waited.count()));
    if (answer.status >= 200 && answer.status < 300) {
        ++m_result.acknowledged;
        m_result.stored += answer.body.find("\"stored\"") != std::string_view::npos;
    } else if (std::find(m_plan.alsoFine.begin(), m_plan.alsoFine.end(), answer.status)
               == m_plan.alsoFine.end()) {
        ++m_result.errors;
        if (m_result.firstError.empty()) {
            m_result.firstError =
                std::to_string(answer.status) + ' ' + std::string(answer.body.substr(0, 300));
        }
    }
}

void Load::watch(Connection &connection, int operation, std::uint32_t events)
{
    epoll_event event{};
    event.events = events;
    event.data.ptr = &connection;
    ::epoll_ctl(m_poll, operation, connection.socket, &event);
}

} // namespace

double LoadResult::percentileMs(double part) const
{
    if (latenciesUs.empty()) {
        return 0;
    }
    std::vector<std::uint32_t> sorted = latenciesUs;
    const auto at = static_cast<std::ptrdiff_t>(part * static_cast<double>(sorted.size() - 1));
    std::nth_element(sorted.begin(), sorted.begin() + at, sorted.end());
    return static_cast<double>(sorted[static_cast<std::size_t>(at)]) / 1000;
}

LoadResult runLoad(const LoadPlan &plan, Messages &messages)
{
    return Load(plan, messages).run();
}

} // namespace datakubo::bench
