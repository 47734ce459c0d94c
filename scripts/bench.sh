#!/usr/bin/env bash
# Sets everything up and runs every benchmark, or those that are named, in private labs: npm run bench -- containers 100
set -euo pipefail
cd "$(dirname "$0")/.."
bash scripts/setup.sh tests
eval "$(bash scripts/env.sh)"
run=(node --require ./scripts/typescript.cjs)
if [[ ${1:-} == containers ]]; then
  exec "${run[@]}" bench/containers.ts "${@:2}"
fi
linuxnet lab --wan -- "${run[@]}" bench/main.ts "$@"
if (($# == 0)); then
  exec "${run[@]}" bench/containers.ts
fi
