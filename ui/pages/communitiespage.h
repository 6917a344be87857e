#pragma once
#include "ui/models/listmodels.h"
#include "ui/pages/page.h"

class QLabel;
class QPushButton;

namespace datakubo::ui {

class ApiClient;
class CommunityList;
class LoadStack;
class SearchField;
class Table;

// The buildings, and who lives in the chosen one.
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
    QWidget *makeResidents();
    void display();
    void choose(const QString &uuid);
    void loadResidents();
    void openResidentDialog();
    const Community *chosen() const;

    ApiClient &m_client;
    CommunityList &m_communities;
    CommunitiesModel m_model;
    ResidentsModel m_residents;
    QString m_chosen;
    QString m_searched;
    LoadStack *m_stack;
    Table *m_table;
    LoadStack *m_residentStack;
    QLabel *m_name;
    QLabel *m_second;
    SearchField *m_search;
};

} // namespace datakubo::ui
