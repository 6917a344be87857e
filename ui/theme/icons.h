#pragma once
#include <QIcon>

namespace datakubo::ui {

// One of resources/icons by its name, drawn in the colour the application's palette has at that
// moment: muted when off, accent when on (checked), so that a change of theme needs no new icon.
QIcon icon(const QString &name);

// The same in a fixed colour, for what paints itself.
QPixmap iconPixmap(const QString &name, const QColor &color, QSize size, qreal ratio);

} // namespace datakubo::ui
