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

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

namespace {

constexpr qint64 mostBytes = 64LL * 1024 * 1024; // the API's limit for an import
constexpr int previewLines = 6;
constexpr int errorsShown = 100;
constexpr int errorsNamed = 1000; // a job names no more
constexpr int lookEveryMs = 250;

QString hintOf(SheetTarget::Kind kind)
{
    switch (kind) {
    case SheetTarget::Kind::Residents:
        return ImportDialog::tr(
            "A CSV file whose first line names the columns: name, email, unit, move_in, "
            "move_out, household_size, share. Only name is needed. Who is there already, "
            "by name and unit, is left as it is.");
    case SheetTarget::Kind::Devices:
        return ImportDialog::tr(
            "A CSV file whose first line names the columns: dev_eui, device_name, device_type "
            "(water_meter or hot_water_meter), and if wanted customer_id, parent_dev_eui, "
            "hierarchy_level, serial_number, location. What is registered already is left as it "
            "is.");
    case SheetTarget::Kind::Readings: break;
    }
    return ImportDialog::tr(
        "A CSV file whose first line names the columns: dev_eui, recorded_at, consumption_m3 (what "
        "the register showed), and if wanted note. Readings that are there already are left as "
        "they "
        "are, so that a file may be imported twice.");
}

// How the file is understood, in one sentence.
QString summaryOf(const SheetPreview &preview)
{
    QStringList parts{ImportDialog::tr("%n row(s)", nullptr, static_cast<int>(preview.totalRows))};
    parts.append(preview.delimiter == u";"   ? ImportDialog::tr("separated by semicolons")
                 : preview.delimiter == u"," ? ImportDialog::tr("separated by commas")
                                             : ImportDialog::tr("separated by tabs"));
    if (preview.decimal == u"comma") {
        parts.append(preview.decimalIsAssumed ? ImportDialog::tr("decimal comma, as it seems")
                                              : ImportDialog::tr("decimal comma"));
    }
    if (preview.dateFormat == u"mixed") {
        parts.append(
            ImportDialog::tr("days of both orders: those that could be either are left out"));
    } else if (!preview.dateFormat.isEmpty()) {
        parts.append(preview.dateFormatIsAssumed
                         ? ImportDialog::tr("days as %1, as it seems").arg(preview.dateFormat)
                         : ImportDialog::tr("days as %1").arg(preview.dateFormat));
    }
    return parts.join(u" · "_s);
}

// The rows with their columns under each other.
QString aligned(const std::vector<QStringList> &rows)
{
    std::vector<qsizetype> widths;
    for (const QStringList &row : rows) {
        widths.resize(std::max(widths.size(), static_cast<size_t>(row.size())));
        for (qsizetype i = 0; i < row.size(); ++i) {
            qsizetype &width = widths[static_cast<size_t>(i)];
            width = std::max(width, row[i].size());
        }
    }
    QStringList lines;
    for (const QStringList &row : rows) {
        QString line;
        for (qsizetype i = 0; i < row.size(); ++i)
            line += row[i].leftJustified(widths[static_cast<size_t>(i)] + 2);
        lines.append(line.trimmed());
    }
    return lines.join(u'\n');
}

QString textOf(const JobError &error)
{
    if (error.line <= 0)
        return error.message;
    const QString line = QString::number(error.line);
    return error.field.isEmpty()
               ? ImportDialog::tr("Line %1: %2").arg(line, error.message)
               : ImportDialog::tr("Line %1, column %2: %3").arg(line, error.field, error.message);
}

QString beginning(const QByteArray &csv)
{
    QStringList lines = QString::fromUtf8(csv.left(4000)).split(u'\n');
    return lines.mid(0, previewLines).join(u'\n');
}

} // namespace

ImportDialog::ImportDialog(ApiClient &client, const SheetTarget &target, const QString &title,
                           QWidget *parent)
    : FormDialog(title, u"importDialog"_s, tr("Import"), parent),
      m_client(client),
      m_target(target),
      m_file(button(tr("Choose a file…"), u"chooseImportFile"_s)),
      m_hint(label(hintOf(target.kind), u"muted"_s)),
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
    content().addWidget(m_result);
    content().addWidget(m_preview);
    content().addWidget(m_progress);
    setReady(false, tr("Choose a file first"));
    connect(m_file, &QPushButton::clicked, this, &ImportDialog::chooseFile);
    m_look.setInterval(lookEveryMs);
    m_look.setSingleShot(true);
    connect(&m_look, &QTimer::timeout, this, &ImportDialog::look);
}

void ImportDialog::chooseFile()
{
    auto *files = new QFileDialog(this, windowTitle(), {}, tr("CSV files (*.csv *.txt)"));
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
    setReady(!m_csv.isEmpty(), tr("Choose a file first"));
    m_result->hide();
    if (m_csv.isEmpty())
        return;
    m_client.previewSheet(m_target, m_csv, this,
                          [this, asked = m_csv](const Result<SheetPreview> &preview) {
                              if (asked != m_csv || !m_file->isEnabled())
                                  return; // another file by now, or it is being imported
                              if (preview)
                                  display(*preview);
                              else
                                  showError(preview.error());
                          });
}

void ImportDialog::display(const SheetPreview &preview)
{
    const auto shown = std::min<size_t>(preview.rows.size(), previewLines + 1);
    m_preview->setPlainText(
        aligned({preview.rows.begin(), preview.rows.begin() + static_cast<qsizetype>(shown)}));
    const int wrong = static_cast<int>(preview.errors.size());
    m_result->setText(
        wrong == 0
            ? summaryOf(preview)
            : summaryOf(preview) + u'\n'
                  + tr("Not all of it can be taken in. %1").arg(textOf(preview.errors.front())));
    m_result->show();
    growToFit();
}

void ImportDialog::submit()
{
    if (m_done) {
        accept();
        return;
    }
    setBusy(true);
    m_file->setEnabled(false);
    m_client.importSheet(m_target, m_csv, this, [this](const Result<Job> &job) {
        if (!job) {
            m_file->setEnabled(true);
            showError(job.error());
            return;
        }
        if (job->uuid.isEmpty()) {
            display(*job);
            return;
        }
        m_job = job->uuid;
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
    const QString taken = QString::number(std::max(0, lines - wrong));
    m_result->setText(job.state == JobState::Cancelled
                          ? tr("Stopped after %n line(s).", nullptr, lines)
                      : wrong == 0 ? tr("%n line(s) imported.", nullptr, lines)
                      : wrong >= errorsNamed
                          ? tr("Of %1 lines these and more were left out:").arg(lines)
                          : tr("%1 of %n line(s) taken in. Left out:", nullptr, lines).arg(taken));
    m_result->show();
    listErrors(job.errors);
    m_preview->setVisible(wrong > 0);
    growToFit();
    primary().setText(tr("Done"));
    primary().setAccessibleName(tr("Done"));
    findChild<QPushButton *>(objectName() + u"Cancel"_s)->hide();
    Q_EMIT imported();
}

void ImportDialog::listErrors(const std::vector<JobError> &errors)
{
    QStringList texts;
    for (const JobError &error : errors) {
        if (texts.size() == errorsShown)
            break;
        texts.append(textOf(error));
    }
    m_preview->setPlainText(texts.join(u'\n'));
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
