#pragma once
#include "backend/domain/device.h"
#include "ui/dialogs/formdialog.h"
#include "ui/models/listmodels.h"

class QDateTimeEdit;

namespace datakubo::ui {

class ApiClient;
class Format;
class SearchField;
class Table;

// Gives a meter to a resident from a day on, or takes it back.
class AssignDialog : public FormDialog
{
    Q_OBJECT

public:
    AssignDialog(ApiClient &client, const Format &format, const Device &device, QWidget *parent);

Q_SIGNALS:
    void assigned(const QString &sentence);

protected:
    void submit() override;

private:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void search(const QString &text);
    void chooseOnlyHit();
    void updateReady();
    void unassign();
    void finish(Result<void> answer, const QString &sentence);

    ApiClient &m_client;
    const Format &m_format;
    Device m_device;
    ResidentsModel m_model;
    SearchField *m_search;
    Table *m_table;
    QLabel *m_nobody;
    QDateTimeEdit *m_from;
    QString m_searched; // what the newest search asked for
    bool m_isSearching = false;
    bool m_wantsOnlyHit = false; // Enter was pressed before the answer came
};

} // namespace datakubo::ui
