#include "ui/widgets/volumefield.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

VolumeField::VolumeField(QWidget *parent) : QLineEdit(parent)
{
    setPlaceholderText(tr("m³, as the meter shows it"));
    setMaxLength(20);
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
