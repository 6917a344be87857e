#pragma once
#include "backend/domain/volume.h"

#include <QLineEdit>

class QLabel;

namespace datakubo::ui {

// A register value as a person types it, with a comma or a point; m³ stand behind it.
class VolumeField : public QLineEdit
{
    Q_OBJECT

public:
    explicit VolumeField(QWidget *parent = nullptr);

    std::optional<Volume> volume() const; // empty when it is not a volume (yet)
    void setVolume(Volume volume);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QLabel *m_unit;
};

} // namespace datakubo::ui
