#include "ui/dialogs/residentdialog.h"

#include "ui/client/apiclient.h"
#include "ui/widgets/dayfield.h"

#include <QLineEdit>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

ResidentDialog::ResidentDialog(ApiClient &client, const Community &community, QWidget *parent)
    : ResidentDialog(client, tr("New resident in %1").arg(community.name), tr("Create"), parent)
{
    m_communityUuid = community.uuid;
}

ResidentDialog::ResidentDialog(ApiClient &client, const Resident &resident, QWidget *parent)
    : ResidentDialog(client, tr("Edit %1").arg(resident.name), tr("Save"), parent)
{
    m_before = resident;
    fill(*m_name, resident.name);
    fill(*m_unit, resident.unit);
    fill(*m_email, resident.email);
    m_movedIn->setDay(resident.moveIn);
    m_movedOut->setDay(resident.moveOut);
}

ResidentDialog::ResidentDialog(ApiClient &client, const QString &title, const QString &primary,
                               QWidget *parent)
    : FormDialog(title, u"residentDialog"_s, primary, parent), m_client(client)
{
    m_name = addField(tr("Name"), u"name"_s);
    m_unit = addField(tr("Unit"), u"unit"_s, tr("3B"));
    m_email = addField(tr("E-mail"), u"email"_s);
    m_movedIn = addDay(tr("Moved in"), u"move_in"_s);
    m_movedOut = addDay(tr("Moved out"), u"move_out"_s);
    require(*m_name, tr("a name"));
}

DayField *ResidentDialog::addDay(const QString &text, const QString &field)
{
    auto *made = new DayField(text, field);
    addFieldRow(text, field, made);
    return made;
}

void ResidentDialog::submit()
{
    if (m_before)
        edit();
    else
        create();
}

void ResidentDialog::create()
{
    const ResidentDraft draft{m_communityUuid,          m_name->text().trimmed(),
                              m_unit->text().trimmed(), m_email->text().trimmed(),
                              m_movedIn->day(),         m_movedOut->day()};
    setBusy(true);
    m_client.createEndUser(draft, this, [this](const Result<Resident> &resident) {
        if (!resident) {
            showError(resident.error());
            return;
        }
        Q_EMIT created(*resident);
        accept();
    });
}

void ResidentDialog::edit()
{
    ResidentChange change{changedText(*m_name, m_before->name),
                          changedText(*m_unit, m_before->unit),
                          changedText(*m_email, m_before->email),
                          {},
                          {}};
    if (m_movedIn->day() != m_before->moveIn)
        change.movedIn = m_movedIn->day();
    if (m_movedOut->day() != m_before->moveOut)
        change.movedOut = m_movedOut->day();
    if (change == ResidentChange{}) {
        accept();
        return;
    }
    setBusy(true);
    m_client.changeEndUser(m_before->uuid, change, this, [this](const Result<Resident> &resident) {
        if (!resident) {
            showError(resident.error());
            return;
        }
        Q_EMIT edited(*resident);
        accept();
    });
}

} // namespace datakubo::ui
