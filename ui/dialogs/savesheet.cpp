#include "ui/dialogs/savesheet.h"

#include "ui/client/apiclient.h"
#include "ui/client/sentences.h"

#include <QCoreApplication>
#include <QDate>
#include <QFileDialog>
#include <QLocale>
#include <QMenu>
#include <QPointer>
#include <QSaveFile>
#include <QThreadPool>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

namespace {

// What went wrong; empty when the file is there.
QString write(const QString &path, const QByteArray &content)
{
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(content) == content.size() && file.commit())
        return {};
    return file.errorString();
}

} // namespace

void saveSheet(ApiClient &client, const SheetToSave &sheet, bool isWorkbook, QWidget *parent,
               std::function<void(const QString &)> tell)
{
    auto *dialog = new QFileDialog(parent->window(), SaveSheetButton::tr("Save as"), {},
                                   isWorkbook ? SaveSheetButton::tr("Workbooks (*.xlsx)")
                                              : SaveSheetButton::tr("CSV tables (*.csv)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(isWorkbook ? u"xlsx"_s : u"csv"_s);
    dialog->selectFile(QString(sheet.name).replace(u'/', u'-')
                       + (isWorkbook ? u".xlsx"_s : u".csv"_s));
    const SheetFormat format{isWorkbook, QLocale().decimalPoint() == u","};
    QObject::connect(
        dialog, &QFileDialog::fileSelected, parent,
        [&client, source = sheet.source, format, parent, tell](const QString &path) {
            client.exportSheet(
                source, format, parent, [path, parent, tell](Result<QByteArray> file) {
                    if (!file) {
                        tell(SaveSheetButton::tr("Could not be saved: %1")
                                 .arg(sentence(file.error())));
                        return;
                    }
                    QThreadPool::globalInstance()->start([path, content = *file, tell,
                                                          alive = QPointer<QWidget>(parent)] {
                        const QString wrong = write(path, content);
                        QMetaObject::invokeMethod(qApp, [path, wrong, tell, alive] {
                            if (!alive)
                                return;
                            tell(wrong.isEmpty()
                                     ? SaveSheetButton::tr("Saved as %1.").arg(path)
                                     : SaveSheetButton::tr("Could not be saved: %1").arg(wrong));
                        });
                    });
                });
        });
    dialog->open();
}

SaveSheetButton::SaveSheetButton(ApiClient &client, const QString &objectName, QWidget *parent)
    : QPushButton(tr("Export"), parent), m_client(client)
{
    setObjectName(objectName);
    setAccessibleName(text());
    setMenu(new QMenu(this));
}

void SaveSheetButton::addList(const QString &title, const std::function<SheetToSave()> &sheet)
{
    if (!title.isEmpty() && !menu()->isEmpty())
        menu()->addSeparator();
    for (const bool isWorkbook : {true, false}) {
        const QString kind = isWorkbook ? tr("Workbook (Excel)…") : tr("Values (CSV)…");
        QAction *action = menu()->addAction(title.isEmpty() ? kind : title + u", "_s + kind);
        action->setObjectName(objectName() + (isWorkbook ? u"Workbook"_s : u"Csv"_s));
        connect(action, &QAction::triggered, this, [this, sheet, isWorkbook] {
            SheetToSave wanted = sheet();
            wanted.name += u' ' + QDate::currentDate().toString(Qt::ISODate);
            saveSheet(m_client, wanted, isWorkbook, this,
                      [this](const QString &sentence) { Q_EMIT noticed(sentence); });
        });
    }
}

} // namespace datakubo::ui
