#include "ui/shell/topbar.h"

#include "ui/models/communitylist.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/searchfield.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QKeySequence>
#include <QLabel>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

TopBar::TopBar(const CommunityList &communities, QWidget *parent)
    : QFrame(parent), m_organization(label({}, u"heading"_s)), m_community(new QComboBox)
{
    setObjectName(u"topBar"_s);
    setProperty("role", u"topbar"_s);
    setFixedHeight(48);
    m_organization->setObjectName(u"organizationName"_s);
    m_community->setObjectName(u"topCommunity"_s);
    m_community->setAccessibleName(tr("Community"));
    m_community->setMinimumWidth(170);
    m_community->hide();
    m_search = new SearchField(tr("Search devices and residents"), u"topSearch"_s);
    const QKeySequence keys(Qt::CTRL | Qt::Key_K);
    m_search->showKeycap(keys.toString(QKeySequence::NativeText));
    m_search->setFixedWidth(340);
    m_search->setToolTip(keys.toString(QKeySequence::NativeText));

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 0, 16, 1);
    layout->setSpacing(12);
    layout->addWidget(m_organization);
    layout->addWidget(m_community);
    layout->addStretch();
    layout->addWidget(m_search);

    connect(&communities, &CommunityList::changed, this, [this, &communities] {
        communities.fill(*m_community, tr("All communities"));
        m_community->setVisible(!communities.all().empty());
    });
    connect(m_community, &QComboBox::currentIndexChanged, this,
            [this] { Q_EMIT communityChosen(m_community->currentData().toString()); });
    connect(m_search, &SearchField::searched, this, &TopBar::searched);
}

void TopBar::setOrganization(const QString &name)
{
    m_organization->setText(name);
}

void TopBar::setCommunity(const QString &uuid)
{
    m_community->setCurrentIndex(std::max(0, m_community->findData(uuid)));
}

void TopBar::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

} // namespace datakubo::ui
