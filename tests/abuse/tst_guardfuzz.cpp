#include "backend/http/guard.h"

#include <QTest>

#include <array>
#include <random>

using namespace datakubo::http;

// Random bytes, and requests cut up, mixed and damaged. Whatever comes: no crash, no endless loop,
// and the pieces a request arrives in make no difference to what is understood.
class GuardFuzz : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void understandsTheSameInAnyPieces_data()
    {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= 10; ++seed)
            QTest::addRow("ten thousand inputs of seed %u", seed) << seed;
    }
    void understandsTheSameInAnyPieces();

private:
    struct Outcome {
        int complete = 0;
        int status = 0;
        QByteArray heads;
        QByteArray bodies;

        bool operator==(const Outcome &) const = default;
    };

    static Outcome run(QByteArrayView bytes, std::minstd_rand *random);
    static QByteArray makeInput(std::minstd_rand &random);
};

GuardFuzz::Outcome GuardFuzz::run(QByteArrayView bytes, std::minstd_rand *random)
{
    Limits limits;
    limits.headBytes = 512;
    limits.bodyBytes = 256;
    Guard guard(limits);
    Outcome outcome;
    while (!bytes.isEmpty() && guard.state() != Guard::State::Refused) {
        qsizetype size = bytes.size();
        if (random)
            size = 1 + qsizetype((*random)() % std::uint32_t(std::min(size, qsizetype(9))));
        const qsizetype taken = guard.feed(bytes.first(size));
        if (taken < 0 || taken > size)
            return {-1, -1, {}, {}};
        bytes = bytes.sliced(taken);
        if (guard.state() == Guard::State::Complete) {
            ++outcome.complete;
            outcome.heads += guard.takeHead();
            outcome.bodies += guard.takeBody() + '|';
            guard.next();
        } else if (taken == 0 && guard.state() != Guard::State::Refused) {
            return {-1, -1, {}, {}};
        }
        if (guard.bodyReceived() > limits.bodyBytes)
            return {-1, -1, {}, {}};
    }
    if (guard.state() == Guard::State::Refused)
        outcome.status = guard.refusalStatus();
    return outcome;
}

QByteArray GuardFuzz::makeInput(std::minstd_rand &random)
{
    static const std::array<QByteArray, 30> pieces{
        "GET ",
        "POST ",
        "/",
        "/a?b=%41",
        " HTTP/1.1",
        " HTTP/1.0",
        " HTTP/2.0",
        "\r\n",
        "\r\n\r\n",
        "Host: x\r\n",
        "Content-Length: 5\r\n",
        "Content-Length: ",
        "Transfer-Encoding: chunked\r\n",
        "Connection: close\r\n",
        "Expect: 100-continue\r\n",
        "5\r\nabcde\r\n",
        "0\r\n\r\n",
        "0\r\n",
        "ff\r\n",
        ";ext",
        ":",
        " ",
        "\t",
        "\n",
        "\r",
        "abcde",
        "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nabcde",
        "X: y\r\n"};
    QByteArray bytes;
    const auto count = 1 + random() % 12;
    for (std::uint32_t i = 0; i < count; ++i)
        bytes += pieces[random() % pieces.size()];
    // Half of them are damaged: bytes changed, doubled, taken out.
    for (auto damage = random() % 8; damage > 4 && !bytes.isEmpty(); --damage) {
        const auto at = qsizetype(random() % std::uint32_t(bytes.size()));
        switch (random() % 3) {
        case 0: bytes[at] = char(random() % 256); break;
        case 1: bytes.insert(at, bytes[at]); break;
        default: bytes.remove(at, 1); break;
        }
    }
    return bytes;
}

void GuardFuzz::understandsTheSameInAnyPieces()
{
    QFETCH(unsigned, seed);
    std::minstd_rand random(seed);
    int complete = 0;
    for (int i = 0; i < 10'000; ++i) {
        const QByteArray bytes = makeInput(random);
        const Outcome whole = run(bytes, nullptr);
        const Outcome pieces = run(bytes, &random);
        if (whole.complete < 0 || !(whole == pieces))
            QFAIL(qPrintable(QString::fromLatin1(bytes.toPercentEncoding())));
        complete += whole.complete;
    }
    QVERIFY(complete > 500); // otherwise it tries nothing but refusals
}

QTEST_APPLESS_MAIN(GuardFuzz)
#include "tst_guardfuzz.moc"
