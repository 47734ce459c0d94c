#!/bin/sh
# The first process of the kernel that run.sh starts: sh init.sh FOLDER COMMAND…, with the folder that both can write.
shared=$1
shift
. "$shared/environment"

mount -n -t proc proc /proc
mount -n -t sysfs sysfs /sys
mount -n -t hostfs -o "$shared" hostfs /mnt
for folder in /run /tmp /var/tmp; do mount -n -t tmpfs tmpfs "$folder"; done
export COUNTS=/mnt/counts

# By it the kernel gets the modules that are asked for.
echo "$here/modprobe.sh" >/proc/sys/kernel/modprobe
ip link set lo up

"$@" >/mnt/output 2>&1
echo $? >/mnt/status
umount /mnt
echo o >/proc/sysrq-trigger
sleep 5
