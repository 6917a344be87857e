#include "ui/dialogs/deletedialog.h"

#include "ui/widgets/labels.h"

#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

DeleteDialog *DeleteDialog::of(ApiClient &client, const Community &community, QWidget *parent)
{
    QStringList sentences;
    if (community.residentCount > 0) {
        sentences << tr("%n resident(s) and their log-ins are deleted with it.", nullptr,
                        static_cast<int>(community.residentCount));
    }
    sentences << tr("Retired meters stay with their readings, without a community.")
              << tr("This cannot be undone.");
    const QString condition =
        tr("The server refuses while a device stands in it, or when one of its residents ever had "
           "a device: whose consumption that was has to stay known.");
    return new DeleteDialog(
        community.name, sentences.join(u' ') + u"\n\n"_s + condition,
        [&client, uuid = community.uuid](QObject *context, Answer<void> done) {
            client.deleteCustomer(uuid, context, std::move(done));
        },
        parent);
}

DeleteDialog *DeleteDialog::of(ApiClient &client, const Resident &resident, QWidget *parent)
{
    return new DeleteDialog(
        resident.name,
        tr("A log-in of this resident is deleted, too. This cannot be undone.") + u"\n\n"_s
            + tr("The server refuses when this resident ever had a device: whose consumption that "
                 "was has to stay known. For somebody who moved out, enter the day by Edit."),
        [&client, uuid = resident.uuid](QObject *context, Answer<void> done) {
            client.deleteEndUser(uuid, context, std::move(done));
        },
        parent);
}

DeleteDialog::DeleteDialog(const QString &name, const QString &whatHappens, Call call,
                           QWidget *parent)
    : FormDialog(tr("Delete %1").arg(name), u"deleteDialog"_s, tr("Delete"), parent),
      m_call(std::move(call))
{
    setMinimumWidth(540); // calmer than a column of short lines
    addExplanation(whatHappens, u"whatHappens"_s);
    primary().setProperty("role", u"danger"_s);
    // Enter cancels; only Delete, pressed on purpose, deletes.
    auto *cancel = findChild<QPushButton *>(objectName() + u"Cancel"_s);
    cancel->setDefault(true);
    cancel->setFocus();
}

void DeleteDialog::submit()
{
    setBusy(true);
    m_call(this, [this](const Result<void> &answer) {
        if (!answer) {
            showError(answer.error());
            return;
        }
        Q_EMIT deleted();
        accept();
    });
}

} // namespace datakubo::ui
