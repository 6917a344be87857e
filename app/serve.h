#pragma once
#include "app/backend.h"
#include "app/demobuilding.h"

namespace datakubo::app {

class DemoSender;

// What both programs do the same way after the options are read: the subcommands, opening,
// listening, the ready line, demo data.

// Runs a subcommand when there is one: its exit code.
std::optional<int> runCommand(const Options &options);

// The demo building when it was asked for (its key goes to standard output).
Result<std::optional<DemoBuilding>> prepareDemo(Backend &backend, const Options &options);

// open(), prepareDemo(), listen(); prints the ready line on standard output.
Result<void> startServing(Backend &backend, const Options &options,
                          std::unique_ptr<DemoSender> &demo);

void printReadyLine(const QString &url);

} // namespace datakubo::app
