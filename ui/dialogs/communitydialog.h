#pragma once
#include "backend/domain/community.h"
#include "ui/dialogs/formdialog.h"

#include <optional>

namespace datakubo::ui {

class ApiClient;

// Makes a community, or changes one: then only what is different is sent.
class CommunityDialog : public FormDialog
{
    Q_OBJECT

public:
    CommunityDialog(ApiClient &client, QWidget *parent);
    CommunityDialog(ApiClient &client, const Community &community, QWidget *parent);

Q_SIGNALS:
    void created(const datakubo::Community &community);
    void edited(const datakubo::Community &community);

protected:
    void submit() override;

private:
    CommunityDialog(ApiClient &client, const QString &title, const QString &primary,
                    QWidget *parent);
    void create();
    void edit();
    void refuse(Error error);

    ApiClient &m_client;
    std::optional<Community> m_before;
    QLineEdit *m_name;
    QLineEdit *m_tenant;
    QLineEdit *m_address;
    QLineEdit *m_timeZone;
    QLineEdit *m_email;
};

} // namespace datakubo::ui
