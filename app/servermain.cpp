#include "app/demosender.h"
#include "app/logging.h"
#include "app/serve.h"
#include "app/stopsignals.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTextStream>

using namespace datakubo;

int main(int argc, char **argv)
{
    // Every answer would cost two more system calls with GLib's event loop.
    qputenv("QT_NO_GLIB", "1");
    QCoreApplication program(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("DataKubo"));
    const auto options =
        app::readOptions(QCoreApplication::arguments(), QProcess::systemEnvironment());
    if (!options) {
        QTextStream(stderr) << options.error().message << '\n';
        return 2;
    }
    app::installLogging(options->jsonLog);
    if (const auto code = app::runCommand(*options))
        return *code;

    app::StopSignals stop;
    QObject::connect(&stop, &app::StopSignals::stopRequested, &program, &QCoreApplication::quit);
    app::Backend backend(*options);
    std::unique_ptr<app::DemoSender> demo;
    if (const auto started = app::startServing(backend, *options, demo); !started) {
        QTextStream(stderr) << started.error().message << '\n';
        return 1;
    }
    const int code = QCoreApplication::exec();
    demo.reset();
    backend.stop();
    return code;
}
