#pragma once
#include "backend/domain/community.h"
#include "backend/domain/resident.h"
#include "ui/client/apiclient.h"
#include "ui/dialogs/formdialog.h"

class QComboBox;

namespace datakubo::ui {

class CopyField;

class CommunityDialog : public FormDialog
{
    Q_OBJECT

public:
    CommunityDialog(ApiClient &client, QWidget *parent);

Q_SIGNALS:
    void created(const datakubo::Community &community);

protected:
    void submit() override;

private:
    ApiClient &m_client;
    QLineEdit *m_name;
    QLineEdit *m_tenant;
    QLineEdit *m_email;
    QLineEdit *m_address;
};

class ResidentDialog : public FormDialog
{
    Q_OBJECT

public:
    ResidentDialog(ApiClient &client, const Community &community, QWidget *parent);

Q_SIGNALS:
    void created(const datakubo::Resident &resident);

protected:
    void submit() override;

private:
    ApiClient &m_client;
    QString m_communityUuid;
    QLineEdit *m_name;
    QLineEdit *m_unit;
    QLineEdit *m_email;
};

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
