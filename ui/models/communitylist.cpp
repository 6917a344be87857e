#include "ui/models/communitylist.h"

#include "ui/client/apiclient.h"

#include <QComboBox>
#include <QSignalBlocker>

namespace datakubo::ui {

CommunityList::CommunityList(ApiClient &client, QObject *parent) : QObject(parent), m_client(client)
{
}

void CommunityList::refresh()
{
    m_client.customers(this, [this](Result<contract::Page<Community>> page) {
        if (!page) {
            Q_EMIT failed(page.error());
            return;
        }
        m_all = std::move(page->items);
        Q_EMIT changed();
    });
}

QString CommunityList::nameOf(const QString &uuid) const
{
    for (const Community &community : m_all) {
        if (community.uuid == uuid)
            return community.name;
    }
    return {};
}

void CommunityList::fill(QComboBox &box, const QString &none) const
{
    {
        const QSignalBlocker blocker(&box);
        const QString chosen = box.currentData().toString();
        box.clear();
        box.addItem(none, QString());
        for (const Community &community : m_all)
            box.addItem(community.name, community.uuid);
        box.setCurrentIndex(box.findData(chosen));
    }
    if (box.currentIndex() < 0)
        box.setCurrentIndex(0);
}

} // namespace datakubo::ui
