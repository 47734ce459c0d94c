# shellcheck shell=bash
# Where things are: shared by setup.sh and env.sh, which set $root. The functions print a folder, or fail.

tools=$root/.tools
languages=$tools/languages
python=$tools/python
pulumi_home=${PULUMI_HOME:-${HOME:?is not set}/.pulumi}

# The one pin of Pulumi's version is the one of @pulumi/pulumi.
pulumi_version=$(sed -n '/"node_modules\/@pulumi\/pulumi": {/,/}/s/.*"version": "\(.*\)".*/\1/p' "$root/package-lock.json")
pulumi_cache=$pulumi_home/versions/$pulumi_version/bin

node_needed=22.12.0
language_host=pulumi-language-nodejs
provider_script=pulumi-resource-pulumi-nodejs

# On Debian a plain user's PATH lacks the folders of ip, iptables and sysctl.
add_sbin_to_path() {
  put_last /usr/sbin
  put_last /sbin
}

put_last() { # FOLDER
  [[ :$PATH: == *:$1:* ]] || PATH=$PATH:$1
}

# Puts FOLDER first where PATH has no TOOL or another one.
put_first() { # TOOL FOLDER
  [[ $(type -P "$1") == "$2/$1" ]] || PATH=$2:$PATH
}

folder_of() { # FILE
  (cd "$(dirname "$1")" && pwd)
}

at_least() { # WANTED FOUND
  [[ -n $2 && $(printf '%s\n' "$1" "${2#v}" | sort -V | head -n 1) == "$1" ]]
}

node_folder() {
  local node
  for node in "$(type -P node)" "$tools/node/node_modules/.bin/node"; do
    if [[ -x $node ]] && at_least "$node_needed" "$("$node" --version 2>/dev/null)"; then
      folder_of "$node"
      return
    fi
  done
  return 1
}

pulumi_folder() {
  local cli
  for cli in "$(type -P pulumi)" "$pulumi_home/bin/pulumi" "$pulumi_cache/pulumi"; do
    if [[ -x $cli ]] && has_language_host "$cli" && at_least "$pulumi_version" "$(version_of_cli "$cli")"; then
      folder_of "$cli"
      return
    fi
  done
  return 1
}

has_language_host() { # CLI
  lies_beside_cli "$1" "$language_host" || type -P "$language_host" >/dev/null
}

lies_beside_cli() { # CLI PROGRAM
  [[ -x $(dirname "$1")/$2 || -x $(dirname "$(readlink -f "$1")")/$2 ]]
}

version_of_cli() { # CLI
  if [[ $1 -ef $pulumi_cache/pulumi ]]; then
    echo "$pulumi_version"
  # The npm package named pulumi would start a download here; what it has downloaded is found in $pulumi_cache.
  elif [[ $(readlink -f "$1") != */node_modules/pulumi/run.js ]]; then
    # Without a home it leaves no log file there.
    PULUMI_HOME=/dev/null PULUMI_SKIP_UPDATE_CHECK=true timeout 10 "$1" version 2>/dev/null || true
  fi
}

provider_script_folder() { # FOLDER-OF-CLI
  local script
  for script in {"$1","$(dirname "$(readlink -f "$1/pulumi")")"}/$provider_script "$(type -P $provider_script)" \
    "$tools/bin/$provider_script"; do
    if [[ -x $script ]]; then
      folder_of "$script"
      return
    fi
  done
  return 1
}
