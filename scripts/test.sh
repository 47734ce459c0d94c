#!/usr/bin/env bash
# Sets everything up and runs every check, or those that are named: npm test -- unit kernel
set -euo pipefail
cd "$(dirname "$0")/.."
bash scripts/setup.sh tests
eval "$(bash scripts/env.sh)"
exec node --require ts-node/register/transpile-only tests/run.ts "$@"
