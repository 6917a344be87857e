#include "ui/pages/communitiespage.h"

#include "ui/client/apiclient.h"
#include "ui/dialogs/communitydialog.h"
#include "ui/dialogs/deletedialog.h"
#include "ui/dialogs/savesheet.h"
#include "ui/models/communitylist.h"
#include "ui/pages/residentspane.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/loadstack.h"
#include "ui/widgets/morebutton.h"
#include "ui/widgets/table.h"

#include <QAction>
#include <QBoxLayout>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

CommunitiesPage::CommunitiesPage(ApiClient &client, const Format &format,
                                 CommunityList &communities, QWidget *parent)
    : Page(tr("Communities"), u"communitiesPage"_s, parent),
      m_client(client),
      m_communities(communities),
      m_model(format),
      m_residents(new ResidentsPane(client))
{
    auto *create = button(tr("New &community"), u"createCommunity"_s, u"primary"_s);
    auto *save = new SaveSheetButton(client, u"exportCommunities"_s);
    save->addList(tr("Residents"), [this] {
        const Community *community = chosen();
        return SheetToSave{ListQuery{ListQuery::Kind::Residents, m_chosen, m_residents->searched()},
                           tr("Residents of %1").arg(community ? community->name : QString())};
    });
    save->addList(tr("Communities"), [] {
        return SheetToSave{ListQuery{ListQuery::Kind::Communities, {}, {}}, tr("Communities")};
    });
    connect(save, &SaveSheetButton::noticed, this, &Page::noticed);
    actions().addWidget(save);
    actions().addWidget(create);
    connect(create, &QPushButton::clicked, this, &CommunitiesPage::openCommunityDialog);

    auto *content = new QWidget;
    auto *columns = new QHBoxLayout(content);
    columns->setContentsMargins({});
    columns->setSpacing(12);
    columns->addWidget(makeCommunities(), 1);
    columns->addWidget(makeChosen(), 1);
    m_stack = new LoadStack(content, u"communitiesStack"_s);
    m_stack->empty().setContent(
        u"communities"_s, tr("No community yet"),
        tr("A community is a building or an estate. Its meters and residents "
           "belong to it."));
    m_stack->empty().setAction(tr("Create community"));
    body().addWidget(m_stack, 1);

    connect(m_stack, &LoadStack::retryWanted, this, &CommunitiesPage::refresh);
    connect(&m_stack->empty(), &EmptyState::acted, this, &CommunitiesPage::openCommunityDialog);
    connect(&communities, &CommunityList::changed, this, &CommunitiesPage::display);
    connect(&communities, &CommunityList::failed, m_stack, &LoadStack::showError);
}

QWidget *CommunitiesPage::makeCommunities()
{
    m_table = new Table(tr("Communities"), u"communitiesTable"_s);
    m_table->display(m_model, {0, 0, 80, 90});
    m_table->setGivingWay({CommunitiesModel::Tenant}, 110);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &current) {
                if (current.isValid())
                    choose(m_model.row(current.row()).uuid);
            });
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex &index) {
        Q_EMIT devicesWanted(m_model.row(index.row()).uuid);
    });
    auto *frame = panel();
    auto *layout = new QVBoxLayout(frame);
    layout->setContentsMargins(1, 1, 1, 6);
    layout->addWidget(m_table);
    return frame;
}

QWidget *CommunitiesPage::makeChosen()
{
    m_name = label({}, u"brand"_s);
    m_name->setObjectName(u"communityName"_s);
    m_second = label({}, u"small"_s);
    for (QLabel *text : {m_name, m_second})
        text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto *devices = button(tr("Show devices"), u"showCommunityDevices"_s);
    connect(devices, &QPushButton::clicked, this, [this] { Q_EMIT devicesWanted(m_chosen); });
    auto *more = new MoreButton(*m_table, tr("More for the community"), u"communityMore"_s);
    connect(more->addForRow(tr("Edit…"), u"editCommunity"_s, Qt::Key_F2), &QAction::triggered, this,
            &CommunitiesPage::openEditDialog);
    connect(more->addForRow(tr("Delete…"), u"deleteCommunity"_s, QKeySequence::Delete),
            &QAction::triggered, this, &CommunitiesPage::openDeleteDialog);
    connect(m_residents, &ResidentsPane::noticed, this, &Page::noticed);
    connect(m_residents, &ResidentsPane::changed, this, [this] {
        m_communities.refresh();
        Q_EMIT changed();
    });

    auto *head = new QGridLayout;
    head->setContentsMargins(15, 13, 15, 0);
    head->setHorizontalSpacing(8);
    head->setVerticalSpacing(4);
    head->setColumnStretch(0, 1);
    head->addWidget(m_name, 0, 0);
    head->addWidget(devices, 0, 1);
    head->addWidget(more, 0, 2);
    head->addWidget(m_second, 1, 0, 1, 3);
    auto *frame = panel();
    auto *layout = new QVBoxLayout(frame);
    layout->setContentsMargins(1, 1, 1, 6);
    layout->setSpacing(10);
    layout->addLayout(head);
    layout->addWidget(m_residents, 1);
    return frame;
}

void CommunitiesPage::refresh()
{
    m_stack->showLoading();
    m_communities.refresh();
}

void CommunitiesPage::setCommunity(const QString &uuid)
{
    if (!uuid.isEmpty()) {
        m_chosen = uuid;
        display();
    }
}

const Community *CommunitiesPage::chosen() const
{
    const auto found = std::ranges::find(m_model.rows(), m_chosen, &Community::uuid);
    return found != m_model.rows().end() ? &*found : nullptr;
}

void CommunitiesPage::display()
{
    const QString wanted = m_chosen;
    m_model.setRows(m_communities.all());
    setSubtitle(tr("%n community(ies)", nullptr, m_model.rowCount()));
    if (m_model.rowCount() == 0) {
        m_residents->showCommunity({});
        m_stack->showEmpty();
        return;
    }
    m_chosen = wanted;
    if (!chosen())
        m_chosen = m_model.row(0).uuid;
    for (int row = 0; row < m_model.rowCount(); ++row) {
        if (m_model.row(row).uuid == m_chosen) {
            const QSignalBlocker blocker(m_table->selectionModel());
            m_table->setCurrentIndex(m_model.index(row, 0));
            m_table->selectRow(row);
        }
    }
    m_stack->showContent();
    choose(m_chosen);
}

void CommunitiesPage::choose(const QString &uuid)
{
    m_chosen = uuid;
    const Community *community = chosen();
    if (!community)
        return;
    m_name->setText(community->name);
    m_name->setToolTip(community->name);
    QStringList second;
    if (!community->address.isEmpty())
        second << community->address;
    second << tr("%n device(s)", nullptr, static_cast<int>(community->deviceCount))
           << tr("%n resident(s)", nullptr, static_cast<int>(community->residentCount));
    m_second->setText(second.join(u" · "_s));
    m_second->setToolTip(m_second->text());
    m_residents->showCommunity(*community);
}

void CommunitiesPage::openCommunityDialog()
{
    auto *dialog = new CommunityDialog(m_client, window());
    connect(dialog, &CommunityDialog::created, this, [this](const Community &community) {
        m_chosen = community.uuid;
        tell(tr("%1 is created.").arg(community.name));
    });
    dialog->open();
}

void CommunitiesPage::openEditDialog()
{
    const Community *community = chosen();
    if (!community)
        return;
    auto *dialog = new CommunityDialog(m_client, *community, window());
    connect(dialog, &CommunityDialog::edited, this,
            [this](const Community &edited) { tell(tr("%1 is saved.").arg(edited.name)); });
    dialog->open();
}

void CommunitiesPage::openDeleteDialog()
{
    const Community *community = chosen();
    if (!community)
        return;
    DeleteDialog *dialog = DeleteDialog::of(m_client, *community, window());
    connect(dialog, &DeleteDialog::deleted, this,
            [this, name = community->name] { tell(tr("%1 is deleted.").arg(name)); });
    dialog->open();
}

void CommunitiesPage::tell(const QString &sentence)
{
    m_communities.refresh();
    Q_EMIT noticed(sentence);
    Q_EMIT changed();
}

void CommunitiesPage::openImportDialog()
{
    m_residents->openImportDialog();
}

} // namespace datakubo::ui
