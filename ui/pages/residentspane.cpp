#include "ui/pages/residentspane.h"

#include "ui/client/apiclient.h"
#include "ui/dialogs/deletedialog.h"
#include "ui/dialogs/importdialog.h"
#include "ui/dialogs/residentdialog.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/loadstack.h"
#include "ui/widgets/morebutton.h"
#include "ui/widgets/searchfield.h"
#include "ui/widgets/table.h"

#include <QAction>
#include <QBoxLayout>
#include <QPushButton>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

ResidentsPane::ResidentsPane(ApiClient &client, QWidget *parent)
    : QWidget(parent),
      m_client(client),
      m_search(new SearchField(tr("Search residents by name or unit"), u"residentFilter"_s)),
      m_table(new Table(tr("Residents"), u"residentsTable"_s)),
      m_more(makeMore())
{
    connect(m_search, &SearchField::searched, this, &ResidentsPane::load);
    auto *add = button(tr("Add resident…"), u"createResident"_s);
    connect(add, &QPushButton::clicked, this, &ResidentsPane::openDialog);

    auto *row = new QHBoxLayout;
    row->setContentsMargins(15, 0, 15, 0);
    row->setSpacing(8);
    row->addWidget(m_search, 1);
    row->addWidget(add);
    row->addWidget(m_more);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(10);
    layout->addLayout(row);
    layout->addWidget(makeTable(), 1);
    choose(-1);
}

QWidget *ResidentsPane::makeTable()
{
    m_table->display(m_model, {0, 80, 0});
    m_table->setGivingWay({ResidentsModel::Email}, 110);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &current) { choose(current.row()); });
    connect(m_table, &QTableView::activated, this, &ResidentsPane::openEditDialog);
    m_stack = new LoadStack(m_table, u"residentsStack"_s);
    m_stack->empty().setContent(u"resident"_s, tr("No resident here"),
                                tr("Meters are assigned to residents, by name and unit."));
    connect(m_stack, &LoadStack::retryWanted, this, &ResidentsPane::load);
    return m_stack;
}

MoreButton *ResidentsPane::makeMore()
{
    auto *more = new MoreButton(*m_table, tr("More for residents"), u"residentMore"_s);
    connect(more->addForRow(tr("Edit…"), u"editResident"_s, Qt::Key_F2), &QAction::triggered, this,
            &ResidentsPane::openEditDialog);
    connect(more->addForRow(tr("Delete…"), u"deleteResident"_s, QKeySequence::Delete),
            &QAction::triggered, this, &ResidentsPane::openDeleteDialog);
    auto *sheet = new QAction(tr("Import from a sheet…"), more);
    sheet->setObjectName(u"importResidents"_s);
    connect(sheet, &QAction::triggered, this, &ResidentsPane::openImportDialog);
    more->addForAll(sheet);
    return more;
}

void ResidentsPane::showCommunity(const Community &community)
{
    if (m_community.uuid != community.uuid)
        m_search->setTextSilently({});
    m_community = community;
    load();
}

void ResidentsPane::load()
{
    if (m_community.uuid.isEmpty())
        return;
    m_searched = m_search->text().trimmed();
    m_client.endUsers(m_community.uuid, m_searched, this,
                      [this, uuid = m_community.uuid,
                       searched = m_searched](Result<contract::Page<Resident>> page) {
                          if (uuid != m_community.uuid || searched != m_searched)
                              return;
                          if (!page) {
                              m_stack->showError(page.error());
                              return;
                          }
                          m_model.setRows(std::move(page->items));
                          display();
                      });
}

void ResidentsPane::display()
{
    const auto &rows = m_model.rows();
    const auto found = std::ranges::find(rows, m_chosen, &Resident::uuid);
    if (found != rows.end())
        m_table->selectRow(static_cast<int>(found - rows.begin()));
    else
        choose(-1);
    if (rows.empty())
        m_stack->showEmpty();
    else
        m_stack->showContent();
}

void ResidentsPane::choose(int row)
{
    m_chosen = row >= 0 ? m_model.row(row).uuid : QString();
    m_more->setUsableForRow(row >= 0, tr("Choose a resident in the list first."));
}

const Resident *ResidentsPane::chosen() const
{
    const auto found = std::ranges::find(m_model.rows(), m_chosen, &Resident::uuid);
    return found != m_model.rows().end() ? &*found : nullptr;
}

void ResidentsPane::openDialog()
{
    if (m_community.uuid.isEmpty())
        return;
    auto *dialog = new ResidentDialog(m_client, m_community, window());
    connect(dialog, &ResidentDialog::created, this,
            [this](const Resident &resident) { tell(tr("%1 is added.").arg(resident.name)); });
    dialog->open();
}

void ResidentsPane::openEditDialog()
{
    const Resident *resident = chosen();
    if (!resident)
        return;
    auto *dialog = new ResidentDialog(m_client, *resident, window());
    connect(dialog, &ResidentDialog::edited, this,
            [this](const Resident &edited) { tell(tr("%1 is saved.").arg(edited.name)); });
    dialog->open();
}

void ResidentsPane::openDeleteDialog()
{
    const Resident *resident = chosen();
    if (!resident)
        return;
    DeleteDialog *dialog = DeleteDialog::of(m_client, *resident, window());
    connect(dialog, &DeleteDialog::deleted, this,
            [this, name = resident->name] { tell(tr("%1 is deleted.").arg(name)); });
    dialog->open();
}

void ResidentsPane::openImportDialog()
{
    if (m_community.uuid.isEmpty())
        return;
    auto *dialog = new ImportDialog(m_client, {SheetTarget::Kind::Residents, m_community.uuid},
                                    tr("Residents of %1 from a sheet").arg(m_community.name), this);
    connect(dialog, &ImportDialog::imported, this, &ResidentsPane::changed);
    dialog->open();
}

void ResidentsPane::tell(const QString &sentence)
{
    Q_EMIT noticed(sentence);
    Q_EMIT changed();
}

} // namespace datakubo::ui
