#!/usr/bin/env bash
# Sets everything up and runs every benchmark, or those that are named, in a private lab: npm run bench -- plugin-start
set -euo pipefail
cd "$(dirname "$0")/.."
bash scripts/setup.sh
eval "$(bash scripts/env.sh)"
exec linuxnet lab --wan -- node --require ./scripts/typescript.cjs bench/main.ts "$@"
