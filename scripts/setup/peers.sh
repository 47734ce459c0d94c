# shellcheck shell=bash
# What the tests compare with: Debian's Docker, CNI plugins, mininet and iperf3, unpacked and not installed, so that no service starts.
# Where they cannot be had, the tests compare with what they have recorded.

peers=$tools/peers
peer_packages=(docker.io containerd runc busybox-static containernetworking-plugins iperf3 libiperf0 libsctp1 mininet bridge-utils net-tools)

peers_ready() {
  [[ -x $peers/usr/sbin/dockerd ]] || ! type -P apt-get dpkg >/dev/null
}

get_peers() {
  mkdir "$tools/tmp/peers"
  if step peers 10 "getting Docker and the CNI plugins into .tools, for the tests" \
    env -C "$tools/tmp/peers" bash -euc '
      apt-get download "$@" || { apt-get update; apt-get download "$@"; }
      for package in *.deb; do dpkg -x "$package" .; rm "$package"; done
    ' bash "${peer_packages[@]}"; then
    rm -rf "$peers"
    mv "$tools/tmp/peers" "$peers"
  else
    say "that did not work ($log); the tests compare with what they have recorded"
  fi
}
