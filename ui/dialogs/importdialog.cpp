#include "ui/dialogs/importdialog.h"

#include "ui/client/sentences.h"
#include "ui/widgets/labels.h"

#include <QBoxLayout>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

namespace {

constexpr qint64 mostBytes = 64LL * 1024 * 1024; // the API's limit for an import
constexpr int previewLines = 6;
constexpr int errorsShown = 100;
constexpr int lookEveryMs = 250;

QString beginning(const QByteArray &csv)
{
    QStringList lines = QString::fromUtf8(csv.left(4000)).split(u'\n');
    return lines.mid(0, previewLines).join(u'\n');
}

} // namespace

ImportDialog::ImportDialog(ApiClient &client, const Community &community, QWidget *parent)
    : FormDialog(tr("Residents of %1 from a sheet").arg(community.name), u"importDialog"_s,
                 tr("Import"), parent),
      m_client(client),
      m_communityUuid(community.uuid),
      m_file(button(tr("Choose a file…"), u"chooseImportFile"_s)),
      m_hint(label(tr("A CSV file whose first line names the columns: name, email, unit, move_in, "
                      "move_out, household_size, share. Only name is needed. Who is there already, "
                      "by name and unit, is left as it is."),
                   u"muted"_s)),
      m_preview(new QPlainTextEdit),
      m_progress(new QProgressBar),
      m_result(label({}))
{
    setMinimumWidth(560);
    m_hint->setWordWrap(true);
    m_preview->setObjectName(u"importPreview"_s);
    m_preview->setAccessibleName(tr("How the file begins, or what was wrong in it"));
    m_preview->setReadOnly(true);
    m_preview->setProperty("role", u"code"_s);
    m_preview->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_preview->setFixedHeight(140);
    m_preview->hide();
    m_progress->setObjectName(u"importProgress"_s);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(6);
    m_progress->hide();
    m_result->setObjectName(u"importResult"_s);
    m_result->setWordWrap(true);
    m_result->hide();
    content().addWidget(m_hint);
    content().addWidget(m_file, 0, Qt::AlignLeft);
    content().addWidget(m_preview);
    content().addWidget(m_progress);
    content().addWidget(m_result);
    setReady(false);
    connect(m_file, &QPushButton::clicked, this, &ImportDialog::chooseFile);
    m_look.setInterval(lookEveryMs);
    m_look.setSingleShot(true);
    connect(&m_look, &QTimer::timeout, this, &ImportDialog::look);
}

void ImportDialog::chooseFile()
{
    auto *files = new QFileDialog(this, tr("Residents"), {}, tr("CSV files (*.csv *.txt)"));
    files->setFileMode(QFileDialog::ExistingFile);
    files->setAttribute(Qt::WA_DeleteOnClose);
    connect(files, &QFileDialog::fileSelected, this, &ImportDialog::setFile);
    files->open();
}

void ImportDialog::setFile(const QString &path)
{
    clearErrors();
    QFile file(path);
    m_csv.clear();
    if (file.size() > mostBytes)
        showError({ErrorCode::PayloadTooLarge, {}, {}});
    else if (!file.open(QIODevice::ReadOnly))
        showError(Error{ErrorCode::Validation, file.errorString(), {}});
    else
        m_csv = file.readAll();
    m_file->setText(QFileInfo(path).fileName());
    m_preview->setPlainText(beginning(m_csv));
    m_preview->setVisible(!m_csv.isEmpty());
    setReady(!m_csv.isEmpty());
}

void ImportDialog::submit()
{
    if (m_done) {
        accept();
        return;
    }
    setBusy(true);
    m_file->setEnabled(false);
    m_client.importResidents(m_communityUuid, m_csv, this, [this](const Result<QString> &job) {
        if (!job) {
            m_file->setEnabled(true);
            showError(job.error());
            return;
        }
        m_job = *job;
        m_progress->setRange(0, 0);
        m_progress->show();
        look();
    });
}

void ImportDialog::look()
{
    m_client.job(m_job, this, [this](const Result<Job> &job) {
        if (!job) {
            showError(job.error());
            return;
        }
        display(*job);
    });
}

void ImportDialog::display(const Job &job)
{
    if (job.total > 0) {
        m_progress->setRange(0, static_cast<int>(job.total));
        m_progress->setValue(static_cast<int>(job.done));
    }
    if (job.state == JobState::Queued || job.state == JobState::Running) {
        m_look.start();
        return;
    }
    m_job.clear();
    m_done = true;
    setBusy(false);
    m_progress->hide();
    const int wrong = static_cast<int>(job.errors.size());
    const int lines = static_cast<int>(job.done);
    m_result->setText(job.state == JobState::Cancelled
                          ? tr("Stopped after %n line(s).", nullptr, lines)
                      : wrong == 0 ? tr("%n line(s) imported.", nullptr, lines)
                                   : tr("%n line(s) read; these were left out:", nullptr, lines));
    m_result->show();
    QStringList texts;
    for (const JobError &error : job.errors) {
        if (texts.size() == errorsShown)
            break;
        texts.append(
            error.line > 0
                ? tr("Line %1 %2: %3").arg(QString::number(error.line), error.field, error.message)
                : error.message);
    }
    m_preview->setPlainText(texts.join(u'\n'));
    m_preview->setVisible(wrong > 0);
    primary().setText(tr("Done"));
    primary().setAccessibleName(tr("Done"));
    findChild<QPushButton *>(objectName() + u"Cancel"_s)->hide();
    Q_EMIT imported();
}

void ImportDialog::reject()
{
    if (!m_job.isEmpty()) {
        m_client.cancelJob(m_job, this, [](const Result<void> &) {});
        return; // the next look shows how far it came
    }
    FormDialog::reject();
}

} // namespace datakubo::ui
