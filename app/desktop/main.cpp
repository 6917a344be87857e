#include "app/demosender.h"
#include "app/desktop/localtransport.h"
#include "app/logging.h"
#include "app/serve.h"
#include "app/stopsignals.h"
#include "ui/client/apiclient.h"
#include "ui/firststart.h"
#include "ui/mainwindow.h"
#include "ui/theme/theme.h"
#include "ui/translations.h"

#include <QApplication>
#include <QFileInfo>
#include <QLocale>
#include <QMessageBox>
#include <QProcess>
#include <QSettings>
#include <QTextStream>

using namespace datakubo;
using namespace Qt::Literals::StringLiterals;

namespace {

// Until it is read, or the program is asked to stop: quit() only ends the application's own loop.
int tell(const QString &sentence)
{
    QTextStream(stderr) << sentence << '\n';
    QMessageBox box(QMessageBox::Warning, u"DataKubo"_s, sentence);
    box.setObjectName(u"cannotStart"_s);
    QObject::connect(&box, &QDialog::finished, qApp, &QApplication::quit);
    box.open();
    QApplication::exec();
    return 1;
}

ui::ServerInfo serverInfo(const app::Backend &backend)
{
    const QString file = backend.dataDir() + u"/datakubo.sqlite"_s;
    const qint64 bytes = QFileInfo(file).size() + QFileInfo(file + u"-wal"_s).size();
    const QString size = backend.storageText() == u"SQLite"
                             ? u" · "_s + QLocale().formattedDataSize(bytes, 0)
                             : QString();
    return {backend.url(), backend.storageText() + size, backend.dataDir(),
            QStringLiteral(DATAKUBO_VERSION), backend.networkUrl()};
}

// Without an organization there is nothing to show: declining it closes the window.
void showFirstStart(ui::ApiClient &client, const ui::ServerInfo &server, ui::MainWindow &window)
{
    auto *first = new ui::FirstStart(client, server, ui::FirstStart::DemoData::Hidden, &window);
    first->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(first, &ui::FirstStart::signedUp, &window, &ui::MainWindow::setFreshApiKey);
    QObject::connect(first, &QDialog::accepted, &window, &ui::MainWindow::start);
    QObject::connect(first, &QDialog::rejected, &window, &QWidget::close);
    first->open();
}

} // namespace

int main(int argc, char **argv)
{
    // Every answer would cost two more system calls with GLib's event loop.
    qputenv("QT_NO_GLIB", "1");
    QApplication program(argc, argv);
    QApplication::setApplicationName(u"DataKubo"_s);
    QApplication::setDesktopFileName(u"datakubo"_s);
    const auto options = app::readOptions(QApplication::arguments(), QProcess::systemEnvironment());
    if (!options) {
        QTextStream(stderr) << options.error().message << '\n';
        return 2;
    }
    app::installLogging(options->jsonLog);
    if (const auto code = app::runCommand(*options))
        return *code;

    QSettings settings(options->dataDir + u"/window.ini"_s, QSettings::IniFormat);
    ui::Theme theme(program, settings);
    ui::installTranslations(program, QLocale());
    app::StopSignals stop;
    QObject::connect(&stop, &app::StopSignals::stopRequested, &program, &QApplication::quit);

    app::Backend backend(*options);
    if (const auto opened = backend.open(); !opened)
        return tell(opened.error().message);
    auto building = app::prepareDemo(backend, *options);
    if (!building)
        return tell(building.error().message);
    // A taken port never empties the window: it works in this process all the same.
    QString networkProblem;
    if (const auto listening = backend.listen(); listening)
        app::printReadyLine(backend.url());
    else
        networkProblem = listening.error().message;
    std::unique_ptr<app::DemoSender> demo;
    if (*building && networkProblem.isEmpty())
        demo = std::make_unique<app::DemoSender>(backend.url(), std::move(**building));

    app::LocalTransport transport(backend.dispatcher());
    ui::ApiClient client(transport);
    const ui::ServerInfo server = serverInfo(backend);
    int code = 0;
    {
        ui::MainWindow window(client, server, theme, settings);
        QObject::connect(&window, &ui::MainWindow::organizationMissing, &window,
                         [&] { showFirstStart(client, server, window); });
        window.show();
        window.start();
        if (!networkProblem.isEmpty()) {
            auto *box =
                new QMessageBox(QMessageBox::Warning, u"DataKubo"_s,
                                QObject::tr("No readings can be received: %1").arg(networkProblem),
                                QMessageBox::Ok, &window);
            box->setAttribute(Qt::WA_DeleteOnClose);
            box->open();
        }
        code = QApplication::exec();
    }
    demo.reset();
    backend.stop();
    return code;
}
