#pragma once
#include "ui/models/listmodels.h"
#include "ui/pages/page.h"

class QLabel;
class QPushButton;

namespace datakubo::ui {

class ApiClient;
class CommunityList;
class LoadStack;
class ResidentsPane;
class Table;

// The buildings, and the chosen one.
class CommunitiesPage : public Page
{
    Q_OBJECT

public:
    CommunitiesPage(ApiClient &client, const Format &format, CommunityList &communities,
                    QWidget *parent = nullptr);

    void refresh() override;
    void setCommunity(const QString &uuid) override;
    void openCommunityDialog();
    void openImportDialog(); // residents of the chosen community from a sheet

Q_SIGNALS:
    void devicesWanted(const QString &communityUuid);

private:
    QWidget *makeCommunities();
    QWidget *makeChosen();
    void display();
    void choose(const QString &uuid);
    void openEditDialog();
    void openDeleteDialog();
    void tell(const QString &sentence);
    const Community *chosen() const;

    ApiClient &m_client;
    CommunityList &m_communities;
    CommunitiesModel m_model;
    QString m_chosen;
    LoadStack *m_stack;
    Table *m_table;
    QLabel *m_name;
    QLabel *m_second;
    ResidentsPane *m_residents;
};

} // namespace datakubo::ui
