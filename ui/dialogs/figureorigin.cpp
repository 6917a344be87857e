#include "ui/dialogs/figureorigin.h"

#include "ui/charts/chartwords.h"
#include "ui/format.h"
#include "ui/widgets/labels.h"

#include <QGridLayout>
#include <QLabel>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

namespace {

// The register went on from another value than it showed before.
bool isStep(const RegisterMark &mark)
{
    return mark.before
           && (mark.kind == RegisterMarkKind::RollOver || mark.kind == RegisterMarkKind::Restart
               || mark.kind == RegisterMarkKind::Dropped || mark.kind == RegisterMarkKind::Leap);
}

bool isWholeLitres(std::optional<Volume> volume)
{
    return !volume || volume->millilitres % 1000 == 0;
}

} // namespace

FigureOrigin::FigureOrigin(const Format &format, QWidget *parent) : QFrame(parent), m_format(format)
{
    setProperty("role", u"note"_s);
    setObjectName(u"figureOrigin"_s);
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(14, 10, 14, 10);
    grid->setHorizontalSpacing(14);
    grid->setVerticalSpacing(3);
    grid->setColumnStretch(2, 1);
    const std::pair<QString, QString> names[] = {{tr("Closing"), u"figureClosing"_s},
                                                 {tr("− Opening"), u"figureOpening"_s},
                                                 {tr("= Consumption"), u"figureConsumption"_s}};
    for (int i = 0; i < 3; ++i) {
        const auto &[text, name] = names[i];
        const QString role = i == 2 ? u"heading"_s : QString();
        Row &row = m_rows[static_cast<size_t>(i)];
        row = {label({}, role), label({}, u"small"_s)};
        row.value->setObjectName(name);
        row.value->setAlignment(Qt::AlignRight | Qt::AlignTop);
        row.how->setObjectName(name + u"How"_s);
        row.how->setWordWrap(true);
        auto *title = label(text, role);
        title->setAlignment(Qt::AlignTop);
        grid->addWidget(title, i, 0);
        grid->addWidget(row.value, i, 1);
        grid->addWidget(row.how, i, 2);
    }
}

QString FigureOrigin::volumeText(std::optional<Volume> volume) const
{
    return m_isExact ? m_format.exactVolume(volume) : m_format.volumeWithUnit(volume);
}

void FigureOrigin::show(const ConsumptionPart &part)
{
    m_isExact = !isWholeLitres(part.opening.value) || !isWholeLitres(part.closing.value)
                || !isWholeLitres(part.consumption);
    showEnd(m_rows[0], part.closing);
    showEnd(m_rows[1], part.opening);
    m_rows[2].value->setText(volumeText(part.consumption));
    m_rows[2].how->setText(differenceText(part));
    QFrame::show();
}

void FigureOrigin::showEnd(const Row &row, const PartEnd &end)
{
    row.value->setText(volumeText(end.value));
    const QString at = m_format.minute(end.at);
    if (end.isRead()) {
        row.how->setText(tr("%1, read").arg(at));
        return;
    }
    const QString before = m_format.minute(end.before);
    const QString after = m_format.minute(end.after);
    row.how->setText(
        end.value
            ? tr("%1, interpolated between the readings of %2 and %3").arg(at, before, after)
            : tr("%1, not known: the register fell between %2 and %3").arg(at, before, after));
}

QString FigureOrigin::differenceText(const ConsumptionPart &part) const
{
    const auto &[opening, closing] = std::pair(part.opening.value, part.closing.value);
    QStringList lines;
    if (!part.isCounted)
        lines << tr("Not in the sum: a principal meter measures again what the others add up to");
    if (opening && closing && *closing - *opening == part.consumption)
        return lines.join(u'\n');
    lines << stepsText(part);
    for (const RegisterMark &mark : part.marks) {
        if (isStep(mark))
            lines << tr("%1: %2, counted %3")
                         .arg(m_format.minute(mark.at), markText(mark, m_format),
                              volumeText(mark.counted));
    }
    lines.removeAll(QString());
    return lines.join(u'\n');
}

// "0.300 + 0.200 + 0.550": up to each step, what was counted for it, and on from there. Empty when
// a step lies across an end.
QString FigureOrigin::stepsText(const ConsumptionPart &part) const
{
    if (!part.opening.value || !part.closing.value)
        return {};
    QStringList terms;
    Volume sum;
    Volume from = *part.opening.value;
    const auto add = [&](Volume volume) {
        terms << volumeText(volume);
        sum = sum + volume;
    };
    for (const RegisterMark &mark : part.marks) {
        if (!isStep(mark) || mark.at <= part.opening.at || mark.at > part.closing.at)
            continue;
        add(*mark.before - from);
        add(mark.counted);
        from = mark.value;
    }
    add(*part.closing.value - from);
    return sum == part.consumption ? tr("Counted in steps: %1").arg(terms.join(u" + "_s))
                                   : QString();
}

} // namespace datakubo::ui
