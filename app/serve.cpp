#include "app/serve.h"

#include "app/commands.h"
#include "app/demobuilding.h"
#include "app/demosender.h"

#include <QTextStream>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::app {

std::optional<int> runCommand(const Options &options)
{
    switch (options.command) {
    case Options::Command::Help: QTextStream(stdout) << options.helpText; return 0;
    case Options::Command::Version:
        QTextStream(stdout) << "DataKubo " << DATAKUBO_VERSION << '\n';
        return 0;
    case Options::Command::SignUp: return runSignUp(options);
    case Options::Command::Check: return runCheck(options);
    case Options::Command::Serve: break;
    }
    return std::nullopt;
}

void printReadyLine(const QString &url)
{
    QTextStream(stdout) << "listening on " << url << '\n' << Qt::flush;
}

Result<void> startServing(Backend &backend, const Options &options,
                          std::unique_ptr<DemoSender> &demo)
{
    if (const auto opened = backend.open(); !opened)
        return opened;
    std::optional<DemoBuilding> building;
    if (options.demo) {
        auto filled = fillDemoBuilding(backend.dispatcher(), backend.environment());
        if (!filled)
            return filled.error();
        building = std::move(*filled);
        QTextStream(stdout) << "demo API key: " << building->apiKey << '\n' << Qt::flush;
    }
    if (const auto listening = backend.listen(); !listening)
        return listening;
    printReadyLine(backend.url());
    if (building)
        demo = std::make_unique<DemoSender>(backend.url(), std::move(*building));
    return {};
}

} // namespace datakubo::app
