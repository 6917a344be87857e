#pragma once
#include "ui/client/apiclient.h"
#include "ui/dialogs/formdialog.h"

#include <QTimer>

class QPlainTextEdit;
class QProgressBar;

namespace datakubo::ui {

// Residents, devices or readings from a sheet: chooses the file, shows how it is understood before
// anything changes, runs the job with progress, and names what was wrong by line and column. Cancel
// stops the job.
class ImportDialog : public FormDialog
{
    Q_OBJECT

public:
    ImportDialog(ApiClient &client, const SheetTarget &target, const QString &title,
                 QWidget *parent);

    void setFile(const QString &path);
    void reject() override;

Q_SIGNALS:
    void imported();

protected:
    void submit() override;

private:
    void chooseFile();
    void look();
    void display(const Job &job);
    void display(const SheetPreview &preview);
    void listErrors(const std::vector<JobError> &errors);

    ApiClient &m_client;
    SheetTarget m_target;
    QByteArray m_csv;
    QString m_job; // empty: none is running
    bool m_done = false;
    QTimer m_look;
    QPushButton *m_file;
    QLabel *m_hint;
    QPlainTextEdit *m_preview;
    QProgressBar *m_progress;
    QLabel *m_result;
};

} // namespace datakubo::ui
