#include "ui/dialogs/assigndialog.h"

#include "ui/client/apiclient.h"
#include "ui/format.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/searchfield.h"
#include "ui/widgets/table.h"

#include <QDateTimeEdit>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

AssignDialog::AssignDialog(ApiClient &client, const Format &format, const Device &device,
                           QWidget *parent)
    : FormDialog(tr("Assign %1").arg(device.name), u"assignDialog"_s, tr("Assign"), parent),
      m_client(client),
      m_format(format),
      m_device(device)
{
    setMinimumSize(520, 480);
    auto *now = new QHBoxLayout;
    auto *who = label(device.endUser ? tr("%1 has it now.").arg(device.endUser->name)
                                     : tr("Nobody has it now."),
                      u"muted"_s);
    who->setObjectName(u"assignedNow"_s);
    now->addWidget(who, 1);
    auto *take = button(tr("Unassign"), u"unassign"_s, u"danger"_s);
    take->setVisible(device.endUser.has_value());
    connect(take, &QPushButton::clicked, this, &AssignDialog::unassign);
    now->addWidget(take);

    m_search = new SearchField(tr("Search resident by name or unit"), u"residentSearch"_s);
    m_table = new Table(tr("Residents"), u"residentTable"_s);
    m_table->display(m_model, {0, 90, 180});
    m_nobody =
        label(tr("No resident matches. Residents are added on the Communities page."), u"muted"_s);
    m_nobody->setObjectName(u"nobodyFound"_s);
    m_nobody->setWordWrap(true);
    m_nobody->hide();
    auto *frame = panel();
    auto *inner = new QVBoxLayout(frame);
    inner->setContentsMargins(1, 1, 1, 4);
    inner->addWidget(m_table);

    // The widget knows only the computer's zone: it is given the organization's clock as if it
    // were that, and read the same way.
    const QDateTime clock = m_format.local(Format::now());
    m_from = new QDateTimeEdit(QDateTime(clock.date(), clock.time()));
    m_from->setObjectName(u"assignFrom"_s);
    m_from->setCalendarPopup(true);
    m_from->setDisplayFormat(u"d MMM yyyy  HH:mm"_s);
    m_from->setMaximumDateTime(QDateTime(clock.date(), clock.time()));
    m_from->setAccessibleName(tr("From"));
    auto *since = new QHBoxLayout;
    auto *from = label(tr("From"), u"muted"_s);
    from->setBuddy(m_from);
    from->setContentsMargins(0, 6, 0, 0);
    since->addWidget(from, 0, Qt::AlignTop);
    since->addWidget(makeField(u"from"_s, m_from), 1);

    content().insertLayout(0, now);
    content().addWidget(m_search);
    content().addWidget(frame, 1);
    content().addWidget(m_nobody);
    content().addLayout(since);

    connect(m_search, &SearchField::searched, this, &AssignDialog::search);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &AssignDialog::updateReady);
    m_search->installEventFilter(this);
    // After the dialog has seen the key: what Enter has just chosen is not sent by the same Enter.
    connect(m_search, &QLineEdit::returnPressed, this, &AssignDialog::chooseOnlyHit,
            Qt::QueuedConnection);
    connect(m_search, &QLineEdit::textEdited, this, [this] {
        m_wantsOnlyHit = false;
        m_table->clearSelection(); // Enter must not send whom another search had found
    });
    connect(m_table, &QTableView::activated, this, [this] {
        if (primary().isEnabled())
            primary().click();
    });
    updateReady();
    search({});
    m_search->setFocus();
}

bool AssignDialog::eventFilter(QObject *watched, QEvent *event)
{
    const bool isDown = watched == m_search && event->type() == QEvent::KeyPress
                        && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Down;
    if (!isDown || m_model.rowCount() == 0)
        return FormDialog::eventFilter(watched, event);
    m_table->setFocus(Qt::TabFocusReason);
    m_table->setCurrentIndex(m_model.index(0, 0));
    m_table->selectRow(0);
    return true;
}

void AssignDialog::updateReady()
{
    setReady(m_table->selectionModel()->hasSelection(), tr("Choose a resident"));
}

void AssignDialog::chooseOnlyHit()
{
    m_wantsOnlyHit = m_isSearching;
    if (!m_isSearching && m_model.rowCount() == 1)
        m_table->selectRow(0);
}

void AssignDialog::search(const QString &text)
{
    m_searched = text;
    m_isSearching = true;
    const QString community = m_device.customer ? m_device.customer->uuid : QString();
    m_client.endUsers(community, text, this, [this, text](Result<contract::Page<Resident>> page) {
        if (text != m_searched)
            return;
        m_isSearching = false;
        if (!page) {
            showError(page.error());
            return;
        }
        m_model.setRows(std::move(page->items));
        m_nobody->setVisible(m_model.rowCount() == 0);
        updateReady();
        if (std::exchange(m_wantsOnlyHit, false))
            chooseOnlyHit();
    });
}

void AssignDialog::submit()
{
    const QModelIndexList chosen = m_table->selectionModel()->selectedRows();
    if (chosen.isEmpty())
        return;
    const Resident &resident = m_model.row(chosen.first().row());
    const QDateTime local(m_from->date(), m_from->time(), m_format.timeZone());
    setBusy(true);
    m_client.assign(m_device.eui, resident.uuid, Timestamp{local.toMSecsSinceEpoch()}, this,
                    [this, name = resident.name](const Result<void> &answer) {
                        finish(answer, tr("%1 is assigned to %2.").arg(m_device.name, name));
                    });
}

void AssignDialog::unassign()
{
    clearErrors();
    setBusy(true);
    m_client.unassign(m_device.eui, this, [this](const Result<void> &answer) {
        finish(answer, tr("%1 is assigned to nobody.").arg(m_device.name));
    });
}

void AssignDialog::finish(Result<void> answer, const QString &sentence)
{
    if (!answer) {
        Error error = answer.error();
        error.message = m_format.withLocalTimes(error.message);
        showError(error);
        return;
    }
    Q_EMIT assigned(sentence);
    accept();
}

} // namespace datakubo::ui
