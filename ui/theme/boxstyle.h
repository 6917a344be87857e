#pragma once
#include <QProxyStyle>

namespace datakubo::ui {

// Fusion, but boxes to tick are drawn with the tokens: its own edge is a darker shade of the
// ground, which is not to be seen on a dark one.
class BoxStyle : public QProxyStyle
{
    Q_OBJECT

public:
    BoxStyle();

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
};

} // namespace datakubo::ui
