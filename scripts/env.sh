#!/usr/bin/env bash
# Prints the line that puts on PATH what the set-up has found or brought: eval "$(npm run -s env)".
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/scripts/setup/find.sh"

# npm puts folders of its own before the PATH of the caller; the last of them is this one.
if [[ -n ${npm_lifecycle_event:-} ]]; then
  PATH=${PATH#*/node-gyp-bin:}
fi

missing() { # WHAT
  echo "env: $1 not found: run npm run setup first" >&2
  exit 1
}

node=$(node_folder) || missing "Node ≥ $node_needed"
pulumi=$(pulumi_folder) || missing "Pulumi ≥ $pulumi_version"
script=$(provider_script_folder "$pulumi") || missing "$provider_script"
[[ -d $root/node_modules/@pulumi/pulumi ]] || missing "@pulumi/pulumi"

put_first "$provider_script" "$script"
put_first pulumi "$pulumi"
put_first node "$node"
put_first linuxnet "$root/node_modules/.bin"
add_sbin_to_path
if [[ -d $languages ]]; then
  put_last "$languages"
fi

# Printed for any shell: within double quotes these four characters need a backslash.
echo "export PATH=\"$(sed 's/[\\"$`]/\\&/g' <<<"$PATH")\""
