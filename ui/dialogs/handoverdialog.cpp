#include "ui/dialogs/handoverdialog.h"

#include "ui/client/apiclient.h"
#include "ui/format.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/momentfield.h"
#include "ui/widgets/searchfield.h"
#include "ui/widgets/table.h"
#include "ui/widgets/volumefield.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QLabel>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

HandoverDialog::HandoverDialog(ApiClient &client, const Format &format, const Device &device,
                               QWidget *parent)
    : FormDialog(tr("Move out / in, %1").arg(device.name), u"handoverDialog"_s, tr("Hand over"),
                 parent),
      m_client(client),
      m_format(format),
      m_device(device),
      m_at(new MomentField(format)),
      m_reading(new VolumeField),
      m_search(new SearchField(tr("Next resident, by name or unit"), u"nextResidentSearch"_s)),
      m_table(new Table(tr("Residents"), u"nextResidentTable"_s)),
      m_empty(new QCheckBox(tr("Nobody moves in yet")))
{
    setMinimumSize(520, 560);
    addExplanation(device.endUser
                       ? tr("%1 has it now. What was used until this moment stays with %1.")
                             .arg(device.endUser->name)
                       : tr("Nobody has it now."),
                   u"handoverNow"_s);
    addFieldRow(tr("Moment"), u"at"_s, m_at);
    addFieldRow(tr("Register then"), u"consumption_m3"_s, m_reading);
    m_reading->setPlaceholderText(tr("empty: from the readings around it"));

    m_table->display(m_model, {0, 90, 180});
    auto *frame = panel();
    auto *inner = new QVBoxLayout(frame);
    inner->setContentsMargins(1, 1, 1, 4);
    inner->addWidget(m_table);
    m_empty->setObjectName(u"nobodyMovesIn"_s);
    content().addWidget(m_search);
    content().addWidget(frame, 1);
    content().addWidget(m_empty);

    connect(m_search, &SearchField::searched, this, &HandoverDialog::search);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        if (m_table->selectionModel()->hasSelection())
            m_empty->setChecked(false);
        updateReady();
    });
    connect(m_empty, &QCheckBox::toggled, this, [this](bool isEmpty) {
        if (isEmpty)
            m_table->clearSelection();
        updateReady();
    });
    connect(m_reading, &QLineEdit::textChanged, this, &HandoverDialog::updateReady);
    updateReady();
    search({});
}

void HandoverDialog::search(const QString &text)
{
    m_searched = text;
    const QString community = m_device.customer ? m_device.customer->uuid : QString();
    m_client.endUsers(community, text, this, [this, text](Result<contract::Page<Resident>> page) {
        if (text != m_searched)
            return;
        if (!page) {
            showError(page.error());
            return;
        }
        m_model.setRows(std::move(page->items));
        updateReady();
    });
}

QString HandoverDialog::chosenResident() const
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    return rows.isEmpty() ? QString() : m_model.row(rows.first().row()).uuid;
}

void HandoverDialog::updateReady()
{
    const bool isTyped = !m_reading->text().trimmed().isEmpty();
    const bool isWrong = isTyped && !m_reading->volume();
    setFieldError(u"consumption_m3"_s,
                  isWrong ? tr("A number of cubic metres, for instance 431.2") : QString());
    setReady(!isWrong && (m_empty->isChecked() || !chosenResident().isEmpty()),
             isWrong ? QString() : tr("Choose who moves in, or nobody"));
}

void HandoverDialog::submit()
{
    const Handover handover{m_at->moment(), m_reading->volume(), chosenResident()};
    setBusy(true);
    m_client.handOver(m_device.eui, handover, this, [this](const Result<Device> &device) {
        if (!device) {
            Error error = device.error();
            error.message = m_format.withLocalTimes(error.message);
            showError(error);
            return;
        }
        Q_EMIT handedOver(*device);
        accept();
    });
}

} // namespace datakubo::ui
