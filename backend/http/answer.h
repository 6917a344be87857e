#pragma once
#include "backend/contract/message.h"
#include "backend/domain/clock.h"

#include <QByteArray>

namespace datakubo::http {

struct AnswerOptions
{
    bool isHead = false; // the body's length but not the body
    bool isHttp10 = false;
    bool keepsAlive = true;
};

// Writes a Response as HTTP/1.1 bytes. One per thread: it keeps the Date of the current second.
class AnswerWriter
{
public:
    explicit AnswerWriter(const Clock &clock);

    QByteArray write(const contract::Response &response, const AnswerOptions &options);

    // An answer of the edge itself; the dispatcher, which gives every other one its request id,
    // never sees it. `status` 0: the one that belongs to the error.
    contract::Response refusal(const Error &error, int status = 0) const;

private:
    const QByteArray &date();

    const Clock &m_clock;
    qint64 m_second = -1;
    QByteArray m_date;
};

} // namespace datakubo::http
