#!/bin/sh
# Runs a command with the /sys and the /etc of a network namespace, as ip-netns(8) describes: sh enter.sh NS COMMAND…
# Who calls it is in that network namespace already, and in a mount namespace of their own.
set -u

# Refused in some containers without root: there /sys goes on listing the links outside.
mount -n -t sysfs -o nosuid,nodev,noexec sysfs /sys 2>/dev/null || :

for file in "/etc/netns/$1"/*; do
  [ -e "$file" ] || continue
  mount -n --bind "$file" "/etc/${file##*/}" || echo "linuxnet: $file is not in effect" >&2
done

shift
exec "$@"
