#pragma once
#include "backend/domain/community.h"
#include "backend/domain/result.h"

#include <QObject>

#include <vector>

class QComboBox;

namespace datakubo::ui {

class ApiClient;

// The communities the window knows, loaded once and shared by its pages and dialogs.
class CommunityList : public QObject
{
    Q_OBJECT

public:
    explicit CommunityList(ApiClient &client, QObject *parent = nullptr);

    void refresh();
    const std::vector<Community> &all() const { return m_all; }
    QString nameOf(const QString &uuid) const;

    // Fills a combo box that offers them (item data: UUID), `none` first with empty data. What
    // is chosen stays; when it is gone, the box says that it changed to `none`.
    void fill(QComboBox &box, const QString &none) const;

Q_SIGNALS:
    void changed();
    void failed(const datakubo::Error &error);

private:
    ApiClient &m_client;
    std::vector<Community> m_all;
};

} // namespace datakubo::ui
