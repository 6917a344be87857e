#include "tests/abuse/meterload.h"

#include "tests/support/blockingclient.h"

#include <QDateTime>

#include <random>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::test {
namespace {

constexpr qint64 kBeginMs = 1'790'000'000'000; // September 2026

QByteArray bodyText(const NumberedReading &reading)
{
    static const QByteArray pattern =
        R"({"deduplicationId":"3ac7e3c4-4401-4b8d-8000-@ID@","time":"@TIME@+00:00",)"
        R"("deviceInfo":{"tenantName":"Hausverwaltung","applicationName":"Water meters",)"
        R"("deviceName":"Meter @EUI@","devEui":"@EUI@"},)"
        R"("adr":true,"dr":5,"fCnt":@FCNT@,"fPort":100,"confirmed":false,)"
        R"("object":{"cumulativeFlowM3":@M3@,"battery":3.6},)"
        R"("rxInfo":[{"gatewayId":"0016c001f153a14c","rssi":-87,"snr":9.5}]})";
    QByteArray text = pattern;
    text.replace("@ID@", QByteArray::number(reading.number, 16).rightJustified(12, '0'));
    text.replace("@TIME@", QDateTime::fromMSecsSinceEpoch(reading.recordedAtMs, Qt::UTC)
                               .toString(u"yyyy-MM-dd'T'HH:mm:ss.zzz"_s)
                               .toLatin1());
    text.replace("@EUI@", reading.devEui);
    text.replace("@FCNT@", QByteArray::number(reading.number / NumberedReading::meters));
    text.replace("@M3@",
                 QByteArray::number(reading.volumeMl / 1'000'000) + '.'
                     + QByteArray::number(reading.volumeMl / 1000 % 1000).rightJustified(3, '0'));
    return text;
}

} // namespace

NumberedReading::NumberedReading(qint64 which)
    : number(which),
      devEui(eui(which % meters)),
      recordedAtMs(kBeginMs + which / meters * 1000),
      volumeMl((1'000'000 + which / meters) * 1000)
{
}

QByteArray NumberedReading::eui(qint64 meter)
{
    return "70b3d5fff00" + QByteArray::number(meter, 16).rightJustified(5, '0');
}

QByteArray NumberedReading::body() const
{
    return bodyText(*this);
}

QString NumberedReading::row() const
{
    return u"%1 %2 %3"_s.arg(QString::fromLatin1(devEui)).arg(recordedAtMs).arg(volumeMl);
}

MeterLoad::~MeterLoad()
{
    stop();
}

void MeterLoad::start(quint16 port, const QByteArray &key, int clients, int count,
                      std::function<void()> atCount)
{
    m_untilCount = count;
    m_atCount = std::move(atCount);
    for (int i = 0; i < clients; ++i) {
        const unsigned seed = m_seed + ++m_clientsStarted;
        m_threads.emplace_back([this, port, key, seed](const std::stop_token &stop) {
            client(stop, port, key, seed);
        });
    }
}

void MeterLoad::wait()
{
    for (std::jthread &thread : m_threads)
        thread.join();
    m_threads.clear();
}

void MeterLoad::stop()
{
    for (std::jthread &thread : m_threads)
        thread.request_stop();
    wait();
}

void MeterLoad::client(const std::stop_token &stop, quint16 port, const QByteArray &key,
                       unsigned seed)
{
    std::mt19937 random(seed);
    BlockingClient connection(port);
    qint64 number = -1;
    while (!stop.stop_requested()) {
        switch (number < 0 ? 5 : random() % 7) {
        case 0: break; // the same again
        case 1: number = static_cast<qint64>(random() % static_cast<unsigned>(m_next)); break;
        default: number = m_next++; break;
        }
        const auto answer = connection.ask(BlockingClient::post(
            "/api/v1/ingest/water-consumption?event=up", NumberedReading(number).body(), key));
        if (!answer)
            return;
        if (answer->status != 200) {
            if (answer->status != 503) {
                const std::lock_guard lock(m_mutex);
                m_strange.push_back(answer->head + answer->body);
            }
            continue;
        }
        {
            const std::lock_guard lock(m_mutex);
            m_acknowledged.insert(number);
        }
        ++m_answers;
        if (--m_untilCount == 0 && m_atCount)
            m_atCount();
    }
}

std::set<qint64> MeterLoad::acknowledged() const
{
    const std::lock_guard lock(m_mutex);
    return m_acknowledged;
}

std::vector<QByteArray> MeterLoad::strangeAnswers() const
{
    const std::lock_guard lock(m_mutex);
    return m_strange;
}

} // namespace datakubo::test
