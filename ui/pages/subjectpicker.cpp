#include "ui/pages/subjectpicker.h"

#include "ui/client/apiclient.h"
#include "ui/models/communitylist.h"
#include "ui/theme/icons.h"
#include "ui/widgets/searchfield.h"

#include <QAbstractItemView>
#include <QBoxLayout>
#include <QComboBox>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

namespace {

constexpr int foundAtMost = 8; // of each kind

ConsumptionSubject subjectOf(const Resident &resident)
{
    return {ConsumptionSubject::Kind::Resident, resident.uuid,
            resident.unit.isEmpty() ? resident.name : resident.name + u" · "_s + resident.unit};
}

ConsumptionSubject subjectOf(const Device &device)
{
    return {ConsumptionSubject::Kind::Device, device.eui.toString(), device.name};
}

} // namespace

SubjectsModel::SubjectsModel(QObject *parent)
    : RowsModel({{tr("Resident or meter"), Qt::AlignLeft | Qt::AlignVCenter}}, parent)
{
}

QVariant SubjectsModel::cell(const ConsumptionSubject &subject, int, int, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole: return subject.name;
    case Qt::ToolTipRole: return subject.id;
    case Qt::DecorationRole:
        if (subject.id.isEmpty())
            return {};
        return icon(subject.kind == ConsumptionSubject::Kind::Resident ? u"resident"_s
                                                                       : u"devices"_s);
    default: return {};
    }
}

SubjectPicker::SubjectPicker(ApiClient &client, const CommunityList &communities, QWidget *parent)
    : QWidget(parent),
      m_client(client),
      m_communities(communities),
      m_community(new QComboBox),
      m_search(new SearchField(tr("Resident or meter in it"), u"subjectSearch"_s))
{
    setObjectName(u"subjectPicker"_s);
    m_community->setObjectName(u"subjectCommunity"_s);
    m_community->setAccessibleName(tr("Community"));
    m_community->setMinimumWidth(200);
    m_search->setMinimumWidth(300);
    m_completer.setModel(&m_model);
    m_completer.setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer.setWidget(m_search);
    m_completer.setMaxVisibleItems(foundAtMost);
    m_completer.popup()->setProperty("role", u"popup"_s);
    m_completer.popup()->setIconSize({16, 16});
    m_completer.popup()->setObjectName(u"subjectsFound"_s);
    m_completer.popup()->setAccessibleName(tr("Residents and meters found"));

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(8);
    layout->addWidget(m_community);
    layout->addWidget(m_search);
    layout->addStretch();

    connect(&communities, &CommunityList::changed, this, &SubjectPicker::fillCommunities);
    connect(m_community, &QComboBox::currentIndexChanged, this, [this] { choose(community()); });
    connect(m_search, &SearchField::searched, this, &SubjectPicker::search);
    connect(&m_completer, qOverload<const QModelIndex &>(&QCompleter::activated), this,
            [this](const QModelIndex &index) {
                // The completer's own model has the same rows: nothing is filtered.
                if (index.row() < m_model.rowCount())
                    choose(m_model.row(index.row()));
            });
    fillCommunities();
}

void SubjectPicker::fillCommunities()
{
    {
        const QSignalBlocker blocker(m_community);
        const QString chosen = m_community->currentData().toString();
        m_community->clear();
        for (const Community &community : m_communities.all())
            m_community->addItem(community.name, community.uuid);
        m_community->setCurrentIndex(
            std::max(m_community->count() > 0 ? 0 : -1, m_community->findData(chosen)));
        m_community->setVisible(m_community->count() > 0);
    }
    const bool isNowhere = m_subject.kind == ConsumptionSubject::Kind::Community
                           && m_community->findData(m_subject.id) < 0;
    if (isNowhere && m_community->count() > 0)
        choose(community());
}

ConsumptionSubject SubjectPicker::community() const
{
    return {ConsumptionSubject::Kind::Community, m_community->currentData().toString(),
            m_community->currentText()};
}

void SubjectPicker::setCommunity(const QString &uuid)
{
    const int index = m_community->findData(uuid);
    if (index >= 0 && index != m_community->currentIndex())
        m_community->setCurrentIndex(index);
}

void SubjectPicker::setSubject(const ConsumptionSubject &subject)
{
    m_subject = subject;
    if (subject.kind != ConsumptionSubject::Kind::Community) {
        m_search->setTextSilently(subject.name);
        return;
    }
    m_search->setTextSilently({});
    const QSignalBlocker blocker(m_community);
    m_community->setCurrentIndex(m_community->findData(subject.id));
}

void SubjectPicker::choose(const ConsumptionSubject &subject)
{
    if (subject.id.isEmpty() || subject == m_subject)
        return;
    setSubject(subject);
    Q_EMIT chosen(subject);
}

void SubjectPicker::search(const QString &text)
{
    m_searched = text;
    if (text.isEmpty()) {
        choose(community());
        return;
    }
    const QString within = m_community->currentData().toString();
    m_client.endUsers(
        within, text, this,
        [this, text, within](const Result<contract::Page<Resident>> &residents) {
            std::vector<ConsumptionSubject> found;
            if (residents) {
                for (size_t i = 0; i < residents->items.size() && i < foundAtMost; ++i)
                    found.push_back(subjectOf(residents->items[i]));
            }
            DeviceQuery meters;
            meters.customerUuid = within;
            meters.search = text;
            meters.limit = foundAtMost;
            m_client.devices(meters, this,
                             [this, text, found](const Result<contract::Page<Device>> &devices) {
                                 std::vector<ConsumptionSubject> all = found;
                                 if (devices) {
                                     for (const Device &device : devices->items)
                                         all.push_back(subjectOf(device));
                                 }
                                 show(text, std::move(all));
                             });
        });
}

void SubjectPicker::show(const QString &text, std::vector<ConsumptionSubject> found)
{
    if (text != m_searched)
        return;
    if (found.empty())
        found.push_back({ConsumptionSubject::Kind::Device, {}, tr("Nothing found")});
    m_model.setRows(std::move(found));
    if (!m_search->hasFocus())
        return;
    m_completer.complete();
    // The completer leaves no room for the edges that the style gives the list.
    QAbstractItemView &list = *m_completer.popup();
    const int rows = std::min(m_model.rowCount(), m_completer.maxVisibleItems());
    list.resize(list.width(),
                rows * list.sizeHintForRow(0) + list.height() - list.viewport()->height());
}

} // namespace datakubo::ui
