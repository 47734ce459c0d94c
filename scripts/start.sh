#!/usr/bin/env bash
# The main job: sets everything up, then builds the article's network in a private lab, proves it and removes it.
set -euo pipefail
cd "$(dirname "$0")/.."
bash scripts/setup.sh
eval "$(bash scripts/env.sh)"

TMPDIR=$(mktemp -d)
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
# The lab ends with this shell, however that ends.
setpriv --pdeathsig TERM linuxnet lab --wan -- node --require ./scripts/typescript.cjs scripts/start/main.ts
