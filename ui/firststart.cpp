#include "ui/firststart.h"

#include "ui/client/sentences.h"
#include "ui/widgets/copyfield.h"
#include "ui/widgets/labels.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QStackedWidget>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

namespace {

constexpr int shortestPassword = 10;

bool looksLikeEmail(const QString &text)
{
    static const QRegularExpression pattern(u"^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$"_s);
    return pattern.match(text).hasMatch();
}

} // namespace

FirstStart::FirstStart(ApiClient &client, const ServerInfo &server, DemoData demo, QWidget *parent)
    : QDialog(parent), m_client(client), m_pages(new QStackedWidget)
{
    setObjectName(u"firstStart"_s);
    setWindowTitle(tr("Welcome to DataKubo"));
    setWindowIcon(QIcon(u":/datakubo/icons/drop.svg"_s));
    setMinimumWidth(600); // the address of a server with a long name fits
    m_pages->addWidget(makeForm(demo));
    m_pages->addWidget(makeKey(server));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(28, 24, 28, 22);
    layout->addWidget(m_pages);
    check();
}

QLineEdit *FirstStart::addField(QFormLayout &form, const QString &text, const QString &objectName)
{
    auto *edit = new QLineEdit;
    edit->setObjectName(objectName);
    edit->setAccessibleName(text);
    edit->setMaxLength(200);
    auto *name = label(text, u"muted"_s);
    name->setBuddy(edit);
    name->setContentsMargins(0, 3, 0, 0);
    form.addRow(name, edit);
    connect(edit, &QLineEdit::textChanged, this, &FirstStart::check);
    return edit;
}

QWidget *FirstStart::makeForm(DemoData demo)
{
    m_emailHint = label({}, u"small"_s);
    m_emailHint->setObjectName(u"emailHint"_s);
    m_passwordHint = label({}, u"small"_s);
    m_passwordHint->setObjectName(u"passwordHint"_s);
    m_error = label({}, u"error"_s);
    m_error->setObjectName(u"firstStartError"_s);
    m_error->setWordWrap(true);
    m_error->hide();
    m_create = button(tr("Create organization"), u"createOrganization"_s, u"primary"_s);
    m_create->setDefault(true);
    connect(m_create, &QPushButton::clicked, this, &FirstStart::submit);

    auto *form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(10);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_organization = addField(*form, tr("Organization"), u"organizationField"_s);
    m_organization->setPlaceholderText(tr("Hausverwaltung Brandt"));
    m_email = addField(*form, tr("Your e-mail"), u"emailField"_s);
    form->addRow({}, m_emailHint);
    m_password = addField(*form, tr("Password"), u"passwordField"_s);
    m_password->setEchoMode(QLineEdit::Password);
    form->addRow({}, m_passwordHint);
    m_demo = new QCheckBox(tr("Fill it with a demo building, to look around"));
    m_demo->setObjectName(u"demoData"_s);
    m_demo->setVisible(demo == DemoData::Offered);

    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins({});
    layout->setSpacing(14);
    layout->addWidget(label(tr("Welcome"), u"title"_s));
    auto *intro = label(tr("DataKubo receives what your water meters send and keeps it on this "
                           "computer. First it needs to know whose meters these are."),
                        u"muted"_s);
    intro->setWordWrap(true);
    layout->addWidget(intro);
    layout->addLayout(form);
    layout->addWidget(m_demo);
    layout->addWidget(m_error);
    layout->addStretch();
    layout->addWidget(m_create, 0, Qt::AlignRight);
    return page;
}

QWidget *FirstStart::makeKey(const ServerInfo &server)
{
    m_key = new CopyField(tr("API key"), u"firstApiKey"_s);
    auto *url = new CopyField(tr("Webhook URL"), u"firstWebhookUrl"_s);
    url->setValue(server.webhookUrl());
    auto *done = button(tr("I have copied the key"), u"firstStartDone"_s, u"primary"_s);
    connect(done, &QPushButton::clicked, this, &QDialog::accept);

    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins({});
    layout->setSpacing(8);
    layout->addWidget(label(tr("Your API key"), u"title"_s));
    auto *intro = label(tr("Network servers and scripts prove with it that they may send and read. "
                           "It is shown only this once; copy it to a safe place. More keys can be "
                           "made, and this one revoked, in Settings."),
                        u"muted"_s);
    intro->setWordWrap(true);
    layout->addWidget(intro);
    layout->addSpacing(4);
    layout->addWidget(m_key);
    layout->addSpacing(10);
    layout->addWidget(label(tr("Network servers send to"), u"muted"_s));
    layout->addWidget(url);
    layout->addStretch();
    layout->addSpacing(12);
    layout->addWidget(done, 0, Qt::AlignRight);
    return page;
}

void FirstStart::check()
{
    const int length = static_cast<int>(m_password->text().size());
    const bool longEnough = length >= shortestPassword;
    m_passwordHint->setText(longEnough ? tr("✓ long enough")
                            : length == 0
                                ? tr("At least %1 characters").arg(shortestPassword)
                                : tr("%n more character(s)", nullptr, shortestPassword - length));
    m_passwordHint->setProperty("role", longEnough ? u"good"_s : u"small"_s);
    restyle(m_passwordHint);
    const QString email = m_email->text().trimmed();
    m_emailHint->setText(email.isEmpty() || looksLikeEmail(email)
                             ? QString()
                             : tr("An e-mail address, for instance anna@example.com"));
    m_emailHint->setVisible(!m_emailHint->text().isEmpty());
    const QString missing = m_organization->text().trimmed().isEmpty()
                                ? tr("Whose meters are these? Name the organization.")
                            : !looksLikeEmail(email) ? tr("An e-mail address is needed.")
                            : !longEnough            ? m_passwordHint->text()
                                                     : QString();
    setUsable(*m_create, !m_busy && missing.isEmpty(), missing);
}

void FirstStart::submit()
{
    m_error->hide();
    m_busy = true;
    check();
    const SignupDraft draft{m_organization->text().trimmed(), m_email->text().trimmed(),
                            m_password->text()};
    m_client.signup(draft, this, [this](Result<contract::SignupGrant> grant) {
        m_busy = false;
        check();
        if (!grant) {
            m_error->setText(sentence(grant.error()));
            m_error->show();
            return;
        }
        m_password->clear();
        m_key->setValue(grant->apiKey);
        m_pages->setCurrentIndex(1);
        Q_EMIT signedUp(grant->apiKey);
        if (m_demo->isChecked())
            Q_EMIT demoDataWanted(grant->apiKey);
    });
}

} // namespace datakubo::ui
