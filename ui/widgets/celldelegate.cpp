#include "ui/widgets/celldelegate.h"

#include "ui/theme/tokens.h"
#include "ui/widgets/chip.h"

#include <QFontDatabase>
#include <QPainter>

namespace datakubo::ui {

namespace {

constexpr int margin = 10;

QFont cellFont(const QFont &base, const QModelIndex &index)
{
    if (!index.data(MonospaceRole).toBool()) {
        QFont font = base;
        if (const QVariant own = index.data(Qt::FontRole); own.isValid())
            font = own.value<QFont>().resolve(base);
        return font;
    }
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPixelSize(12);
    return font;
}

} // namespace

void CellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    const Tokens &tokens = Tokens::of(option.palette);
    const QRect cell = option.rect;
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    painter->save();
    if (selected)
        painter->fillRect(cell, tokens.accentSoft);
    painter->fillRect(QRect(cell.left(), cell.bottom(), cell.width(), 1), tokens.line);

    const QString text = index.data().toString();
    const QRect inner = cell.adjusted(margin, 0, -margin, -1);
    if (const QVariant tone = index.data(ToneRole); tone.isValid()) {
        paintChip(*painter, {inner.left(), inner.center().y() + 1}, text,
                  static_cast<Tone>(tone.toInt()), *option.widget);
        painter->restore();
        return;
    }

    painter->setFont(cellFont(option.font, index));
    const QString unit = index.data(UnitRole).toString();
    QRect room = inner;
    if (!unit.isEmpty()) {
        const QString spaced = QLatin1Char(' ') + unit;
        const int width = painter->fontMetrics().horizontalAdvance(spaced);
        painter->setPen(tokens.muted);
        painter->drawText(inner, Qt::AlignRight | Qt::AlignVCenter, spaced);
        room.adjust(0, 0, -width, 0);
    }
    const QVariant wanted = index.data(Qt::TextAlignmentRole);
    const auto alignment =
        wanted.isValid() ? Qt::Alignment(wanted.toInt()) : Qt::Alignment(Qt::AlignLeft);
    const bool muted = index.data(MutedRole).toBool() || index.data(MonospaceRole).toBool();
    painter->setPen(muted ? tokens.muted : tokens.text);
    const QString fitted = painter->fontMetrics().elidedText(text, Qt::ElideRight, room.width());
    painter->drawText(room, static_cast<int>(alignment | Qt::AlignVCenter), fitted);
    painter->restore();
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QString text = index.data().toString();
    if (index.data(ToneRole).isValid())
        return chipSize(text, option.font).grownBy({margin, 6, margin, 6});
    const QString unit = index.data(UnitRole).toString();
    const QFontMetrics metrics(cellFont(option.font, index));
    // Value and unit are drawn apart, each rounded by itself.
    const int unitWidth = unit.isEmpty() ? 0 : metrics.horizontalAdvance(QLatin1Char(' ') + unit);
    return {metrics.horizontalAdvance(text) + unitWidth + 2 * margin + 1, 33};
}

} // namespace datakubo::ui
