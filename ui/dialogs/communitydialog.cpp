#include "ui/dialogs/communitydialog.h"

#include "ui/client/apiclient.h"
#include "ui/client/sentences.h"

#include <QLineEdit>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

CommunityDialog::CommunityDialog(ApiClient &client, QWidget *parent)
    : FormDialog(tr("New community"), u"communityDialog"_s, tr("Create"), parent), m_client(client)
{
    m_name = addField(tr("Name"), u"name"_s, tr("Parkstr. 12"));
    m_tenant = addField(tr("Tenant name"), u"tenant_name"_s,
                        tr("as the network server sends it, if it does"));
    m_address = addField(tr("Address"), u"address"_s);
    m_email = addField(tr("Contact e-mail"), u"admin_email"_s);
    connect(m_name, &QLineEdit::textChanged, this, [this](const QString &text) {
        setStillNeeded(text.trimmed().isEmpty() ? tr("a name") : QString());
    });
    setStillNeeded(tr("a name"));
}

void CommunityDialog::submit()
{
    const CommunityDraft draft{m_name->text().trimmed(), m_tenant->text().trimmed(),
                               m_email->text().trimmed(), m_address->text().trimmed()};
    setBusy(true);
    m_client.createCustomer(draft, this, [this](Result<Community> community) {
        if (!community) {
            Error error = community.error();
            if (error.code == ErrorCode::Conflict && fieldOf(error).isEmpty())
                error.details[u"field"] = u"tenant_name"_s;
            showError(error);
            return;
        }
        Q_EMIT created(*community);
        accept();
    });
}

} // namespace datakubo::ui
