#pragma once
#include "ui/client/apiclient.h"
#include "ui/serverinfo.h"

#include <QFrame>
#include <QTimer>

class QLabel;
class QPushButton;

namespace datakubo::ui {

class CopyField;
class SegmentedControl;

// The steps from an empty program to readings with names on them, with what a network server's form
// asks for, ready to be pasted.
class ConnectSteps : public QFrame
{
    Q_OBJECT

public:
    ConnectSteps(ApiClient &client, const ServerInfo &server, QWidget *parent = nullptr);

    void setCounts(const OverviewCounts &counts);
    void setApiKey(const QString &secret); // one that was just made, while it can be shown

Q_SIGNALS:
    void communityWanted();
    void registerWanted();  // what sent is to be registered
    void webhooksWanted();  // why one brought no reading
    void residentsWanted(); // from a sheet

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void makeKey();
    void fill();
    void lookForRefusal();
    void setWaiting(const QString &text, const QString &role);

    struct Step {
        QLabel *mark = nullptr;
        QLabel *title = nullptr;
    };
    Step addStep(int number, const QString &title, QWidget *content);
    void setDone(const Step &step, int number, bool done);

    ApiClient &m_client;
    ServerInfo m_server;
    QString m_secret;
    Step m_steps[4];
    SegmentedControl *m_sender;
    CopyField *m_url;
    CopyField *m_header;
    CopyField *m_key;
    QLabel *m_hint;
    QLabel *m_keyError;
    QLabel *m_waiting;
    QPushButton *m_makeKey;
    QPushButton *m_community;
    QPushButton *m_register;
    QPushButton *m_why;
    QPushButton *m_import;
    QLabel *m_onlyHere;
    QTimer m_look; // a refused webhook makes no event: the log is asked while the steps are seen
    bool m_heard = false;
};

} // namespace datakubo::ui
