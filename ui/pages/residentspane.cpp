#include "ui/pages/residentspane.h"

#include "ui/client/apiclient.h"
#include "ui/dialogs/importdialog.h"
#include "ui/dialogs/residentdialog.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/loadstack.h"
#include "ui/widgets/searchfield.h"
#include "ui/widgets/table.h"

#include <QBoxLayout>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

ResidentsPane::ResidentsPane(ApiClient &client, QWidget *parent)
    : QWidget(parent),
      m_client(client),
      m_search(new SearchField(tr("Search residents by name or unit"), u"residentFilter"_s))
{
    connect(m_search, &SearchField::searched, this, &ResidentsPane::load);
    auto *sheet = button(tr("Import…"), u"importResidents"_s);
    sheet->setToolTip(tr("Residents from a sheet (CSV)"));
    connect(sheet, &QPushButton::clicked, this, &ResidentsPane::openImportDialog);
    auto *add = button(tr("Add resident…"), u"createResident"_s);
    connect(add, &QPushButton::clicked, this, &ResidentsPane::openDialog);

    auto *row = new QHBoxLayout;
    row->setContentsMargins(15, 0, 15, 0);
    row->setSpacing(8);
    row->addWidget(m_search, 1);
    row->addWidget(sheet);
    row->addWidget(add);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(10);
    layout->addLayout(row);
    layout->addWidget(makeTable(), 1);
}

QWidget *ResidentsPane::makeTable()
{
    auto *table = new Table(tr("Residents"), u"residentsTable"_s);
    table->display(m_model, {0, 80, 0});
    table->setGivingWay({ResidentsModel::Email}, 110);
    m_stack = new LoadStack(table, u"residentsStack"_s);
    m_stack->empty().setContent(u"resident"_s, tr("No resident here"),
                                tr("Meters are assigned to residents, by name and unit."));
    connect(m_stack, &LoadStack::retryWanted, this, &ResidentsPane::load);
    return m_stack;
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
                          if (m_model.rowCount() == 0)
                              m_stack->showEmpty();
                          else
                              m_stack->showContent();
                      });
}

void ResidentsPane::openDialog()
{
    if (m_community.uuid.isEmpty())
        return;
    auto *dialog = new ResidentDialog(m_client, m_community, window());
    connect(dialog, &ResidentDialog::created, this, [this](const Resident &resident) {
        Q_EMIT noticed(tr("%1 is added.").arg(resident.name));
        Q_EMIT changed();
    });
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

} // namespace datakubo::ui
