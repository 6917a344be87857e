#include "ui/widgets/volumefield.h"

#include "ui/widgets/labels.h"

#include <QLabel>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

namespace {
constexpr int unitMargin = 10;
}

VolumeField::VolumeField(QWidget *parent)
    : QLineEdit(parent), m_unit(label(u"m³"_s, u"muted"_s, this))
{
    setPlaceholderText(tr("as the meter shows it"));
    setMaxLength(20);
    m_unit->setObjectName(u"volumeUnit"_s);
    m_unit->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_unit->adjustSize();
    setTextMargins(0, 0, m_unit->width() + unitMargin / 2, 0);
}

void VolumeField::resizeEvent(QResizeEvent *event)
{
    QLineEdit::resizeEvent(event);
    m_unit->adjustSize();
    m_unit->move(width() - m_unit->width() - unitMargin, (height() - m_unit->height()) / 2);
}

std::optional<Volume> VolumeField::volume() const
{
    QString typed = text().trimmed();
    typed.replace(u',', u'.');
    const auto volume = Volume::parseCubicMetres(typed);
    return volume && *volume >= Volume{} ? volume : std::nullopt;
}

void VolumeField::setVolume(Volume volume)
{
    setText(QLocale::c().toString(volume.toCubicMetres(), 'f', 3));
}

} // namespace datakubo::ui
