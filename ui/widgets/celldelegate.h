#pragma once
#include <QStyledItemDelegate>

namespace datakubo::ui {

// What the models of the window say of a cell beyond its text.
enum CellRole {
    ToneRole = Qt::UserRole + 1, // int(Tone): the text is drawn as a chip
    UnitRole,                    // drawn muted after the text
    MutedRole,                   // true: the text is muted
    MonospaceRole,               // true: an EUI or key
};

// Draws every table of the window: text, chips, numbers with a muted unit, a thin line below.
class CellDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace datakubo::ui
