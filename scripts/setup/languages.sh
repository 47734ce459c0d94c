# shellcheck shell=bash
# What only the tests need: Pulumi's hosts for programs in YAML and in Python, and a Python that has Pulumi's package.

yaml_host_ready() {
  host_ready yaml
}

get_yaml_host() {
  build_host yaml "about 2 minutes on two cores" github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml
  install_host yaml
}

python_host_ready() {
  host_ready python
}

get_python_host() {
  local package=github.com/pulumi/pulumi/sdk/v3/python/cmd/pulumi-language-python folder
  build_host python "about a minute on two cores" $package
  folder=$(env -C "$(module_of python)" GOWORK=off "$go" list -f '{{.Dir}}' $package)
  install -D -m 755 -t "$languages" "$folder-exec"
  install_host python
}

# The CLI's own download has them, too.
host_ready() { # LANGUAGE
  lies_beside_cli "$cli_folder/pulumi" "pulumi-language-$1" ||
    made_from "$languages/pulumi-language-$1" "$(module_of "$1")/go.sum"
}

module_of() { # LANGUAGE
  echo "scripts/toolchain/pulumi-language-$1"
}

build_host() { # LANGUAGE DURATION PACKAGE
  go_build "$tools/tmp/pulumi-language-$1" "Pulumi's host for $1 programs from Go modules, $2" \
    "$(module_of "$1")" "$3" ""
}

install_host() { # LANGUAGE
  mkdir -p "$languages"
  mv -f "$tools/tmp/pulumi-language-$1" "$languages"
  mark_made "$languages/pulumi-language-$1" "$(module_of "$1")/go.sum"
}

python_venv_ready() {
  python3 -c "import ensurepip" 2>/dev/null
}

get_python_venv() {
  apt_install "python3 with its module venv" python3-venv python_venv_ready
}

# For which `linuxnet completion` writes, beside bash.
shells_ready() {
  type -P zsh fish >/dev/null
}

get_shells() {
  apt_install "zsh fish" "zsh fish" shells_ready
}

python_requirements=scripts/toolchain/python/requirements.txt

python_ready() {
  made_from "$python" $python_requirements
}

get_python() {
  rm -rf "$python"
  step python 15 "getting Pulumi's Python package into .tools" bash -euc '
    python3 -m venv "$1"
    "$1/bin/pip" install --disable-pip-version-check --no-deps --requirement "$2"
  ' bash "$python" $python_requirements ||
    fail "getting Pulumi's Python package failed" \
      "see whether pip reaches its index (pip download pulumi), then run the set-up again" "$log"
  mark_made "$python" $python_requirements
}

made_from() { # PATH FILE
  [[ -e $1 ]] && cmp -s "$1.made-from" "$2"
}

mark_made() { # PATH FILE
  cp "$2" "$1.made-from"
}
