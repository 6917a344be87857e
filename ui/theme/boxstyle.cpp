#include "ui/theme/boxstyle.h"

#include "ui/theme/icons.h"
#include "ui/theme/tokens.h"

#include <QPainter>
#include <QStyleOption>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

BoxStyle::BoxStyle() : QProxyStyle(u"Fusion"_s) {}

void BoxStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option,
                             QPainter *painter, const QWidget *widget) const
{
    if (element != PE_IndicatorCheckBox) {
        QProxyStyle::drawPrimitive(element, option, painter, widget);
        return;
    }
    const Tokens &tokens = Tokens::of(option->palette);
    const bool isTicked = option->state.testFlag(State_On);
    const bool isEnabled = option->state.testFlag(State_Enabled);
    const bool isTouched =
        option->state.testFlag(State_MouseOver) || option->state.testFlag(State_HasFocus);
    const QColor fill = !isTicked ? tokens.panel : isEnabled ? tokens.accent : tokens.muted;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(isTicked ? fill : isTouched ? tokens.accent : tokens.muted, 1));
    painter->setBrush(fill);
    painter->drawRoundedRect(QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    if (isTicked) {
        const QRect mark = option->rect.adjusted(1, 1, -1, -1);
        painter->drawPixmap(mark, iconPixmap(u"check"_s, tokens.onAccent, mark.size(),
                                             painter->device()->devicePixelRatioF()));
    }
    painter->restore();
}

} // namespace datakubo::ui
