#include "ui/theme/icons.h"

#include "ui/theme/tokens.h"

#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QSvgRenderer>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

namespace {

QImage tinted(const QString &name, const QColor &color, QSize pixels)
{
    QImage image(pixels, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    QSvgRenderer(u":/datakubo/icons/"_s + name + u".svg"_s).render(&painter);
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(image.rect(), color);
    return image;
}

class TintedEngine final : public QIconEngine
{
public:
    explicit TintedEngine(QString name) : m_name(std::move(name)) {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const QPalette palette = QGuiApplication::palette();
        const Tokens &tokens = Tokens::of(palette);
        const QColor color = mode == QIcon::Disabled ? tokens.line
                             : state == QIcon::On    ? tokens.accent
                                                     : tokens.muted;
        const qreal ratio = painter->device()->devicePixelRatioF();
        painter->drawImage(rect, tinted(m_name, color, rect.size() * ratio));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap made(size);
        made.fill(Qt::transparent);
        QPainter painter(&made);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return made;
    }

    QIconEngine *clone() const override { return new TintedEngine(*this); }

private:
    QString m_name;
};

} // namespace

QIcon icon(const QString &name)
{
    return QIcon(new TintedEngine(name));
}

QPixmap iconPixmap(const QString &name, const QColor &color, QSize size, qreal ratio)
{
    QPixmap made = QPixmap::fromImage(tinted(name, color, size * ratio));
    made.setDevicePixelRatio(ratio);
    return made;
}

} // namespace datakubo::ui
