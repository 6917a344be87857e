#include "ui/format.h"

#include <QDateTime>
#include <QRegularExpression>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

Format::Format(const QLocale &locale) : m_locale(locale), m_zone(QTimeZone::systemTimeZone()) {}

void Format::setTimeZone(const QString &ianaName)
{
    const QTimeZone zone(ianaName.toLatin1());
    m_zone = zone.isValid() ? zone : QTimeZone::systemTimeZone();
}

QString Format::count(qint64 number) const
{
    return m_locale.toString(number);
}

// `value` in units of 1/`unit`, of which the last are `digits` decimals.
QString Format::decimal(qint64 value, qint64 unit, int digits) const
{
    const qint64 size = std::abs(value);
    QString fraction = QString::number(size % unit);
    fraction = fraction.rightJustified(digits, u'0');
    const QString sign = value < 0 ? m_locale.negativeSign() : QString();
    return sign + m_locale.toString(size / unit) + m_locale.decimalPoint() + fraction;
}

QString Format::volume(Volume volume) const
{
    const qint64 half = volume.millilitres < 0 ? -500 : 500;
    return decimal((volume.millilitres + half) / 1000, 1000, 3);
}

QString Format::volumeWithUnit(std::optional<Volume> volume) const
{
    return volume ? this->volume(*volume) + u" m³"_s : none();
}

QString Format::exactVolume(std::optional<Volume> volume) const
{
    return volume ? decimal(volume->millilitres, 1'000'000, 6) + u" m³"_s : none();
}

QString Format::difference(Volume volume) const
{
    return (volume.millilitres >= 0 ? u"+"_s : QString()) + this->volume(volume);
}

QString Format::percent(int perMille) const
{
    return decimal(perMille, 10, 1) + u" %"_s;
}

QString Format::change(Volume now, Volume then) const
{
    if (then <= Volume{})
        return {};
    const Volume difference = now - then;
    const qint64 perMille =
        std::abs(share({1000}, difference.millilitres, then.millilitres).millilitres);
    return (difference < Volume{} ? u"▼ "_s : u"▲ "_s)
           + percent(static_cast<int>(std::min<qint64>(perMille, 9'999'999)));
}

QString Format::money(Money amount, const QString &currency) const
{
    static const QHash<QString, QString> symbols{
        {u"EUR"_s, u"€"_s}, {u"USD"_s, u"$"_s}, {u"GBP"_s, u"£"_s}};
    return decimal(amount.minor, 100, 2) + u' ' + symbols.value(currency, currency);
}

QString Format::battery(const Battery &battery) const
{
    if (battery.millivolts)
        return decimal((*battery.millivolts + 50) / 100, 10, 1) + u" V"_s;
    if (battery.percent)
        return m_locale.toString(*battery.percent) + u" %"_s;
    return none();
}

QString Format::signal(const Signal &signal) const
{
    if (!signal.rssi)
        return none();
    return m_locale.toString(*signal.rssi) + u" dBm"_s;
}

QString Format::ago(Timestamp then, Timestamp now) const
{
    const qint64 past = std::max<qint64>(0, now - then);
    if (past < duration::minute)
        return tr("now");
    if (past < duration::hour)
        return tr("%1 min").arg(past / duration::minute);
    if (past < duration::day)
        return tr("%1 h").arg(past / duration::hour);
    return tr("%1 d").arg(m_locale.toString(past / duration::day));
}

QString Format::moment(Timestamp then, Timestamp now) const
{
    const QDateTime time = local(then);
    const QDateTime today = local(now);
    const QString clock = m_locale.toString(time.time(), u"HH:mm"_s);
    if (time.date() == today.date())
        return tr("Today %1").arg(clock);
    if (time.date() == today.date().addDays(-1))
        return tr("Yesterday %1").arg(clock);
    if (time.date().year() == today.date().year())
        return m_locale.toString(time.date(), u"d MMM"_s) + u' ' + clock;
    return m_locale.toString(time.date(), u"d MMM yyyy"_s) + u' ' + clock;
}

QString Format::clock(Timestamp time) const
{
    return m_locale.toString(local(time).time(), u"HH:mm:ss"_s);
}

QString Format::minute(Timestamp time) const
{
    return QLocale().toString(local(time), u"d MMM yyyy HH:mm"_s);
}

QString Format::dateTime(Timestamp time) const
{
    return m_locale.toString(local(time), u"d MMMM yyyy HH:mm:ss"_s);
}

QString Format::withLocalTimes(const QString &text) const
{
    static const QRegularExpression instant(
        u"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z"_s);
    QString made = text;
    for (auto match = instant.match(made); match.hasMatch(); match = instant.match(made)) {
        const auto time = Timestamp::parse(match.captured());
        if (!time)
            break;
        made.replace(match.capturedStart(), match.capturedLength(),
                     m_locale.toString(local(*time), u"d MMMM yyyy HH:mm"_s));
    }
    return made;
}

QDateTime Format::local(Timestamp time) const
{
    return QDateTime::fromMSecsSinceEpoch(time.ms, m_zone);
}

Timestamp Format::now()
{
    return {QDateTime::currentMSecsSinceEpoch()};
}

} // namespace datakubo::ui
