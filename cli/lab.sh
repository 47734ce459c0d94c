#!/bin/sh
# The first process of a lab: sh lab.sh wan|alone COMMAND…
# Makes the lab, runs the command and ends with its exit code; all that still runs in the lab then ends too, for this is
# pid 1 of a pid namespace. lab.ts starts it in new namespaces, with descriptor 3 as the way back.
set -eu

# mount -n: without it, mount(8) keeps notes in /run, which is the machine's at first.
own_file_systems() {
  here=$(pwd -P)
  quiet=nosuid,nodev,noexec
  mount -n -t proc -o $quiet proc /proc
  mount -n -t sysfs -o $quiet sysfs /sys # lists the links of this network namespace

  # /etc is a copy, no overlay: overlays stack two deep only, hide what is mounted below /etc, and cannot change files
  # whose owner has no number in the user namespace. What the user may not read is not in it.
  mount -n -t tmpfs -o mode=755 tmpfs /run
  if [ -O /etc ]; then
    cp -a /etc/. /run 2>/dev/null || :
  else
    cp -a --no-preserve=ownership /etc/. /run 2>/dev/null || :
  fi
  mount -n --move /run /etc

  mount -n -t tmpfs -o mode=755 tmpfs /run
  mkdir /run/netns

  # No name server is in reach here: without one, look-ups fail at once.
  rm -f /etc/resolv.conf
  : >/etc/resolv.conf

  # The working folder is still the one below the new mounts.
  case $here/ in
    /etc/* | /run/* | /proc/* | /sys/*) cd "$here" ;;
  esac
}

own_network() {
  ip link set lo up
  # A new network namespace starts with the host's value; a lab starts the same everywhere.
  echo 0 >/proc/sys/net/ipv4/ip_forward
}

# lab: enp0s1 192.168.64.5/24, default route ──── eth0 192.168.64.1/24 :wan
#      FORWARD drops                                lo 8.8.8.8/32
# wan knows 192.168.64.0/24 alone: what leaves the lab with another source gets no answer.
add_wan() {
  ip netns add wan
  # Were the two indexes equal, the kernel would not hurry to tell that the link is up: `ip link` shows it after a second.
  ip link add enp0s1 index 64 type veth peer name eth0 netns wan
  ip -n wan address add 8.8.8.8/32 dev lo
  ip -n wan address add 192.168.64.1/24 dev eth0
  ip -n wan link set lo up
  ip -n wan link set eth0 up
  ip address add 192.168.64.5/24 dev enp0s1
  ip link set enp0s1 up
  ip route add default via 192.168.64.1
  iptables -w -P FORWARD DROP
  ip6tables -w -P FORWARD DROP
}

own_file_systems
own_network
[ "$1" = alone ] || add_wan
shift

# Until the chain of processes above is tied together, a kill of lab.ts leaves this one running: then it ends here.
echo stands >&3
read -r _ <&3
exec 3>&-

# exec, so that a builtin of this shell is never meant; in a child, so that this shell stays and reaps. Ctrl-C is the
# command's to decide on: the child has no trap.
trap : INT
set +e
(exec "$@")
exit
