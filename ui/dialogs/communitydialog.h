#pragma once
#include "backend/domain/community.h"
#include "ui/dialogs/formdialog.h"

namespace datakubo::ui {

class ApiClient;

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

} // namespace datakubo::ui
