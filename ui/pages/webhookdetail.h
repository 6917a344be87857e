#pragma once
#include "ui/client/apiclient.h"

#include <QFrame>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;

namespace datakubo::ui {

class Chip;
class Format;
class LoadStack;

// One webhook: what became of it and why, its body as it came, and applying it again.
class WebhookDetailPanel : public QFrame
{
    Q_OBJECT

public:
    WebhookDetailPanel(ApiClient &client, const Format &format, QWidget *parent = nullptr);

    void show(const WebhookRecord &record);
    void clear();

Q_SIGNALS:
    void replayed(const datakubo::WebhookRecord &record);
    void noticed(const QString &sentence);

private:
    void display(const WebhookRecord &record);
    void load();
    void replay();

    ApiClient &m_client;
    const Format &m_format;
    WebhookRecord m_record;
    QStackedWidget *m_pages;
    QLabel *m_title;
    QLabel *m_when;
    QLabel *m_why;
    Chip *m_outcome;
    LoadStack *m_stack;
    QPlainTextEdit *m_body;
    QPushButton *m_replay;
    QPushButton *m_copy;
    QString m_raw;
};

} // namespace datakubo::ui
