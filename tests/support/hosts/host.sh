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
# Nobody's own files are read: what a home makes a login shell do is the machine's, and not this host's.
echo 'root:x:0:0:root:/run:/bin/sh' >/etc/passwd
echo 'sshd:x:65533:65534::/run/sshd:/usr/sbin/nologin' >>/etc/passwd
echo 'root:*:19000:0:99999:7:::' >/etc/shadow
echo 'visitor:x:65532:65534::/run:/bin/sh' >>/etc/passwd
echo 'visitor:*:19000:0:99999:7:::' >>/etc/shadow
# A login shell that speaks first.
echo 'chatty:x:65531:65534::/run:/run/chatty' >>/etc/passwd
echo 'chatty:*:19000:0:99999:7:::' >>/etc/shadow
printf '#!/bin/sh\necho 77\necho noise >&2\nexec sh "$@"\n' >/run/chatty
chmod 755 /run/chatty
ip link set lo up
echo 0 >/proc/sys/net/ipv4/ip_forward
echo ready
read -r _
exec "$@" -D -e -f "$folder/sshd_config" 2>"$folder/sshd.log"
