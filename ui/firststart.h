#pragma once
#include "ui/client/apiclient.h"
#include "ui/serverinfo.h"

#include <QDialog>

class QCheckBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace datakubo::ui {

class CopyField;

// Makes the organization of an empty program, then shows its API key, this once, and where network
// servers send. accepted() when both are done.
class FirstStart : public QDialog
{
    Q_OBJECT

public:
    enum class DemoData { Hidden, Offered };

    FirstStart(ApiClient &client, const ServerInfo &server, DemoData demo,
               QWidget *parent = nullptr);

Q_SIGNALS:
    void signedUp(const QString &apiKey);
    void demoDataWanted(const QString &apiKey); // after signedUp(), if it was ticked

private:
    QWidget *makeForm(DemoData demo);
    QWidget *makeKey(const ServerInfo &server);
    QLineEdit *addField(QFormLayout &form, const QString &text, const QString &objectName);
    void check();
    void submit();

    ApiClient &m_client;
    QStackedWidget *m_pages;
    QLineEdit *m_organization;
    QLineEdit *m_email;
    QLineEdit *m_password;
    QLabel *m_emailHint;
    QLabel *m_passwordHint;
    QLabel *m_error;
    QCheckBox *m_demo;
    QPushButton *m_create;
    CopyField *m_key;
    bool m_busy = false;
};

} // namespace datakubo::ui
