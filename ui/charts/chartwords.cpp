#include "ui/charts/chartwords.h"

#include "ui/format.h"

#include <QCoreApplication>
#include <QDateTime>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

namespace {

constexpr size_t missingNamed = 4;

class Words
{
    Q_DECLARE_TR_FUNCTIONS(datakubo::ui::Chart)

public:
    static QString intervals(Interval interval, int count)
    {
        switch (interval) {
        case Interval::Hour: return tr("%n hour(s)", nullptr, count);
        case Interval::Day: return tr("%n day(s)", nullptr, count);
        case Interval::Month: break;
        }
        return tr("%n month(s)", nullptr, count);
    }

    static QString unit(Interval interval)
    {
        switch (interval) {
        case Interval::Hour: return tr("m³ per hour");
        case Interval::Day: return tr("m³ per day");
        case Interval::Month: break;
        }
        return tr("m³ per month");
    }

    static QString quality(const ChartBar &bar, Interval interval, const Format &format)
    {
        switch (bar.quality) {
        case Quality::Measured: return tr("Measured");
        case Quality::Estimated:
            return Format::isRunning(bar.quality, bar.to) ? tr("So far")
                   : interval == Interval::Hour
                       ? tr("Estimated from the readings before and after the full hour")
                       : tr("Estimated from the readings before and after midnight");
        case Quality::Gap: break;
        }
        return tr("No readings for %1: %2 on average")
            .arg(intervals(interval, bar.intervals),
                 format.volume(bar.perInterval) + u' ' + unit(interval));
    }

    static QString mark(const RegisterMark &mark, const Format &format)
    {
        const QString value = format.volumeWithUnit(mark.value);
        const QString before = mark.before ? format.volume(*mark.before) : Format::none();
        switch (mark.kind) {
        case RegisterMarkKind::Glitch:
            return tr("A single odd value, %1, is not counted").arg(value);
        case RegisterMarkKind::Excluded: return tr("A reading of %1 is excluded").arg(value);
        case RegisterMarkKind::RollOver:
            return tr("The register passed its largest value: %1 → %2").arg(before, value);
        case RegisterMarkKind::Restart:
            return tr("The register began again at zero: %1 → %2").arg(before, value);
        case RegisterMarkKind::Dropped:
            return tr("The register fell and stays lower: %1 → %2").arg(before, value);
        case RegisterMarkKind::Leap: return tr("The register leapt: %1 → %2").arg(before, value);
        case RegisterMarkKind::RetiredDevice: return {}; // of the attention list only
        case RegisterMarkKind::Swap: break;
        }
        return tr("The meter was replaced");
    }

    static void balance(ValueText &text, const BalanceDay &day, const Format &format)
    {
        if (day.unmeteredPerMille)
            text.title += u" · "_s + tr("%1 unmetered").arg(format.percent(*day.unmeteredPerMille));
        text.lines
            << (day.principal
                    ? tr("Principal %1 · Flats %2")
                          .arg(format.volumeWithUnit(day.principal),
                               format.volumeWithUnit(day.leaves))
                    : tr("Principal not read · Flats %1").arg(format.volumeWithUnit(day.leaves)));
        if (day.missing.empty())
            return;
        const auto count = static_cast<int>(day.missing.size());
        text.lines << tr("%n meter(s) silent, estimated:", nullptr, count);
        for (size_t i = 0; i < day.missing.size() && i < missingNamed; ++i) {
            const MissingMeter &meter = day.missing[i];
            text.lines << tr("%1  %2").arg(meter.name, meter.estimate
                                                           ? format.volumeWithUnit(meter.estimate)
                                                           : tr("no estimate"));
        }
        if (day.missing.size() > missingNamed)
            text.lines << tr("and %n more", nullptr, count - static_cast<int>(missingNamed));
    }

    static void consumption(ValueText &text, const ChartFrame &frame, const ChartBar &bar,
                            const Format &format)
    {
        text.title += u" · "_s + format.volumeWithUnit(bar.volume);
        if (bar.opening && bar.closing)
            text.lines << tr("Register %1 → %2")
                              .arg(format.volume(*bar.opening), format.volumeWithUnit(bar.closing));
        text.lines << quality(bar, frame.content.interval, format);
    }

    static QString lastYear(Volume volume, const Format &format)
    {
        return tr("Last year %1").arg(format.volumeWithUnit(volume));
    }
};

} // namespace

QString ValueText::asSentence() const
{
    return title + u". "_s + lines.join(u". "_s);
}

QString spanText(const ChartBar &bar, Interval interval, const ChartFrame &frame)
{
    const QLocale &locale = frame.locale;
    const auto local = [&frame](Timestamp at) {
        return QDateTime::fromMSecsSinceEpoch(at.ms, frame.zone);
    };
    const QDateTime from = local(bar.from);
    const QDateTime to = local(bar.to);
    switch (interval) {
    case Interval::Hour:
        if (bar.intervals > 1 && from.date() != to.date())
            return locale.toString(from, u"d MMM HH:mm"_s) + u" – "_s
                   + locale.toString(to, u"d MMM HH:mm"_s);
        return locale.toString(from, u"ddd d MMM HH:mm"_s) + u"–"_s
               + locale.toString(to, u"HH:mm"_s);
    case Interval::Day:
        if (bar.intervals > 1)
            return locale.toString(from, u"d MMM"_s) + u" – "_s
                   + locale.toString(local(bar.to - 1), u"d MMM"_s);
        return locale.toString(from, u"ddd d MMM"_s);
    case Interval::Month: break;
    }
    if (bar.intervals > 1)
        return locale.toString(from, u"MMM yyyy"_s) + u" – "_s
               + locale.toString(local(bar.to - 1), u"MMM yyyy"_s);
    return locale.toString(from, u"MMMM yyyy"_s);
}

QString perInterval(Interval interval)
{
    return Words::unit(interval);
}

QString qualityText(const ChartBar &bar, Interval interval, const Format &format)
{
    return Words::quality(bar, interval, format);
}

QString markText(const RegisterMark &mark, const Format &format)
{
    return Words::mark(mark, format);
}

ValueText valueText(const ChartFrame &frame, size_t number, const Format &format)
{
    const ChartBar &bar = frame.content.bars[number];
    ValueText text{spanText(bar, frame.content.interval, frame), {}};
    if (frame.content.isBalance())
        Words::balance(text, frame.content.days[number], format);
    else
        Words::consumption(text, frame, bar, format);
    if (const auto volume = frame.content.lastYearAt(bar); volume && bar.intervals == 1)
        text.lines << Words::lastYear(*volume, format);
    for (const RegisterMark &mark : frame.content.marks) {
        if (mark.at >= bar.from && mark.at < bar.to)
            text.lines << markText(mark, format);
    }
    return text;
}

} // namespace datakubo::ui
