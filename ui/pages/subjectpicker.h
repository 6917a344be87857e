#pragma once
#include "ui/client/consumptionqueries.h"
#include "ui/models/rowsmodel.h"

#include <QCompleter>

class QComboBox;

namespace datakubo::ui {

class ApiClient;
class CommunityList;
class SearchField;

// Residents and meters that match what is typed.
class SubjectsModel : public RowsModel<ConsumptionSubject>
{
    Q_OBJECT

public:
    explicit SubjectsModel(QObject *parent = nullptr);

protected:
    QVariant cell(const ConsumptionSubject &subject, int row, int column, int role) const override;
};

// Whose consumption is shown: a community, and in it a resident or a meter if one is searched for.
class SubjectPicker : public QWidget
{
    Q_OBJECT

public:
    SubjectPicker(ApiClient &client, const CommunityList &communities, QWidget *parent = nullptr);

    const ConsumptionSubject &subject() const { return m_subject; }
    void setSubject(const ConsumptionSubject &subject); // without a signal
    void setCommunity(const QString &uuid);

Q_SIGNALS:
    void chosen(const datakubo::ui::ConsumptionSubject &subject);

private:
    void fillCommunities();
    void search(const QString &text);
    void show(const QString &text, std::vector<ConsumptionSubject> found);
    void choose(const ConsumptionSubject &subject);
    ConsumptionSubject community() const;

    ApiClient &m_client;
    const CommunityList &m_communities;
    ConsumptionSubject m_subject;
    SubjectsModel m_model;
    QCompleter m_completer;
    QComboBox *m_community;
    SearchField *m_search;
    QString m_searched; // what the newest search asked for
};

} // namespace datakubo::ui
