#include "ui/pages/consumptionfigures.h"

#include "ui/format.h"
#include "ui/widgets/figurecard.h"

#include <QBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

ConsumptionFigures::ConsumptionFigures(const Format &format, QWidget *parent)
    : QWidget(parent), m_format(format)
{
    setObjectName(u"consumptionFigures"_s);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(12);
    for (size_t i = 0; i < m_cards.size(); ++i) {
        auto *card = new FigureCard({}, u"consumptionFigure%1"_s.arg(i));
        card->setClickable();
        card->setToolTip(tr("Opens the readings behind it"));
        connect(card, &FigureCard::clicked, this, [this, i] { Q_EMIT chosen(m_spans[i]); });
        layout->addWidget(card, 1);
        m_cards[i] = card;
    }
}

void ConsumptionFigures::setVolume(FigureCard &card, const QString &title,
                                   const std::optional<Volume> &volume)
{
    card.setTitle(title);
    card.setFigure(volume ? m_format.volume(*volume) : Format::none(),
                   volume ? u"m³"_s : QString());
}

void ConsumptionFigures::setChange(FigureCard &card, Volume now, const std::optional<Volume> &then,
                                   const Told &told)
{
    if (!then) {
        card.setSecondLine(told.unread);
        return;
    }
    const QString change = m_format.change(now, *then);
    if (change.isEmpty()) {
        card.setSecondLine(tr("nothing was used then"));
        return;
    }
    card.setSecondLine(
        told.isNowShown
            ? change
            : tr("%1: now %2 m³ from midnight to midnight").arg(change, m_format.volume(now)),
        now >= *then ? u"smallBad"_s : u"smallGood"_s);
}

void ConsumptionFigures::showCommunity(const Balance &balance, const ConsumptionReport &report)
{
    m_spans = {Span::Shown, Span::Shown, Span::Shown, Span::LastYear};
    const bool hasPrincipal = balance.principals > 0;
    setVolume(*m_cards[0], tr("Principal"),
              hasPrincipal ? std::optional(balance.principal) : std::nullopt);
    // The balance closes each day with its last readings, the rows below at midnight: they differ
    // by what runs in between.
    const QString made = tr("by each day's last readings");
    m_cards[0]->setSecondLine(hasPrincipal
                                  ? tr("%n meter(s)", nullptr, balance.principals) + u", "_s + made
                                  : tr("none is named"));
    setVolume(*m_cards[1], tr("Flats"), hasPrincipal ? balance.leaves : report.series.total);
    m_cards[1]->setSecondLine(hasPrincipal ? made : tr("%n meter(s)", nullptr, balance.leafMeters));
    setVolume(*m_cards[2], tr("Unmetered"),
              hasPrincipal ? std::optional(balance.unmetered) : std::nullopt);
    if (hasPrincipal && balance.unmeteredPerMille)
        m_cards[2]->setSecondLine(
            tr("%1 of principal").arg(m_format.percent(*balance.unmeteredPerMille)),
            u"smallWarning"_s);
    else
        m_cards[2]->setSecondLine(tr("needs a principal meter"));
    // What is compared are the registers of the flats at midnight, as in the rows below.
    setVolume(*m_cards[3], tr("Flats, same time last year"), report.comparison.lastYear);
    setChange(*m_cards[3], report.series.total, report.comparison.lastYear,
              {tr("not every flat was read throughout"),
               !hasPrincipal || balance.leaves == report.series.total});
}

void ConsumptionFigures::showOne(const ConsumptionReport &report)
{
    m_spans = {Span::Shown, Span::PeriodBefore, Span::LastYear, Span::Shown};
    const ConsumptionComparison &comparison = report.comparison;
    setVolume(*m_cards[0], tr("Consumption"), report.series.total);
    m_cards[0]->setSecondLine(tr("in this range"));
    const Told told{tr("not read throughout"), true};
    setVolume(*m_cards[1], tr("Period before"), comparison.periodBefore);
    setChange(*m_cards[1], report.series.total, comparison.periodBefore, told);
    setVolume(*m_cards[2], tr("Same time last year"), comparison.lastYear);
    setChange(*m_cards[2], report.series.total, comparison.lastYear, told);
    setVolume(*m_cards[3], tr("Average household"), comparison.communityAverage);
    m_cards[3]->setSecondLine(
        comparison.communityAverage
            ? tr("of %n household(s)", nullptr, comparison.households)
            : tr("shown from %n household(s) on", nullptr, fewestHouseholdsToCompare));
}

} // namespace datakubo::ui
