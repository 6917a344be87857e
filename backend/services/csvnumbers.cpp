#include "backend/services/csvnumbers.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::services {

namespace {

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

bool areDigits(QStringView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isDigit);
}

// "1.234.567" with '.': one to three digits, then threes; the first is not a zero.
bool isGrouped(QStringView whole, QChar separator)
{
    const auto groups = whole.split(separator);
    if (!areDigits(groups.first()) || groups.first().size() > 3 || groups.first().startsWith(u'0'))
        return false;
    return std::all_of(groups.begin() + 1, groups.end(),
                       [](QStringView group) { return group.size() == 3 && areDigits(group); });
}

// What one number tells by itself.
struct Spelling {
    enum class Kind { NoNumber, Whole, Clear, Doubtful } kind = Kind::NoNumber;
    QChar sign;    // of the decimals; of a doubtful number the one sign it has
    QString plain; // of a doubtful number with its sign as the decimal sign
};

Spelling spellingOf(QStringView text)
{
    using enum Spelling::Kind;
    QString minus;
    if (text.startsWith(u'-') || text.startsWith(u'+')) {
        if (text.front() == u'-')
            minus = u"-"_s;
        text = text.sliced(1);
    }
    if (areDigits(text))
        return {Whole, {}, minus + text.toString()};
    const qsizetype last = std::max(text.lastIndexOf(u'.'), text.lastIndexOf(u','));
    if (last < 0)
        return {};
    const QChar sign = text[last];
    const QChar other = sign == u'.' ? u',' : u'.';
    const QStringView whole = text.first(last);
    const QStringView decimals = text.sliced(last + 1);
    if (whole.contains(sign)) {
        if (!isGrouped(text, sign))
            return {};
        return {Clear, other, minus + text.toString().remove(sign)};
    }
    if (!areDigits(decimals))
        return {};
    if (whole.contains(other)) {
        if (!isGrouped(whole, other))
            return {};
        return {Clear, sign, minus + whole.toString().remove(other) + u'.' + decimals.toString()};
    }
    if (!whole.isEmpty() && !areDigits(whole))
        return {};
    const QString plain =
        minus + (whole.isEmpty() ? u"0"_s : whole.toString()) + u'.' + decimals.toString();
    return {isGrouped(text, sign) ? Doubtful : Clear, sign, plain};
}

} // namespace

void CsvNumbers::see(QStringView text)
{
    const Spelling spelling = spellingOf(text);
    const bool isPoint = spelling.sign == u'.';
    if (spelling.kind == Spelling::Kind::Clear)
        (isPoint ? m_clearPoint : m_clearComma) = true;
    else if (spelling.kind == Spelling::Kind::Doubtful)
        (isPoint ? m_doubtfulPoint : m_doubtfulComma) = true;
}

QString CsvNumbers::decimal() const
{
    if (m_clearPoint && m_clearComma)
        return u"mixed"_s;
    if (m_clearPoint || m_clearComma)
        return m_clearPoint ? u"point"_s : u"comma"_s;
    if (m_doubtfulPoint && m_doubtfulComma)
        return u"mixed"_s;
    return m_doubtfulComma ? u"comma"_s : u"point"_s;
}

CsvNumbers::Reading CsvNumbers::read(QStringView text) const
{
    const Spelling spelling = spellingOf(text);
    if (spelling.kind != Spelling::Kind::Doubtful)
        return {spelling.plain, false};
    const QString decimal = this->decimal();
    if (decimal == u"mixed")
        return {{}, true};
    if (decimal == (spelling.sign == u'.' ? u"point"_s : u"comma"_s))
        return {spelling.plain, false};
    // Decided by numbers that tell, the other sign stands between thousands.
    if (m_clearPoint || m_clearComma)
        return {QString(spelling.plain).remove(u'.'), false};
    return {{}, true};
}

std::optional<Volume> cubicMetres(const QString &plain)
{
    constexpr int digitsOfMillilitres = 6;
    constexpr qint64 most = 9'000'000'000'000'000;
    const bool isNegative = plain.startsWith(u'-');
    const QString positive = isNegative ? plain.mid(1) : plain;
    const QString whole = positive.section(u'.', 0, 0);
    const QString decimals = positive.section(u'.', 1).leftJustified(digitsOfMillilitres + 1, u'0');
    bool ok = false;
    const QString text = whole + decimals.left(digitsOfMillilitres);
    qint64 millilitres = text.toLongLong(&ok);
    if (!ok || millilitres > most)
        return std::nullopt;
    if (decimals[digitsOfMillilitres] >= u'5')
        ++millilitres;
    return Volume{isNegative ? -millilitres : millilitres};
}

} // namespace datakubo::services
