# shellcheck shell=bash
# The programs that come with the system, and the Debian packages that hold them.

system_tools=(
  ip:iproute2
  iptables:iptables iptables-save:iptables iptables-restore:iptables ip6tables:iptables
  nsenter:util-linux unshare:util-linux setpriv:util-linux flock:util-linux
  ping:iputils-ping
  sysctl:procps
  curl:curl
  tcpdump:tcpdump
  conntrack:conntrack
  nft:nftables
)

missing_system_tools() {
  local entry
  for entry in "${system_tools[@]}"; do
    type -P "${entry%%:*}" >/dev/null || echo "$entry"
  done
}

system_tools_ready() {
  [[ -z $(missing_system_tools) ]]
}

get_system_tools() {
  local missing
  missing=$(missing_system_tools)
  apt_install "$(cut -d: -f1 <<<"$missing" | xargs)" "$(cut -d: -f2 <<<"$missing" | sort -u | xargs)" system_tools_ready
}

apt_install() { # PROGRAMS PACKAGES READY
  local programs=$1 packages=$2 install
  install="apt-get install -y --no-install-recommends $packages"
  if ! type -P apt-get >/dev/null; then
    fail "missing: $programs" "install them with this system's package manager (Debian's packages: $packages)"
  elif ((EUID != 0)); then
    fail "missing: $programs" "sudo sh -c 'apt-get update && $install'"
  fi
  # apt works under a user of its own, which may not write to our TMPDIR.
  # "update" fails when any of the machine's sources does; whether that matters, "install" knows.
  if ! step apt 30 "installing ${packages// /, }" env -u TMPDIR DEBIAN_FRONTEND=noninteractive bash -c "
    dpkg --configure -a
    apt-get update
    exec $install -o DPkg::Lock::Timeout=300" || ! "$3"; then
    fail "installing $packages failed" "see why with: apt-get update && $install" "$log"
  fi
}
