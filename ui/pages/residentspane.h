#pragma once
#include "backend/domain/community.h"
#include "ui/models/listmodels.h"

#include <QWidget>

namespace datakubo::ui {

class ApiClient;
class LoadStack;
class MoreButton;
class SearchField;
class Table;

// Who lives in a community.
class ResidentsPane : public QWidget
{
    Q_OBJECT

public:
    explicit ResidentsPane(ApiClient &client, QWidget *parent = nullptr);

    void showCommunity(const Community &community);
    QString searched() const { return m_searched; }
    void openImportDialog(); // residents from a sheet

Q_SIGNALS:
    void noticed(const QString &sentence);
    void changed();

private:
    QWidget *makeTable();
    MoreButton *makeMore();
    void load();
    void display();
    void choose(int row);
    const Resident *chosen() const;
    void openDialog();
    void openEditDialog();
    void openDeleteDialog();
    void tell(const QString &sentence);

    ApiClient &m_client;
    Community m_community; // without a UUID: none yet
    ResidentsModel m_model;
    QString m_searched;
    QString m_chosen; // kept across a refresh
    SearchField *m_search;
    Table *m_table;
    LoadStack *m_stack;
    MoreButton *m_more;
};

} // namespace datakubo::ui
