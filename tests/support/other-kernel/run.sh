#!/bin/sh
# Runs a command under a Linux kernel of its own, which has what this machine's may lack (VLANs of bridges, netem, SCTP):
# sh tests/support/other-kernel/run.sh COMMAND…
# It sees this machine's files, cannot write them, and has no network but what it makes.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
kernel=$(cd "$here/../../.." && pwd)/.tools/other-kernel
shared=$(mktemp -d)
trap 'rm -rf "$shared"' EXIT

quoted() {
  printf "'%s' " "$(printf %s "$1" | sed "s/'/'\\\\''/g")"
}

# The words of a kernel's command line hold no blanks.
{
  echo "cd $(quoted "$PWD")"
  echo "export PATH=$(quoted "$PATH")"
  echo "here=$(quoted "$here")"
  printf 'set -- '
  for word; do quoted "$word"; done
} >"$shared/command"

status=0
timeout --kill-after=5 1500 "$kernel/usr/bin/linux.uml" mem=1G uml_dir="$shared" umid=linuxnet \
  root=/dev/root rootfstype=hostfs rootflags=/ ro quiet con=null con0=null,fd:1 panic=-1 \
  init=/bin/sh -- "$here/init.sh" "$shared" >"$shared/console" 2>&1 || status=$?

cat "$shared/output" 2>/dev/null || true
if [ -f "$shared/counts" ] && [ -n "${COUNTS:-}" ]; then cp "$shared/counts" "$COUNTS"; fi
if [ ! -f "$shared/status" ]; then
  echo "the kernel ended ($status) before the command did; its last words:" >&2
  tail -n 20 "$shared/console" >&2
  exit 1
fi
exit "$(cat "$shared/status")"
