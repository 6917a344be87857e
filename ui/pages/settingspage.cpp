#include "ui/pages/settingspage.h"

#include "ui/client/apiclient.h"
#include "ui/client/sentences.h"
#include "ui/dialogs/apikeydialog.h"
#include "ui/serverinfo.h"
#include "ui/theme/theme.h"
#include "ui/widgets/copyfield.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/loadstack.h"
#include "ui/widgets/segmentedcontrol.h"
#include "ui/widgets/table.h"

#include <QBoxLayout>
#include <QFormLayout>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

SettingsPage::SettingsPage(ApiClient &client, const Format &format, const ServerInfo &server,
                           Theme &theme, QWidget *parent)
    : Page(tr("Settings"), u"settingsPage"_s, parent), m_client(client), m_keys(format)
{
    setSubtitle(tr("DataKubo Desktop %1").arg(server.version));
    body().addWidget(makeServer(server));
    body().addWidget(makeKeys(), 1);
    body().addWidget(makeLook(theme));
}

QWidget *SettingsPage::makeServer(const ServerInfo &server)
{
    auto *url = new CopyField(tr("Server address"), u"serverAddress"_s);
    url->setValue(server.url);
    auto *webhook = new CopyField(tr("Webhook URL"), u"serverWebhook"_s);
    webhook->setValue(server.webhookUrl());
    auto *folder = new CopyField(tr("Data folder"), u"dataFolder"_s);
    folder->setValue(server.dataDir);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(24);
    form->setVerticalSpacing(8);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    const auto add = [form](const QString &text, CopyField *field) {
        field->setMaximumWidth(640);
        auto *name = label(text, u"muted"_s);
        name->setMinimumHeight(30);
        form->addRow(name, field);
    };
    add(tr("Address"), url);
    add(tr("Webhook URL"), webhook);
    add(tr("Data folder"), folder);
    form->addRow(label(tr("Storage"), u"muted"_s), label(server.storage));
    auto *frame = panel();
    auto *layout = new QVBoxLayout(frame);
    layout->setContentsMargins(16, 14, 16, 14);
    layout->setSpacing(12);
    layout->addWidget(label(tr("Server"), u"heading"_s));
    layout->addLayout(form);
    return frame;
}

QWidget *SettingsPage::makeKeys()
{
    m_revoke = button(tr("Re&voke…"), u"revokeKey"_s, u"danger"_s);
    auto *create = button(tr("New &key…"), u"createKey"_s);
    connect(create, &QPushButton::clicked, this, &SettingsPage::openKeyDialog);
    connect(m_revoke, &QPushButton::clicked, this, &SettingsPage::revoke);
    m_table = new Table(tr("API keys"), u"apiKeysTable"_s);
    m_table->display(m_keys, {0, 140, 120, 150, 150});
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &SettingsPage::updateRevoke);
    updateRevoke();
    m_stack = new LoadStack(m_table, u"apiKeysStack"_s);
    m_stack->empty().setContent(u"key"_s, tr("No API key"),
                                tr("Network servers and scripts need one to send and read."));
    m_stack->empty().setAction(tr("New key…"));
    connect(&m_stack->empty(), &EmptyState::acted, this, &SettingsPage::openKeyDialog);
    connect(m_stack, &LoadStack::retryWanted, this, &SettingsPage::refresh);

    auto *head = new QHBoxLayout;
    head->setContentsMargins(15, 10, 15, 0);
    head->setSpacing(8);
    head->addWidget(label(tr("API keys"), u"heading"_s), 1);
    head->addWidget(m_revoke);
    head->addWidget(create);
    auto *frame = panel();
    auto *layout = new QVBoxLayout(frame);
    layout->setContentsMargins(1, 1, 1, 6);
    layout->setSpacing(6);
    layout->addLayout(head);
    layout->addWidget(m_stack, 1);
    return frame;
}

QWidget *SettingsPage::makeLook(Theme &theme)
{
    auto *choice = new SegmentedControl(u"themeChoice"_s);
    for (const QString &text : {tr("As the system"), tr("Light"), tr("Dark")})
        choice->addSegment(text);
    choice->setCurrent(static_cast<int>(theme.mode()));
    connect(choice, &SegmentedControl::chosen, &theme,
            [&theme](int index) { theme.setMode(static_cast<ThemeMode>(index)); });
    auto *frame = panel();
    auto *layout = new QHBoxLayout(frame);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->addWidget(label(tr("Appearance"), u"heading"_s), 1);
    layout->addWidget(choice);
    return frame;
}

void SettingsPage::refresh()
{
    m_stack->showLoading();
    m_client.apiKeys(this, [this](Result<contract::Page<ApiKey>> page) {
        if (!page) {
            m_stack->showError(page.error());
            return;
        }
        m_keys.setRows(std::move(page->items));
        updateRevoke();
        if (m_keys.rowCount() == 0)
            m_stack->showEmpty();
        else
            m_stack->showContent();
    });
}

void SettingsPage::updateRevoke()
{
    setUsable(*m_revoke, m_table->selectionModel()->hasSelection(),
              tr("Choose a key in the list first."));
}

void SettingsPage::openKeyDialog()
{
    auto *dialog = new ApiKeyDialog(m_client, window());
    connect(dialog, &ApiKeyDialog::created, this, [this](const QString &secret) {
        Q_EMIT apiKeyMade(secret);
        refresh();
    });
    dialog->open();
}

void SettingsPage::revoke()
{
    const QModelIndexList chosen = m_table->selectionModel()->selectedRows();
    if (chosen.isEmpty())
        return;
    const ApiKey key = m_keys.row(chosen.first().row());
    auto *question =
        new QMessageBox(QMessageBox::Warning, tr("Revoke key"),
                        tr("Revoke “%1”? Whatever sends or reads with it is refused at "
                           "once, and webhooks sent with it are lost.")
                            .arg(key.name),
                        QMessageBox::Cancel, window());
    question->setObjectName(u"revokeQuestion"_s);
    question->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton *yes = question->addButton(tr("Revoke"), QMessageBox::DestructiveRole);
    yes->setObjectName(u"revokeConfirm"_s);
    question->setDefaultButton(QMessageBox::Cancel);
    connect(yes, &QPushButton::clicked, this, [this, key] {
        m_client.revokeApiKey(key.uuid, this, [this, key](const Result<void> &answer) {
            Q_EMIT noticed(answer ? tr("“%1” is revoked.").arg(key.name)
                                  : sentence(answer.error()));
            refresh();
        });
    });
    question->open();
}

} // namespace datakubo::ui
