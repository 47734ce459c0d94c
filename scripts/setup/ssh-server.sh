# shellcheck shell=bash
# The server by which the tests reach other hosts: Debian's OpenSSH, unpacked and not installed, so that no service starts.
# Where it cannot be had, those tests are left out.

ssh_server=$tools/ssh-server

ssh_server_ready() {
  [[ -x $ssh_server/usr/sbin/sshd ]] || type -P sshd >/dev/null || ! type -P apt-get dpkg >/dev/null
}

get_ssh_server() {
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
