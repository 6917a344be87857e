#pragma once
#include <QFrame>

class QComboBox;
class QLabel;

namespace datakubo::ui {

class CommunityList;
class SearchField;

// Organization, community filter (from the first community on), search.
class TopBar : public QFrame
{
    Q_OBJECT

public:
    explicit TopBar(const CommunityList &communities, QWidget *parent = nullptr);

    void setOrganization(const QString &name);
    void setCommunity(const QString &uuid);
    void focusSearch();

Q_SIGNALS:
    void communityChosen(const QString &uuid); // empty: all
    void searched(const QString &text);

private:
    QLabel *m_organization;
    QComboBox *m_community;
    SearchField *m_search;
};

} // namespace datakubo::ui
