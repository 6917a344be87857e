#include "backend/services/csvreader.h"

#include <QStringDecoder>

#include <algorithm>
#include <array>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::services {

namespace {

// The first line is looked at as a whole before anything is read; this much of it at most.
constexpr qsizetype firstLookBytes = 64 * 1024;

bool isLineEnd(char c)
{
    return c == '\n' || c == '\r';
}

bool isEmpty(const CsvRecord &record)
{
    return record.problem.isEmpty() && record.fields.size() == 1 && record.fields.front().isEmpty();
}

} // namespace

CsvReader::CsvReader(Source source, const Limits &limits)
    : m_source(std::move(source)), m_limits(limits)
{
}

bool CsvReader::fill()
{
    if (m_hasEnded)
        return false;
    const QByteArray more = m_source();
    m_hasEnded = more.isEmpty();
    m_piece = m_at < m_piece.size() ? m_piece.sliced(m_at) + more : more;
    m_at = 0;
    return !m_hasEnded;
}

bool CsvReader::peek(char &c)
{
    if (m_at == m_piece.size() && !fill())
        return false;
    c = m_piece.at(m_at);
    return true;
}

void CsvReader::detectDelimiter()
{
    constexpr std::array candidates{',', ';', '\t'};
    std::array<int, candidates.size()> counts{};
    while (m_piece.size() < 3 && fill()) {
    }
    if (m_piece.startsWith("\xEF\xBB\xBF"))
        m_at = 3;
    bool isQuoted = false;
    for (qsizetype at = m_at; at < firstLookBytes; ++at) {
        if (at == m_piece.size()) {
            const qsizetype before = m_at;
            m_at = 0; // the piece keeps what has been looked at
            const bool more = fill();
            m_at = before;
            if (!more)
                break;
        }
        const char c = m_piece.at(at);
        if (c == '"')
            isQuoted = !isQuoted;
        if (isQuoted)
            continue;
        if (isLineEnd(c))
            break;
        for (size_t i = 0; i < candidates.size(); ++i)
            counts[i] += c == candidates[i] ? 1 : 0;
    }
    const auto most = std::max_element(counts.begin(), counts.end());
    m_delimiter = candidates[static_cast<size_t>(most - counts.begin())];
}

bool CsvReader::next(CsvRecord &record)
{
    if (!m_hasBegun) {
        m_hasBegun = true;
        detectDelimiter();
    }
    while (readRecord(record)) {
        if (!isEmpty(record))
            return true;
    }
    return false;
}

bool CsvReader::readRecord(CsvRecord &record)
{
    record.line = m_line;
    record.fields.clear();
    record.problem.clear();
    m_field.clear();
    char c = 0;
    if (!peek(c))
        return false;
    enum class Where { Begin, Plain, Quoted, AfterQuote } where = Where::Begin;
    for (; peek(c); ++m_at) {
        if (where == Where::Quoted) {
            if (c == '"') {
                where = Where::AfterQuote;
            } else {
                if (c == '\n')
                    ++m_line;
                append(record, c);
            }
        } else if (c == m_delimiter) {
            endField(record);
            where = Where::Begin;
        } else if (isLineEnd(c)) {
            ++m_at;
            endLine(c);
            endField(record);
            return true;
        } else if (c == '"' && where == Where::Begin) {
            where = Where::Quoted;
        } else if (c == '"' && where == Where::AfterQuote) {
            append(record, c);
            where = Where::Quoted;
        } else if (where == Where::AfterQuote) {
            if (record.problem.isEmpty())
                record.problem = u"There is text after a closing quote"_s;
        } else {
            append(record, c);
            where = Where::Plain;
        }
    }
    if (where == Where::Quoted && record.problem.isEmpty())
        record.problem = u"A quote is opened and never closed"_s;
    endField(record);
    return true;
}

void CsvReader::append(CsvRecord &record, char c)
{
    if (m_field.size() < m_limits.fieldBytes)
        m_field.append(c);
    else if (record.problem.isEmpty())
        record.problem = u"A field is longer than %1 bytes"_s.arg(m_limits.fieldBytes);
}

void CsvReader::endField(CsvRecord &record)
{
    if (record.fields.size() < m_limits.columns) {
        QStringDecoder decode(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
        QString text = decode(m_field);
        if (decode.hasError() && record.problem.isEmpty())
            record.problem = u"The text is not UTF-8"_s;
        record.fields.push_back(std::move(text));
    } else if (record.problem.isEmpty()) {
        record.problem = u"There are more than %1 fields"_s.arg(m_limits.columns);
    }
    m_field.clear();
}

void CsvReader::endLine(char c)
{
    ++m_line;
    char following = 0;
    if (c == '\r' && peek(following) && following == '\n')
        ++m_at;
}

CsvTable::CsvTable(CsvReader::Source source, QStringList known, QStringList required)
    : m_reader(std::move(source)), m_known(std::move(known)), m_required(std::move(required))
{
}

Result<void> CsvTable::begin()
{
    CsvRecord header;
    if (!m_reader.next(header))
        return Error::field(u"body"_s, u"The file is empty; the first line names the columns"_s);
    if (!header.problem.isEmpty())
        return Error::field(u"body"_s, u"The first line: %1"_s.arg(header.problem));
    for (size_t i = 0; i < header.fields.size(); ++i) {
        const QString name = header.fields[i].trimmed().toLower();
        if (name.isEmpty())
            continue; // spreadsheets leave delimiters at the end of lines
        if (!m_known.contains(name)) {
            return Error::field(name, u"'%1' is not a column of this file; it may have %2"_s.arg(
                                          name.left(100), m_known.join(u", "_s)));
        }
        if (m_columns.contains(name))
            return Error::field(name, u"The column %1 is there twice"_s.arg(name));
        m_columns.insert(name, i);
        m_names.append(name);
    }
    m_width = header.fields.size();
    for (const QString &name : m_required) {
        if (!m_columns.contains(name))
            return Error::field(name, u"The column %1 is missing"_s.arg(name));
    }
    return {};
}

bool CsvTable::next()
{
    const auto isBlank = [](const QString &field) { return field.trimmed().isEmpty(); };
    while (m_reader.next(m_record)) {
        const auto &fields = m_record.fields;
        if (!m_record.problem.isEmpty() || !std::all_of(fields.begin(), fields.end(), isBlank))
            return true;
    }
    return false;
}

QString CsvTable::problem() const
{
    if (m_record.problem.isEmpty() && m_record.fields.size() > m_width)
        return u"There are more fields than the first line names"_s;
    return m_record.problem;
}

QString CsvTable::text(const QString &column) const
{
    const auto found = m_columns.constFind(column);
    if (found == m_columns.cend() || *found >= m_record.fields.size())
        return {};
    return m_record.fields[*found].trimmed();
}

} // namespace datakubo::services
