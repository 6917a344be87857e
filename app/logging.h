#pragma once

namespace datakubo::app {

// Sends the program's messages to standard error: a line of text, or a JSON object a line. What
// looks like a secret (API keys, tokens, a password in a database URL) is blotted out.
void installLogging(bool json);

} // namespace datakubo::app
