# shellcheck shell=bash
# The Pulumi CLI with its host for Node programs, and the script that starts dynamic providers.

cli_module=scripts/toolchain/pulumi-cli
host_module=scripts/toolchain/pulumi-language-nodejs
new_pulumi=$pulumi_cache.new
go_needed=$(sed -n 's/^go //p' $cli_module/go.mod)
pulumi_advice="install Pulumi ≥ $pulumi_version (https://www.pulumi.com/docs/install) or Go ≥ $go_needed \
(https://go.dev/dl), then run the set-up again"

pulumi_ready() {
  cli_folder=$(pulumi_folder)
}

get_pulumi() {
  lock_pulumi_cache
  pulumi_ready && return
  download_pulumi || build_pulumi
  mkdir -p "$pulumi_cache"
  mv -f "$new_pulumi"/* "$pulumi_cache"
  pulumi_ready || fail "the new $pulumi_cache/pulumi does not start" "$pulumi_advice"
}

# Other checkouts share the folder.
lock_pulumi_cache() {
  local folder
  folder=$(dirname "$pulumi_cache")
  mkdir -p "$folder" || fail "cannot make $folder" "set PULUMI_HOME to a folder that you may write to"
  exec 8<"$folder"
  lock 8 "getting the Pulumi CLI"
  rm -rf "$new_pulumi"
  mkdir "$new_pulumi"
  leftovers+=("$new_pulumi")
}

# The npm package downloads the CLI when it is first started; by itself Node does not heed HTTPS_PROXY.
download_pulumi() {
  local home=$tools/tmp/pulumi-home
  local downloaded=$home/versions/$pulumi_version/bin
  mkdir "$home"
  if step pulumi-download 10 "downloading the Pulumi CLI $pulumi_version" \
    env -C "$tools/tmp" PULUMI_HOME="$home" PULUMI_VERSION="$pulumi_version" \
    PULUMI_SKIP_UPDATE_CHECK=true NODE_USE_ENV_PROXY=1 \
    npm exec --yes --loglevel=notice -- "pulumi@$pulumi_version" version &&
    [[ -x $downloaded/pulumi && -x $downloaded/$language_host ]]; then
    mv "$downloaded"/* "$new_pulumi"
  else
    say "the download did not work ($log); going on to build the CLI from Go modules"
    return 1
  fi
}

build_pulumi() {
  grep -q "/pkg/v3 v$pulumi_version\$" $cli_module/go.mod ||
    fail "$cli_module/go.mod asks for another Pulumi than package-lock.json ($pulumi_version)" "make them the same"
  go_build "$new_pulumi/pulumi-language-nodejs" "Pulumi's Node host from Go modules, about a minute on two cores" $host_module \
    github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs ""
  go_build "$new_pulumi/pulumi" "the Pulumi CLI from Go modules, about 4 minutes on two cores" $cli_module \
    github.com/pulumi/pulumi/pkg/v3/cmd/pulumi \
    "-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v$pulumi_version"
}

go_build() { # FILE TEXT MODULE PACKAGE LINKER-FLAGS
  local name=${1##*/}
  go=$(type -P go || type -P /usr/local/go/bin/go) || fail "Go is missing" "$pulumi_advice"
  step "$name" 120 "building $2" \
    env -C "$3" CGO_ENABLED=0 GOWORK=off \
    "$go" build -trimpath -mod=readonly -buildvcs=false -ldflags "-s -w $5" -o "$1" "$4" ||
    fail "building $name failed" "$pulumi_advice" "$log"
}

provider_script_ready() {
  provider_script_folder "$cli_folder" >/dev/null
}

# Beside the CLI where the folder is the cache: Pulumi warns about a script that it finds elsewhere.
get_provider_script() {
  local script=node_modules/@pulumi/pulumi/$provider_script
  if [[ $cli_folder -ef $pulumi_cache ]]; then
    install -m 755 "$script" "$pulumi_cache"
  else
    chmod +x "$script"
    ln -sf "../../$script" "$tools/bin"
  fi
}
