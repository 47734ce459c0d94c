#!/bin/sh
# Another host, within a lab: sh host.sh FOLDER SSHD…, in new network and mount namespaces. Its /run and /etc are its own; it
# serves by SSH what FOLDER says once a line comes from its input, and ends with it.
set -eu
folder=$1
shift
mount -n -t sysfs sysfs /sys
mount -n -t tmpfs -o mode=755 tmpfs /run
cp -a /etc/. /run
mount -n --move /run /etc
rm -rf /etc/netns
mount -n -t tmpfs -o mode=755 tmpfs /run
mkdir /run/netns /run/sshd
grep -q ^sshd: /etc/passwd || echo 'sshd:x:65533:65534::/run/sshd:/usr/sbin/nologin' >>/etc/passwd
echo 'root:*:19000:0:99999:7:::' >/etc/shadow
echo 'visitor:x:65532:65534::/run:/bin/sh' >>/etc/passwd
echo 'visitor:*:19000:0:99999:7:::' >>/etc/shadow
ip link set lo up
echo 0 >/proc/sys/net/ipv4/ip_forward
echo ready
read -r _
exec "$@" -D -e -f "$folder/sshd_config" 2>"$folder/sshd.log"
