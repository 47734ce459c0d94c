#!/usr/bin/env bash
# Makes this checkout ready to use: system packages, Node, the npm packages, the Pulumi CLI, the compiled package.
# Does only what is not done yet; it may be interrupted and run again. What it brings lies in .tools/, node_modules/,
# dist/ and Pulumi's own folder of versions. With the word tests it brings what only the tests need, too.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

source scripts/setup/find.sh
source scripts/setup/step.sh
source scripts/setup/system.sh
source scripts/setup/node.sh
source scripts/setup/pulumi.sh
source scripts/setup/compile.sh
source scripts/setup/languages.sh
source scripts/setup/peers.sh
source scripts/setup/browser.sh
source scripts/setup/ssh-server.sh
source scripts/setup/other-kernel.sh

# Every part has a function PART_ready, which only looks, and a function get_PART. The order matters.
parts=(system_tools node node_modules links pulumi provider_script compiled)
if [[ ${1:-} == tests ]]; then
  parts+=(yaml_host python_host python_venv python shells peers ssh_server other_kernel browser)
fi

all_ready() {
  local part
  for part in "${parts[@]}"; do
    "${part}_ready" || return 1
  done
}

get_missing() {
  local part
  for part in "${parts[@]}"; do
    "${part}_ready" || "get_$part"
  done
}

add_sbin_to_path
if all_ready; then
  exit 0
fi
prepare_tools_folder
get_missing
say "done; eval \"\$(npm run -s env)\" puts everything on PATH"
