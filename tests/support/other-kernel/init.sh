#!/bin/sh
# The first process of the kernel that run.sh starts: sh init.sh FOLDER, with the folder that both can write, which holds
# the command.
shared=$1
. "$shared/command"

mount -n -t proc proc /proc
mount -n -t sysfs sysfs /sys
mount -n -t hostfs -o "$shared" hostfs /mnt
for folder in /run /tmp /var/tmp; do mount -n -t tmpfs tmpfs "$folder"; done
export COUNTS=/mnt/counts

# By it the kernel gets the modules that are asked for.
echo "$here/modprobe.sh" >/proc/sys/kernel/modprobe

# It has no nf_tables for IP.
mkdir -p /run/etc/upper /run/etc/work
mount -n -t overlay -o lowerdir=/etc,upperdir=/run/etc/upper,workdir=/run/etc/work overlay /etc
for tool in iptables ip6tables; do
  for verb in "" -save -restore; do ln -sf "/usr/sbin/$tool-legacy$verb" "/etc/alternatives/$tool$verb"; done
done

ip link set lo up

"$@" >/mnt/output 2>&1
echo $? >/mnt/status
umount /mnt
echo o >/proc/sysrq-trigger
sleep 5
