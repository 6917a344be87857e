#include "ui/dialogs/readingdialogs.h"

#include "ui/client/apiclient.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/momentfield.h"
#include "ui/widgets/volumefield.h"

#include <QBoxLayout>
#include <QLabel>
#include <QLineEdit>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

ManualReadingDialog::ManualReadingDialog(ApiClient &client, const Format &format, DevEui eui,
                                         QWidget *parent)
    : FormDialog(tr("Add a reading"), u"manualReadingDialog"_s, tr("Add"), parent),
      m_client(client),
      m_eui(eui),
      m_at(new MomentField(format)),
      m_volume(new VolumeField)
{
    addFieldRow(tr("Read at"), u"recorded_at"_s, m_at);
    addFieldRow(tr("Register"), u"consumption_m3"_s, m_volume);
    m_note = addField(tr("Note"), u"note"_s, tr("Who read it, and why"));
    connect(m_volume, &QLineEdit::textChanged, this,
            [this] { setStillNeeded(m_volume->volume() ? QString() : tr("the register")); });
    setStillNeeded(tr("the register"));
    m_volume->setFocus();
}

void ManualReadingDialog::submit()
{
    setBusy(true);
    m_client.addReading(
        m_eui, {m_at->moment(), m_volume->volume().value_or(Volume{}), m_note->text().trimmed()},
        this, [this](const Result<Reading> &reading) {
            if (!reading) {
                showError(reading.error());
                return;
            }
            Q_EMIT added(*reading);
            accept();
        });
}

ExcludeDialog::ExcludeDialog(ApiClient &client, const QString &readingUuid, const QString &what,
                             QWidget *parent)
    : FormDialog(tr("Exclude reading"), u"excludeDialog"_s, tr("Exclude"), parent),
      m_client(client),
      m_reading(readingUuid)
{
    addExplanation(tr("%1 is left out of every calculation. It stays in the list, struck through, "
                      "and can be taken back.")
                       .arg(what),
                   u"excludeExplained"_s);
    m_reason = addField(tr("Reason"), u"reason"_s, tr("for instance: typing mistake"));
    require(*m_reason, tr("a reason"));
    m_reason->setFocus();
}

void ExcludeDialog::submit()
{
    ReadingChange change;
    change.excluded = true;
    change.reason = m_reason->text().trimmed();
    setBusy(true);
    m_client.changeReading(m_reading, change, this, [this](const Result<Reading> &reading) {
        if (!reading) {
            showError(reading.error());
            return;
        }
        Q_EMIT excluded(*reading);
        accept();
    });
}

} // namespace datakubo::ui
