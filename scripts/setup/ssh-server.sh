# shellcheck shell=bash
# What the tests reach other hosts with: OpenSSH's client, and Debian's server, unpacked and not installed, so that no service
# starts. Where they cannot be had, those tests are left out.

ssh_server=$tools/ssh-server

ssh_server_ready() {
  ! type -P apt-get dpkg >/dev/null || { type -P ssh >/dev/null && has_ssh_server; }
}

has_ssh_server() {
  [[ -x $ssh_server/usr/sbin/sshd ]] || type -P sshd >/dev/null
}

get_ssh_server() {
  if ! type -P ssh >/dev/null && ((EUID == 0)); then
    step ssh-client 5 "installing openssh-client, for the tests" env -u TMPDIR DEBIAN_FRONTEND=noninteractive bash -c "
      apt-get update
      exec apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300 openssh-client" ||
      say "that did not work ($log); the tests of other hosts are left out"
  fi
  has_ssh_server && return
  mkdir "$tools/tmp/ssh-server"
  if step ssh-server 5 "getting OpenSSH's server into .tools, for the tests" \
    env -C "$tools/tmp/ssh-server" bash -euc '
      apt-get download "$@" || { apt-get update; apt-get download "$@"; }
      for package in *.deb; do dpkg -x "$package" .; rm "$package"; done
    ' bash openssh-server libwrap0; then
    rm -rf "$ssh_server"
    mv "$tools/tmp/ssh-server" "$ssh_server"
  else
    say "that did not work ($log); the tests of other hosts are left out"
  fi
}
