#include "ui/dialogs/communitydialog.h"

#include "ui/client/apiclient.h"
#include "ui/client/sentences.h"

#include <QLineEdit>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

CommunityDialog::CommunityDialog(ApiClient &client, QWidget *parent)
    : CommunityDialog(client, tr("New community"), tr("Create"), parent)
{
}

CommunityDialog::CommunityDialog(ApiClient &client, const Community &community, QWidget *parent)
    : CommunityDialog(client, tr("Edit %1").arg(community.name), tr("Save"), parent)
{
    m_before = community;
    fill(*m_name, community.name);
    fill(*m_tenant, community.tenantName);
    fill(*m_address, community.address);
    fill(*m_timeZone, community.timeZone);
    fill(*m_email, community.adminEmail);
}

CommunityDialog::CommunityDialog(ApiClient &client, const QString &title, const QString &primary,
                                 QWidget *parent)
    : FormDialog(title, u"communityDialog"_s, primary, parent), m_client(client)
{
    m_name = addField(tr("Name"), u"name"_s, tr("Parkstr. 12"));
    m_tenant = addField(tr("Tenant name"), u"tenant_name"_s,
                        tr("as the network server sends it, if it does"));
    m_address = addField(tr("Address"), u"address"_s);
    m_timeZone = addField(tr("Time zone"), u"time_zone"_s, tr("the organization's"));
    m_email = addField(tr("Contact e-mail"), u"admin_email"_s);
    require(*m_name, tr("a name"));
}

void CommunityDialog::submit()
{
    if (m_before)
        edit();
    else
        create();
}

void CommunityDialog::create()
{
    const CommunityDraft draft{m_name->text().trimmed(), m_tenant->text().trimmed(),
                               m_email->text().trimmed(), m_address->text().trimmed(),
                               m_timeZone->text().trimmed()};
    setBusy(true);
    m_client.createCustomer(draft, this, [this](const Result<Community> &community) {
        if (!community) {
            refuse(community.error());
            return;
        }
        Q_EMIT created(*community);
        accept();
    });
}

void CommunityDialog::edit()
{
    const CommunityChange change{
        changedText(*m_name, m_before->name), changedText(*m_tenant, m_before->tenantName),
        changedText(*m_email, m_before->adminEmail), changedText(*m_address, m_before->address),
        changedText(*m_timeZone, m_before->timeZone)};
    if (change == CommunityChange{}) {
        accept();
        return;
    }
    setBusy(true);
    m_client.changeCustomer(m_before->uuid, change, this,
                            [this](const Result<Community> &community) {
                                if (!community) {
                                    refuse(community.error());
                                    return;
                                }
                                Q_EMIT edited(*community);
                                accept();
                            });
}

void CommunityDialog::refuse(Error error)
{
    if (error.code == ErrorCode::Conflict && fieldOf(error).isEmpty())
        error.details[u"field"] = u"tenant_name"_s;
    showError(error);
}

} // namespace datakubo::ui
