#pragma once
#include "backend/domain/volume.h"

#include <QLineEdit>

namespace datakubo::ui {

// A register value as a person types it, in m³, with a comma or a point.
class VolumeField : public QLineEdit
{
    Q_OBJECT

public:
    explicit VolumeField(QWidget *parent = nullptr);

    std::optional<Volume> volume() const; // empty when it is not a volume (yet)
    void setVolume(Volume volume);
};

} // namespace datakubo::ui
