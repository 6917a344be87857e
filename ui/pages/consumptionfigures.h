#pragma once
#include "backend/domain/balance.h"
#include "backend/domain/consumptionreport.h"

#include <QWidget>

#include <array>

namespace datakubo::ui {

class FigureCard;
class Format;

// The four figures above the chart. Which they are depends on whose consumption it is.
class ConsumptionFigures : public QWidget
{
    Q_OBJECT

public:
    // The range whose readings are behind a figure.
    enum class Span { Shown, PeriodBefore, LastYear };

    explicit ConsumptionFigures(const Format &format, QWidget *parent = nullptr);

    void showCommunity(const Balance &balance, const ConsumptionReport &report);
    void showOne(const ConsumptionReport &report);

Q_SIGNALS:
    void chosen(datakubo::ui::ConsumptionFigures::Span span);

private:
    void setVolume(FigureCard &card, const QString &title, const std::optional<Volume> &volume);
    struct Told {
        QString unread;  // when there is nothing to compare with
        bool isNowShown; // on another card
    };
    void setChange(FigureCard &card, Volume now, const std::optional<Volume> &then,
                   const Told &told);

    const Format &m_format;
    std::array<FigureCard *, 4> m_cards;
    std::array<Span, 4> m_spans{};
};

} // namespace datakubo::ui
