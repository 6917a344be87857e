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

Result<std::optional<DemoBuilding>> prepareDemo(Backend &backend, const Options &options)
{
    if (!options.demo)
        return std::optional<DemoBuilding>();
    auto building = fillDemoBuilding(backend.dispatcher(), backend.environment());
    if (!building)
        return building.error();
    QTextStream(stdout) << "demo API key: " << building->apiKey << '\n' << Qt::flush;
    return std::optional(std::move(*building));
}

Result<void> startServing(Backend &backend, const Options &options,
                          std::unique_ptr<DemoSender> &demo)
{
    if (const auto opened = backend.open(); !opened)
        return opened;
    auto building = prepareDemo(backend, options);
    if (!building)
        return building.error();
    if (const auto listening = backend.listen(); !listening)
        return listening;
    printReadyLine(backend.url());
    if (*building)
        demo = std::make_unique<DemoSender>(backend.url(), std::move(**building));
    return {};
}

} // namespace datakubo::app
