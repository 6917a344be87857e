#!/bin/sh
# lint_openapi.sh PROGRAM FOLDER: lets a public linter read the OpenAPI text that PROGRAM prints.
# FOLDER takes the text. Ends with 77, which ctest counts as skipped, where the linter cannot be had.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
linter=@redocly/cli@1.34.20
# The settings npm exec and the linter look for: no questions, no news, no statistics.
export npm_config_yes=true npm_config_fetch_retries=1 npm_config_update_notifier=false
export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true

if ! command -v npm >/dev/null; then
    echo "Skipped: there is no npm."
    exit 77
fi
mkdir -p "$2"
"$1" >"$2/openapi.json"
cd "$2"
if ! why=$(timeout 300 npm exec --package="$linter" -- redocly --version 2>&1); then
    echo "Skipped: $linter cannot be had: $why"
    exit 77
fi
npm exec --package="$linter" -- redocly lint --config "$here/redocly.yaml" openapi.json
