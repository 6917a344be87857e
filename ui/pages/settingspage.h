#pragma once
#include "ui/models/listmodels.h"
#include "ui/pages/page.h"

class QPushButton;

namespace datakubo::ui {

class ApiClient;
class LoadStack;
class Table;
class Theme;
struct ServerInfo;

// The server's facts, the keys that open it, and how the window looks.
class SettingsPage : public Page
{
    Q_OBJECT

public:
    SettingsPage(ApiClient &client, const Format &format, const ServerInfo &server, Theme &theme,
                 QWidget *parent = nullptr);

    void refresh() override;

Q_SIGNALS:
    void apiKeyMade(const QString &secret);

private:
    QWidget *makeServer(const ServerInfo &server);
    QWidget *makeKeys();
    QWidget *makeLook(Theme &theme);
    void openKeyDialog();
    void updateRevoke();
    void revoke();

    ApiClient &m_client;
    ApiKeysModel m_keys;
    LoadStack *m_stack;
    Table *m_table;
    QPushButton *m_revoke;
};

} // namespace datakubo::ui
