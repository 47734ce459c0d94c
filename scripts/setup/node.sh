# shellcheck shell=bash
# Node, the npm packages, and the links that npm does not make for the package itself.

npm_options=(--ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=notice)
npm_advice="see whether npm reaches its registry (npm ping), then run the set-up again"

node_ready() {
  local folder
  folder=$(node_folder) && put_first node "$folder"
}

get_node() {
  local pinned
  pinned=scripts/toolchain/node/$(uname -m)
  need_npm
  [[ -d $pinned ]] || fail "Node ≥ $node_needed is missing" "install it (https://nodejs.org)"
  rm -rf "$tools/node"
  mkdir "$tools/tmp/node"
  cp "$pinned"/package*.json "$tools/tmp/node"
  step node 15 "getting Node ≥ $node_needed into .tools" env -C "$tools/tmp/node" npm ci "${npm_options[@]}" ||
    fail "getting Node ≥ $node_needed failed" "$npm_advice" "$log"
  mv "$tools/tmp/node" "$tools/node"
  node_ready || fail "the Node that npm brought does not start here" "install Node ≥ $node_needed (https://nodejs.org)"
}

need_npm() {
  type -P npm >/dev/null || fail "npm is missing" "install Node ≥ $node_needed with npm (https://nodejs.org)"
}

lock_hash() {
  sha256sum <package-lock.json
}

# npm ci begins by removing node_modules, and this file with it.
node_modules_ready() {
  [[ -f node_modules/.lock-hash && $(<node_modules/.lock-hash) == "$(lock_hash)" ]]
}

get_node_modules() {
  need_npm
  step npm-ci 30 "installing the npm packages" npm ci --include=dev "${npm_options[@]}" ||
    fail "npm ci failed" "$npm_advice" "$log"
  lock_hash >node_modules/.lock-hash
}

link_to_self=node_modules/pulumi-linuxnet
# As in package.json.
declare -A commands=(
  [linuxnet]=cli/linuxnet.js
  [pulumi-resource-linuxnet]=provider/plugin/main.js
)

links_ready() {
  [[ $(readlink $link_to_self) == .. ]] || return 1
  local name
  for name in "${!commands[@]}"; do
    [[ $(readlink "node_modules/.bin/$name") == "$(command_target "$name")" ]] || return 1
  done
}

get_links() {
  ln -sfn .. $link_to_self
  local name
  for name in "${!commands[@]}"; do
    ln -sfn "$(command_target "$name")" "node_modules/.bin/$name"
  done
}

command_target() {
  echo "../pulumi-linuxnet/dist/${commands[$1]}"
}
