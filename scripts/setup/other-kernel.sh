# shellcheck shell=bash
# A Linux kernel that runs as a program: Debian's user-mode-linux, unpacked and not installed. It has what the machine's own
# kernel may be built without. What needs it is not tried where it cannot be had.

other_kernel=$tools/other-kernel
other_kernel_packages=(user-mode-linux kmod)

other_kernel_ready() {
  [[ -x $other_kernel/usr/bin/linux.uml ]] || ! type -P apt-get dpkg >/dev/null
}

get_other_kernel() {
  mkdir "$tools/tmp/other-kernel"
  if step other-kernel 10 "getting a kernel that runs as a program into .tools, for the tests" \
    env -C "$tools/tmp/other-kernel" bash -euc '
      apt-get download "$@" || { apt-get update; apt-get download "$@"; }
      for package in *.deb; do dpkg -x "$package" .; rm "$package"; done
      ln -s ../usr/lib/uml/modules lib/modules && ln -s bin/kmod modprobe
    ' bash "${other_kernel_packages[@]}"; then
    rm -rf "$other_kernel"
    mv "$tools/tmp/other-kernel" "$other_kernel"
  else
    say "that did not work ($log); what needs it is not tried"
  fi
}
