#include "ui/dialogs/residentdialog.h"

#include "ui/client/apiclient.h"

#include <QLineEdit>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

ResidentDialog::ResidentDialog(ApiClient &client, const Community &community, QWidget *parent)
    : FormDialog(tr("New resident in %1").arg(community.name), u"residentDialog"_s, tr("Create"),
                 parent),
      m_client(client),
      m_communityUuid(community.uuid)
{
    m_name = addField(tr("Name"), u"name"_s);
    m_unit = addField(tr("Unit"), u"unit"_s, tr("3B"));
    m_email = addField(tr("E-mail"), u"email"_s);
    connect(m_name, &QLineEdit::textChanged, this, [this](const QString &text) {
        setStillNeeded(text.trimmed().isEmpty() ? tr("a name") : QString());
    });
    setStillNeeded(tr("a name"));
}

void ResidentDialog::submit()
{
    const ResidentDraft draft{m_communityUuid, m_name->text().trimmed(), m_unit->text().trimmed(),
                              m_email->text().trimmed()};
    setBusy(true);
    m_client.createEndUser(draft, this, [this](Result<Resident> resident) {
        if (!resident) {
            showError(resident.error());
            return;
        }
        Q_EMIT created(*resident);
        accept();
    });
}

} // namespace datakubo::ui
