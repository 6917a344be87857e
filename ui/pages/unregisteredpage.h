#pragma once
#include "ui/client/apiclient.h"
#include "ui/models/listmodels.h"
#include "ui/pages/page.h"

#include <QTimer>

class QComboBox;
class QPushButton;

namespace datakubo::ui {

class CommunityList;
class LoadStack;
class Table;

// What sent without being known, to be registered into a community with all it sent.
class UnregisteredPage : public Page
{
    Q_OBJECT

public:
    UnregisteredPage(ApiClient &client, const Format &format, const CommunityList &communities,
                     QWidget *parent = nullptr);

    void refresh() override;
    void setCommunity(const QString &uuid) override;

Q_SIGNALS:
    void communityWanted();

private:
    void registerSelected();
    void updateActions();

    ApiClient &m_client;
    const Format &m_format;
    const CommunityList &m_communities;
    UnregisteredModel m_model;
    QTimer m_refreshSoon;
    QString m_filter;
    LoadStack *m_stack;
    Table *m_table;
    QComboBox *m_community;
    QComboBox *m_type;
    QPushButton *m_register;
    bool m_busy = false;
};

} // namespace datakubo::ui
