#pragma once
#include "ui/client/apiclient.h"

#include <QObject>
#include <QTimer>

namespace datakubo::ui {

// The counts behind the first page, the badges and the status line. Asked for again a moment
// after something happened, however much happens.
class OverviewFeed : public QObject
{
    Q_OBJECT

public:
    explicit OverviewFeed(ApiClient &client, QObject *parent = nullptr);

    void refresh();

Q_SIGNALS:
    void loaded(const datakubo::ui::Overview &overview);
    void failed(const datakubo::Error &error);

private:
    ApiClient &m_client;
    QTimer m_soon;
};

} // namespace datakubo::ui
