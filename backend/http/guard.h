#pragma once
#include "backend/domain/result.h"
#include "backend/http/httpserver.h"

#include <QByteArray>
#include <QByteArrayView>

namespace datakubo::http {

// What the guard learns from a request's head and the edge needs beside the head itself.
struct RequestFacts
{
    QByteArray path;  // as sent, without an absolute form's scheme and authority
    QByteArray query; // as sent, without '?'
    QByteArray host;  // the Host header, or the authority of an absolute form
    bool isHead = false;
    bool isPost = false;
    bool isHttp10 = false;
    bool keepsAlive = true;
    bool isForwarded = false; // a proxy says it passed this on
};

// Reads HTTP/1.x requests off a byte stream and lets through only what is unambiguous and within
// the limits: it finds where each one ends, takes the body out of its framing and hands out the
// head without framing and hop-by-hop fields, so that whoever reads it next cannot disagree with
// us about the length. Knows no sockets and no clocks.
class Guard
{
public:
    enum class State { Head, Body, Complete, Refused };

    explicit Guard(const Limits &limits);

    // Takes bytes up to the end of the current request; the count taken. The rest belongs to the
    // next one: feed it again after next(). Takes nothing once Complete or Refused.
    qsizetype feed(QByteArrayView bytes);
    void next();

    State state() const { return m_state; }
    bool isBetweenRequests() const { return m_state == State::Head && m_headBytes == 0; }
    qint64 bodyReceived() const { return m_body.size(); }
    // True once, when the client holds its body back until it is told to go on.
    bool takeContinue();

    const RequestFacts &facts() const { return m_facts; }
    QByteArray takeHead();
    QByteArray takeBody();

    const Error &refusal() const { return m_refusal; }
    int refusalStatus() const { return m_refusalStatus; }

private:
    enum class Part { RequestLine, Fields, Fixed, ChunkSize, ChunkData, ChunkEnd, Trailers };

    qsizetype feedLine(QByteArrayView bytes);
    qsizetype feedData(QByteArrayView bytes);
    void takeLine(QByteArrayView line);
    void takeRequestLine(QByteArrayView line);
    bool takeTarget(QByteArrayView target, QByteArrayView method);
    void takeField(QByteArrayView line);
    void takeKnownField(QByteArrayView name, QByteArrayView value);
    void takeContentLength(QByteArrayView value);
    void takeConnection(QByteArrayView value);
    void takeChunkSize(QByteArrayView line);
    void endHead();
    void complete();
    bool refuseTooLong(qint64 length);
    qint64 bodyLimit() const;
    void refuse(ErrorCode code, const QString &message, int status = 0);

    Limits m_limits;
    State m_state = State::Head;
    Part m_part = Part::RequestLine;
    QByteArray m_line; // a line that came in pieces
    QByteArray m_cleanHead;
    QByteArray m_body;
    RequestFacts m_facts;
    Error m_refusal;
    int m_refusalStatus = 0;

    qint64 m_headBytes = 0;
    qint64 m_framingBytes = 0; // of chunks: sizes, extensions, trailers
    qint64 m_expected = 0;     // bytes still to come of the body or the chunk
    int m_fieldCount = 0;
    int m_hosts = 0;
    bool m_hasLength = false;
    bool m_hasEncoding = false;
    bool m_closeAsked = false;
    bool m_keepAliveAsked = false;
    bool m_expectsContinue = false;
};

} // namespace datakubo::http
