#pragma once
#include "ui/dialogs/formdialog.h"

class QComboBox;

namespace datakubo::ui {

class ApiClient;
class CopyField;

// Makes a key and shows it, this once, before it closes.
class ApiKeyDialog : public FormDialog
{
    Q_OBJECT

public:
    ApiKeyDialog(ApiClient &client, QWidget *parent);

    void reject() override; // asks first when the key is not copied

Q_SIGNALS:
    void created(const QString &secret);

protected:
    void submit() override;

private:
    ApiClient &m_client;
    QLineEdit *m_name;
    QComboBox *m_scope;
    QWidget *m_shown;
    CopyField *m_secret;
    bool m_done = false;
    bool m_isCopied = false;
};

} // namespace datakubo::ui
