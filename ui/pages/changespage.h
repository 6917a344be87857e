#pragma once
#include "backend/contract/message.h"
#include "ui/models/changesmodel.h"
#include "ui/pages/page.h"

class QPushButton;

namespace datakubo::ui {

class ApiClient;
class LoadStack;

// The log of who changed what. Nothing is altered here.
class ChangesPage : public Page
{
    Q_OBJECT

public:
    ChangesPage(ApiClient &client, const Format &format, QWidget *parent = nullptr);

    void refresh() override;

private:
    void load(const QString &cursor);

    ApiClient &m_client;
    ChangesModel m_model;
    LoadStack *m_stack;
    QPushButton *m_older;
    QString m_nextCursor;
    int m_asked = 0;
};

} // namespace datakubo::ui
