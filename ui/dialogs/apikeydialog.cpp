#include "ui/dialogs/apikeydialog.h"

#include "ui/client/apiclient.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/copyfield.h"
#include "ui/widgets/labels.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

ApiKeyDialog::ApiKeyDialog(ApiClient &client, QWidget *parent)
    : FormDialog(tr("New API key"), u"apiKeyDialog"_s, tr("Create key"), parent),
      m_client(client),
      m_scope(new QComboBox),
      m_shown(new QWidget)
{
    m_name = addField(tr("Name"), u"name"_s, tr("ChirpStack"));
    m_scope->setObjectName(u"keyScope"_s);
    for (const KeyScope scope : {KeyScope::Ingest, KeyScope::Full})
        m_scope->addItem(wordFor(scope), toText(scope));
    addRow(tr("Allows"), m_scope);

    m_secret = new CopyField(tr("API key"), u"newApiKey"_s);
    auto *once = label(tr("Copy it now: it is shown only this once."), u"muted"_s);
    auto *layout = new QVBoxLayout(m_shown);
    layout->setContentsMargins({});
    layout->setSpacing(8);
    layout->addWidget(m_secret);
    layout->addWidget(once);
    m_shown->hide();
    content().addWidget(m_shown);
    connect(m_secret, &CopyField::copied, this, [this] { m_isCopied = true; });

    require(*m_name, tr("a name"));
}

void ApiKeyDialog::submit()
{
    if (m_done) {
        accept();
        return;
    }
    const KeyScope scope =
        parseKeyScope(m_scope->currentData().toString()).value_or(KeyScope::Ingest);
    setBusy(true);
    m_client.createApiKey(m_name->text().trimmed(), scope, this, [this](Result<CreatedApiKey> key) {
        if (!key) {
            showError(key.error());
            return;
        }
        setBusy(false);
        m_done = true;
        m_secret->setValue(key->secret);
        m_shown->show();
        m_name->setReadOnly(true);
        m_scope->setEnabled(false);
        primary().setText(tr("Done"));
        primary().setAccessibleName(tr("Done"));
        findChild<QPushButton *>(objectName() + u"Cancel"_s)->hide();
        // Enter copies; only Done, pressed on purpose, closes.
        primary().setDefault(false);
        m_secret->focusCopy();
        growToFit();
        Q_EMIT created(key->secret);
    });
}

void ApiKeyDialog::reject()
{
    if (!m_done || m_isCopied) {
        FormDialog::reject();
        return;
    }
    auto *question = new QMessageBox(QMessageBox::Warning, windowTitle(),
                                     tr("The key is not copied yet and is shown only this once. "
                                        "Close without it?"),
                                     QMessageBox::Cancel, this);
    question->setObjectName(u"keyNotCopied"_s);
    question->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton *yes = question->addButton(tr("Close without it"), QMessageBox::DestructiveRole);
    yes->setObjectName(u"closeWithoutKey"_s);
    question->setDefaultButton(QMessageBox::Cancel);
    connect(yes, &QPushButton::clicked, this, &FormDialog::accept);
    question->open();
}

} // namespace datakubo::ui
