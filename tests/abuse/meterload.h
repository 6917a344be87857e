#pragma once
#include <QByteArray>
#include <QString>

#include <atomic>
#include <functional>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

namespace datakubo::test {

// Numbered readings of a few meters as ChirpStack sends them: the same number is always the same
// reading. The first `registered` meters are registered, the others nobody knows.
struct NumberedReading {
    static constexpr int meters = 12;
    static constexpr int registered = 8;

    explicit NumberedReading(qint64 number);

    static QByteArray eui(qint64 meter);
    QByteArray body() const;

    qint64 number = 0;
    QByteArray devEui;
    qint64 recordedAtMs = 0;
    qint64 volumeMl = 0;

    // What the database must have, as one comparable text.
    QString row() const;
};

// Clients in threads that post readings as fast as they are answered, every sixth or so twice, and
// now and then one of the past. Knows what was acknowledged, through all servers it is let loose
// on.
class MeterLoad
{
public:
    explicit MeterLoad(unsigned seed) : m_seed(seed) {}
    ~MeterLoad();
    MeterLoad(const MeterLoad &) = delete;
    MeterLoad &operator=(const MeterLoad &) = delete;

    // Runs until stop(), or until the server is gone. `atCount` is called once, by the client whose
    // answer is the `count`th of this run.
    void start(quint16 port, const QByteArray &key, int clients, int count = 0,
               std::function<void()> atCount = {});
    void wait(); // for the clients to see that the server is gone
    void stop();

    std::set<qint64> acknowledged() const;
    qint64 answers() const { return m_answers; } // with 200, repeated ones too
    qint64 sentNumbers() const { return m_next; }
    std::vector<QByteArray> strangeAnswers() const; // neither 200 nor 503

private:
    void client(const std::stop_token &stop, quint16 port, const QByteArray &key, unsigned seed);

    unsigned m_seed;
    unsigned m_clientsStarted = 0;
    std::atomic<qint64> m_next = 0;
    std::atomic<qint64> m_answers = 0;
    std::atomic<int> m_untilCount = 0;
    std::function<void()> m_atCount;
    mutable std::mutex m_mutex;
    std::set<qint64> m_acknowledged;
    std::vector<QByteArray> m_strange;
    std::vector<std::jthread> m_threads;
};

} // namespace datakubo::test
