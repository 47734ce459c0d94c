#!/usr/bin/env bash
# Sets everything up and runs every check, or those that are named: npm test -- unit kernel
set -euo pipefail
cd "$(dirname "$0")/.."
bash scripts/setup.sh tests
eval "$(bash scripts/env.sh)"
exec node --require ./scripts/typescript.cjs tests/run.ts "$@"
