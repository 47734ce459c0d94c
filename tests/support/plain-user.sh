#!/bin/sh
# Runs a command as a plain user, who sees this repository, Node and Pulumi in /mnt though they may lie where only root
# may read: sh tests/support/plain-user.sh COMMAND…
set -eu

if [ "${1:-}" != --in-mounts ]; then
  exec unshare --mount --propagation private sh "$0" --in-mounts "$@"
fi
shift

show() { # FOLDER NAME
  mkdir "/mnt/$2"
  mount -n --bind "$1" "/mnt/$2"
}

repository=$(dirname "$0")/../..
node=$(dirname "$(readlink -f "$(command -v node)")")
pulumi=$(dirname "$(command -v pulumi)")
mount -n -t tmpfs -o mode=755 tmpfs /mnt
show "$repository" repository
show "$node" node
show "$pulumi" pulumi
mkdir -m 777 /mnt/home

export HOME=/mnt/home PATH="/mnt/repository/node_modules/.bin:/mnt/node:/mnt/pulumi:/mnt/repository/.tools/bin:/usr/bin:/bin"
cd /mnt/repository
exec setpriv --reuid 65534 --regid 65534 --clear-groups "$@"
