#include "ui/dialogs/swapdialog.h"

#include "ui/client/apiclient.h"
#include "ui/client/sentences.h"
#include "ui/dialogs/registerdialog.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/momentfield.h"
#include "ui/widgets/volumefield.h"

#include <QBoxLayout>
#include <QLabel>
#include <QLineEdit>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

SwapDialog::SwapDialog(ApiClient &client, const Format &format, DevEui eui, const QString &name,
                       const Known &known, QWidget *parent)
    : FormDialog(tr("Replace %1").arg(name), u"swapDialog"_s, tr("Replace meter"), parent),
      m_client(client),
      m_old(eui),
      m_final(new VolumeField),
      m_initial(new VolumeField),
      m_at(new MomentField(format))
{
    addExplanation(tr("The old meter is retired with all its readings; place, resident and parent "
                      "pass on to the new one, and consumption reads through both."),
                   u"swapExplained"_s);
    m_eui = addField(tr("New DevEUI"), u"new_dev_eui"_s, tr("16 digits, as printed on the meter"));
    m_eui->setProperty("role", u"mono"_s);
    m_euiHint = label({}, u"small"_s);
    m_euiHint->setObjectName(u"new_dev_euiHint"_s);
    m_eui->parentWidget()->layout()->addWidget(m_euiHint);
    m_name = addField(tr("Name"), u"new_device_name"_s, name);
    addFieldRow(tr("Last register, old"), u"final_reading_m3"_s, m_final);
    addFieldRow(tr("First register, new"), u"initial_reading_m3"_s, m_initial);
    addFieldRow(tr("Replaced at"), u"replaced_at"_s, m_at);
    if (known.finalReading)
        m_final->setVolume(*known.finalReading);
    if (known.initialReading)
        m_initial->setVolume(*known.initialReading);
    if (known.replacedAt)
        m_at->setMoment(*known.replacedAt);

    connect(m_eui, &QLineEdit::textChanged, this, &SwapDialog::checkEui);
    for (VolumeField *field : {m_final, m_initial})
        connect(field, &QLineEdit::textChanged, this, &SwapDialog::updateReady);
    checkEui();
    m_eui->setFocus();
}

void SwapDialog::checkEui()
{
    const EuiCheck check = EuiCheck::of(m_eui->text());
    const bool isWrong = check.state == EuiCheck::State::Wrong;
    setFieldError(u"new_dev_eui"_s, isWrong ? check.sentence : QString());
    m_euiHint->setText(check.eui ? u"✓ "_s + check.eui->toString() : check.sentence);
    m_euiHint->setVisible(!isWrong);
    m_euiHint->setProperty("role", check.eui ? u"good"_s : u"small"_s);
    restyle(m_euiHint);
    updateReady();
}

void SwapDialog::updateReady()
{
    const std::pair<VolumeField *, QString> volumes[] = {{m_final, u"final_reading_m3"_s},
                                                         {m_initial, u"initial_reading_m3"_s}};
    QString missing =
        EuiCheck::of(m_eui->text()).eui ? QString() : tr("the DevEUI of the new meter");
    for (const auto &[field, name] : volumes) {
        const bool isWrong = !field->text().trimmed().isEmpty() && !field->volume();
        setFieldError(name,
                      isWrong ? tr("A number of cubic metres, for instance 431.2") : QString());
        if (missing.isEmpty() && !field->volume())
            missing = field == m_final ? tr("the last register of the old meter")
                                       : tr("the first register of the new meter");
    }
    setStillNeeded(missing);
}

void SwapDialog::submit()
{
    MeterSwap swap;
    swap.newEui = EuiCheck::of(m_eui->text()).eui.value_or(DevEui());
    swap.newName = m_name->text().trimmed();
    swap.finalReading = m_final->volume().value_or(Volume{});
    swap.initialReading = m_initial->volume().value_or(Volume{});
    swap.replacedAt = m_at->moment();
    setBusy(true);
    m_client.replaceDevice(m_old, swap, this, [this](const Result<Device> &device) {
        if (!device) {
            Error error = device.error();
            // A taken or malformed EUI is the new one's, whether or not the answer says so.
            if (error.code == ErrorCode::DeviceAlreadyRegistered
                || error.code == ErrorCode::InvalidDeviceId)
                error.details[u"field"] = u"new_dev_eui"_s;
            m_euiHint->setVisible(fieldOf(error) != u"new_dev_eui");
            showError(error);
            return;
        }
        Q_EMIT replaced(*device);
        accept();
    });
}

} // namespace datakubo::ui
