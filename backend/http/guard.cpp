#include "backend/http/guard.h"

#include "backend/contract/errorcodes.h"
#include "backend/http/syntax.h"

#include <algorithm>
#include <limits>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::http {

namespace {

// QtHttpServer quietly drops all fields when there are more or longer ones.
constexpr int maxFields = 100;
constexpr qint64 maxFieldLine = 8 * 1024 - 64;
constexpr qint64 maxChunkLine = 256;
constexpr qsizetype maxMethod = 32;

bool namesProxy(QByteArrayView name)
{
    return equalsNoCase(name, "forwarded") || equalsNoCase(name, "x-forwarded-for")
           || equalsNoCase(name, "x-real-ip") || equalsNoCase(name, "via");
}

// Fields that speak about this connection or the framing the guard has already undone.
bool isHopByHop(QByteArrayView name)
{
    return equalsNoCase(name, "connection") || equalsNoCase(name, "content-length")
           || equalsNoCase(name, "transfer-encoding") || equalsNoCase(name, "expect")
           || equalsNoCase(name, "upgrade") || equalsNoCase(name, "keep-alive")
           || equalsNoCase(name, "te") || equalsNoCase(name, "trailer")
           || equalsNoCase(name, "http2-settings") || equalsNoCase(name, "proxy-connection");
}

} // namespace

Guard::Guard(const Limits &limits) : m_limits(limits) {}

qsizetype Guard::feed(QByteArrayView bytes)
{
    qsizetype taken = 0;
    while (taken < bytes.size() && (m_state == State::Head || m_state == State::Body)) {
        const QByteArrayView rest = bytes.sliced(taken);
        const bool isData = m_part == Part::Fixed || m_part == Part::ChunkData;
        taken += isData ? feedData(rest) : feedLine(rest);
    }
    return taken;
}

void Guard::next()
{
    *this = Guard(m_limits);
}

bool Guard::takeContinue()
{
    return m_state == State::Body && std::exchange(m_expectsContinue, false) && m_body.isEmpty();
}

QByteArray Guard::takeHead()
{
    return std::exchange(m_cleanHead, {});
}

QByteArray Guard::takeBody()
{
    return std::exchange(m_body, {});
}

qsizetype Guard::feedLine(QByteArrayView bytes)
{
    const qsizetype end = bytes.indexOf('\n');
    const qsizetype taken = end < 0 ? bytes.size() : end + 1;
    if (m_state == State::Head)
        m_headBytes += taken;
    else
        m_framingBytes += taken;
    if (refuseTooLong(m_line.size() + taken))
        return taken;
    if (end < 0) {
        m_line.append(bytes);
        return taken;
    }
    QByteArrayView line = bytes.first(end);
    QByteArray joined;
    if (!m_line.isEmpty()) {
        joined = std::exchange(m_line, {});
        joined.append(line);
        line = joined;
    }
    if (!line.endsWith('\r')) {
        refuse(ErrorCode::Validation, u"A line does not end in CR LF"_s);
        return taken;
    }
    takeLine(line.chopped(1));
    return taken;
}

bool Guard::refuseTooLong(qint64 length)
{
    if (m_part == Part::RequestLine && length > m_limits.headBytes / 2) {
        refuse(ErrorCode::UriTooLong, u"The request line is too long"_s);
    } else if (m_headBytes > m_limits.headBytes
               || (m_part == Part::Fields && length > maxFieldLine)) {
        refuse(ErrorCode::HeadersTooLarge, u"The header fields are too large"_s);
    } else if ((m_part == Part::ChunkSize || m_part == Part::ChunkEnd) && length > maxChunkLine) {
        refuse(ErrorCode::Validation, u"A chunk's size line is too long"_s);
    } else if (m_framingBytes > m_limits.headBytes + 8 * m_body.size()) {
        refuse(ErrorCode::PayloadTooLarge, u"The chunks are mostly framing"_s);
    }
    return m_state == State::Refused;
}

void Guard::takeLine(QByteArrayView line)
{
    switch (m_part) {
    case Part::RequestLine:
        if (!line.isEmpty()) // empty lines before a request are tolerated: RFC 9112, 2.2
            takeRequestLine(line);
        break;
    case Part::Fields:
        if (line.isEmpty())
            endHead();
        else
            takeField(line);
        break;
    case Part::ChunkSize: takeChunkSize(line); break;
    case Part::ChunkEnd:
        if (!line.isEmpty())
            refuse(ErrorCode::Validation, u"A chunk is longer than its size says"_s);
        m_part = Part::ChunkSize;
        break;
    case Part::Trailers:
        if (line.isEmpty())
            complete();
        else if (!isToken(line.first(std::max(line.indexOf(':'), qsizetype(0))))
                 || !isFieldValue(line))
            refuse(ErrorCode::Validation, u"A trailer field is malformed"_s);
        break;
    case Part::Fixed:
    case Part::ChunkData: Q_UNREACHABLE();
    }
}

void Guard::takeRequestLine(QByteArrayView line)
{
    const qsizetype first = line.indexOf(' ');
    const qsizetype second = first < 0 ? -1 : line.indexOf(' ', first + 1);
    if (second < 0)
        return refuse(ErrorCode::Validation, u"The request line is malformed"_s);
    const QByteArrayView method = line.first(first);
    const QByteArrayView target = line.sliced(first + 1, second - first - 1);
    const QByteArrayView version = line.sliced(second + 1);
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    if (!isToken(method) || method.size() > maxMethod || version.size() != 8
        || !version.startsWith("HTTP/") || !isDigit(version[5]) || version[6] != '.'
        || !isDigit(version[7]))
        return refuse(ErrorCode::Validation, u"The request line is malformed"_s);
    if (version[5] != '1')
        return refuse(ErrorCode::NotImplemented, u"Only HTTP/1.0 and HTTP/1.1 are spoken here"_s,
                      505);
    m_facts.isHttp10 = version[7] == '0';
    m_facts.isHead = method == QByteArrayView("HEAD");
    m_facts.isPost = method == QByteArrayView("POST");
    if (!takeTarget(target, method))
        return refuse(ErrorCode::Validation, u"The request target is malformed"_s);

    m_cleanHead.reserve(1024);
    m_cleanHead.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
    m_part = Part::Fields;
}

bool Guard::takeTarget(QByteArrayView target, QByteArrayView method)
{
    if (!isTargetText(target))
        return false;
    if (!target.startsWith('/')) {
        const qsizetype scheme =
            equalsNoCase(target.first(std::min(target.size(), qsizetype(7))), "http://")    ? 7
            : equalsNoCase(target.first(std::min(target.size(), qsizetype(8))), "https://") ? 8
                                                                                            : 0;
        if (scheme > 0) {
            const QByteArrayView rest = target.sliced(scheme);
            const auto end =
                std::find_if(rest.begin(), rest.end(), [](char c) { return c == '/' || c == '?'; });
            const QByteArrayView authority = rest.first(end - rest.begin());
            if (authority.isEmpty() || !isHostText(authority))
                return false;
            m_facts.host = authority.toByteArray();
            target = rest.sliced(authority.size());
        } else if (method != QByteArrayView("CONNECT")
                   && !(method == QByteArrayView("OPTIONS") && target == QByteArrayView("*"))) {
            return false;
        }
    }
    const qsizetype mark = target.indexOf('?');
    m_facts.path = (mark < 0 ? target : target.first(mark)).toByteArray();
    if (m_facts.path.isEmpty())
        m_facts.path = QByteArrayLiteral("/");
    if (mark >= 0)
        m_facts.query = target.sliced(mark + 1).toByteArray();
    return true;
}

void Guard::takeField(QByteArrayView line)
{
    const qsizetype colon = line.indexOf(':');
    const QByteArrayView name = line.first(std::max(colon, qsizetype(0)));
    if (!isToken(name))
        return refuse(ErrorCode::Validation, u"A header field is malformed"_s);
    const QByteArrayView value = trimmed(line.sliced(colon + 1));
    if (!isFieldValue(value))
        return refuse(ErrorCode::Validation, u"A header field holds control bytes"_s);
    if (++m_fieldCount > maxFields)
        return refuse(ErrorCode::HeadersTooLarge, u"There are too many header fields"_s);
    takeKnownField(name, value);
    if (!isHopByHop(name))
        m_cleanHead.append(name).append(": ").append(value).append("\r\n");
}

void Guard::takeKnownField(QByteArrayView name, QByteArrayView value)
{
    if (equalsNoCase(name, "host")) {
        if (++m_hosts > 1 || !isHostText(value))
            return refuse(ErrorCode::Validation, u"There must be one well-formed Host field"_s);
        if (m_facts.host.isEmpty())
            m_facts.host = value.toByteArray();
    } else if (equalsNoCase(name, "content-length")) {
        takeContentLength(value);
    } else if (equalsNoCase(name, "transfer-encoding")) {
        if (m_facts.isHttp10)
            return refuse(ErrorCode::Validation, u"HTTP/1.0 has no Transfer-Encoding"_s);
        if (m_hasEncoding || !equalsNoCase(value, "chunked"))
            return refuse(ErrorCode::NotImplemented,
                          u"Only the chunked transfer coding is understood"_s);
        m_hasEncoding = true;
    } else if (equalsNoCase(name, "connection")) {
        takeConnection(value);
    } else if (equalsNoCase(name, "expect")) {
        m_expectsContinue = !m_facts.isHttp10 && equalsNoCase(value, "100-continue");
    } else if (namesProxy(name)) {
        m_facts.isForwarded = true;
    }
}

void Guard::takeContentLength(QByteArrayView value)
{
    const auto length = parseDigits(value);
    const bool isHuge = value.size() > 15 && std::all_of(value.begin(), value.end(), [](char c) {
                            return c >= '0' && c <= '9';
                        });
    if (m_hasLength || (!length && !isHuge))
        return refuse(ErrorCode::Validation, u"There must be one well-formed Content-Length"_s);
    m_hasLength = true;
    m_expected = length.value_or(std::numeric_limits<qint64>::max());
}

void Guard::takeConnection(QByteArrayView value)
{
    eachElement(value, [this](QByteArrayView option) {
        if (equalsNoCase(option, "close"))
            m_closeAsked = true;
        else if (equalsNoCase(option, "keep-alive"))
            m_keepAliveAsked = true;
    });
}

void Guard::endHead()
{
    if (m_hosts == 0 && !m_facts.isHttp10)
        return refuse(ErrorCode::Validation, u"HTTP/1.1 needs a Host field"_s);
    if (m_hasLength && m_hasEncoding)
        return refuse(ErrorCode::Validation,
                      u"Content-Length and Transfer-Encoding exclude each other"_s);
    m_facts.keepsAlive = !m_closeAsked && (!m_facts.isHttp10 || m_keepAliveAsked);
    if (m_expected > bodyLimit())
        return refuse(ErrorCode::PayloadTooLarge,
                      u"The body may have %1 bytes at most"_s.arg(bodyLimit()));
    m_cleanHead.append("\r\n");
    if (!m_hasEncoding && m_expected == 0)
        return complete();
    m_state = State::Body;
    m_part = m_hasEncoding ? Part::ChunkSize : Part::Fixed;
    // What is only announced is not allocated.
    m_body.reserve(std::min(m_expected, qint64(64 * 1024)));
}

qsizetype Guard::feedData(QByteArrayView bytes)
{
    const qsizetype taken = std::min(bytes.size(), qsizetype(m_expected));
    m_body.append(bytes.first(taken));
    m_expected -= taken;
    if (m_expected == 0) {
        if (m_part == Part::Fixed)
            complete();
        else
            m_part = Part::ChunkEnd;
    }
    return taken;
}

void Guard::takeChunkSize(QByteArrayView line)
{
    const qsizetype semicolon = line.indexOf(';');
    const QByteArrayView digits = semicolon < 0 ? line : line.first(semicolon);
    // RFC 9112 tolerates blanks before an extension, and only there.
    const auto size = parseHex(semicolon < 0 ? digits : trimmed(digits));
    if (!size || digits.startsWith(' ') || digits.startsWith('\t') || !isFieldValue(line))
        return refuse(ErrorCode::Validation, u"A chunk's size is malformed"_s);
    if (*size > bodyLimit() - m_body.size())
        return refuse(ErrorCode::PayloadTooLarge,
                      u"The body may have %1 bytes at most"_s.arg(bodyLimit()));
    m_expected = *size;
    m_part = *size == 0 ? Part::Trailers : Part::ChunkData;
}

void Guard::complete()
{
    m_state = State::Complete;
}

qint64 Guard::bodyLimit() const
{
    return m_facts.isPost && m_facts.path.endsWith("/import") ? m_limits.importBodyBytes
                                                              : m_limits.bodyBytes;
}

void Guard::refuse(ErrorCode code, const QString &message, int status)
{
    if (m_state == State::Refused)
        return;
    m_state = State::Refused;
    m_refusal = {code, message, {}};
    m_refusalStatus = status > 0 ? status : contract::httpStatus(code);
    m_line.clear();
    m_body.clear();
}

} // namespace datakubo::http
