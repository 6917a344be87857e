#pragma once
#include "app/options.h"

namespace datakubo::app {

// The subcommands that do their work and end; the exit code.

// Makes the first organization and prints its API key on standard output. When a DataKubo works on
// the folder already, that one is asked.
int runSignUp(const Options &options);

// Looks the stored data over and says what was found; 1 when something is wrong.
int runCheck(const Options &options);

} // namespace datakubo::app
