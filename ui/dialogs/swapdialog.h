#pragma once
#include "backend/domain/device.h"
#include "ui/dialogs/formdialog.h"

namespace datakubo::ui {

class ApiClient;
class Format;
class MomentField;
class VolumeField;

// A meter was replaced by another one, now or weeks ago.
class SwapDialog : public FormDialog
{
    Q_OBJECT

public:
    // What is known already, of a register that fell.
    struct Known {
        std::optional<Volume> finalReading;
        std::optional<Volume> initialReading;
        std::optional<Timestamp> replacedAt;
    };

    SwapDialog(ApiClient &client, const Format &format, DevEui eui, const QString &name,
               const Known &known, QWidget *parent);

Q_SIGNALS:
    void replaced(const datakubo::Device &device);

protected:
    void submit() override;

private:
    void checkEui();
    void updateReady();

    ApiClient &m_client;
    DevEui m_old;
    QLineEdit *m_eui;
    QLabel *m_euiHint;
    QLineEdit *m_name;
    VolumeField *m_final;
    VolumeField *m_initial;
    MomentField *m_at;
};

} // namespace datakubo::ui
