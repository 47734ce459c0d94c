#!/bin/sh
# A service of linuxnet: a process in a network namespace, which is started again when it ends.
#
#   sh service.sh start OWNER DIGEST NAME NAMESPACE LOG RESTART DELAY
#       Makes it so, from whatever stands; reads from its input the script that becomes the process. What runs with this
#       DIGEST already goes on, with another RESTART and DELAY (in milliseconds). Prints how it ended, and what it wrote to
#       its log, where it has not lasted.
#   sh service.sh stop OWNER    ends it, and removes what is known of it
#   sh service.sh show OWNER    prints what is known of it
#   sh service.sh list          prints the owner, the name and the namespace of each
#
# It is supervised by systemd where that runs, else by a shell that this one leaves behind, see supervise.sh. What is known
# of it lies in a folder that is its user's alone, see record.sh.
set -uf

ALL=/run/linuxnet/services
UNITS=/run/systemd/system

# From SIGTERM to SIGKILL, as TimeoutStopSec= of systemd.service(5).
STOP_S=5

here=${0%/*}
# shellcheck source-path=SCRIPTDIR
. "$here/record.sh"

fail() {
  echo "$1" >&2
  exit 1
}

# Where it runs, rather than in a namespace that is gone. Before it has begun it may not be there yet.
is_in_place() {
  path=/proc/self/ns/net
  [ -z "$(content_of namespace)" ] || path=/run/netns/$(content_of namespace)
  [ ! -f begun ] || [ "/proc/$pid/ns/net" -ef "$path" ]
}

is_supervised() {
  if [ -f unit ]; then
    case $(systemctl show --property=ActiveState --value "$(content_of unit)" 2>/dev/null) in
      active | activating | reloading | deactivating) return 0 ;;
    esac
    return 1
  fi
  [ -f lock ] && ! flock --shared --nonblock lock true
}

# Ends the supervisor first, and then the process. Afterwards this shell has the lock, and no supervisor begins.
halt() {
  exec 9>>lock
  [ ! -f unit ] || stop_unit "$(content_of unit)" || exit
  tries=0
  until
    ! lives supervisor || kill -KILL "-$pid"
    flock --wait 0.1 9
  do
    tries=$((tries + 1))
    [ $tries -lt 100 ] || fail "its supervisor does not end"
  done
  # Of a process that has ended others of its group may be left: as long as they are, its id is nobody else's.
  if lives process; then
    kill -TERM "-$pid"
    kill -CONT "-$pid"
    until_ended $((STOP_S * 20)) || kill -KILL "-$pid"
    until_ended 100 || fail "its process $pid does not end"
  fi
  [ -z "$pid" ] || [ -d "/proc/$pid" ] || kill -KILL "-$pid" 2>/dev/null || :
}

# What was cut off may have left the name of a unit that systemd does not know.
stop_unit() {
  systemctl stop "$1" || [ "$(systemctl show --property=LoadState --value "$1")" = not-found ]
}

# Waits for the process for so many twentieths of a second.
until_ended() {
  tries=0
  while lives process; do
    tries=$((tries + 1))
    [ $tries -le "$1" ] || return
    sleep 0.05
  done
}

start() {
  owner=$1 digest=$2 name=$3 namespace=$4 logfile=$5 restart="$6 $7"
  [ -z "$namespace" ] || [ -e "/run/netns/$namespace" ] || fail "namespace $namespace does not exist"
  umask 077
  mkdir -p "$ALL/$owner" && cd "$ALL/$owner" || exit
  cat >program.new || exit
  if [ "$(content_of digest)" = "$digest" ] && is_supervised && lives process && is_in_place; then
    rm program.new
    echo "$restart" >restart.new && mv restart.new restart || exit
    [ ! -f unit ] || write_unit || exit
    return
  fi
  halt
  rm -f digest process supervisor begun ended
  mv program.new program || exit
  for file in name namespace logfile restart; do
    eval "printf '%s\n' \"\$$file\"" >$file || exit
  done
  cp "$here/supervise.sh" "$here/record.sh" "$here/enter.sh" . || exit
  (umask 022 && : >>"$logfile") || exit
  size=$(stat --format=%s "$logfile")
  echo "$digest" >digest || exit
  if [ -d $UNITS ]; then
    echo "linuxnet-$name-$owner.service" >unit.new && mv unit.new unit || exit
    write_unit && systemctl restart "$(content_of unit)" || exit
  else
    # It keeps the lock, and nothing else of this shell.
    setsid sh ./supervise.sh loop </dev/null >>"$logfile" 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- &
  fi
  exec 9>&-
  watch
}

write_unit() {
  read -r policy delay <restart
  cat >"$UNITS/$(content_of unit).new" <<UNIT || return
[Unit]
Description=linuxnet service $(content_of name)
StartLimitIntervalSec=0

[Service]
Type=exec
WorkingDirectory=$PWD
ExecStart=/bin/sh ./supervise.sh run
ExecStopPost=/bin/sh ./supervise.sh ended
Restart=$policy
RestartSec=${delay}ms
TimeoutStopSec=$STOP_S
StandardOutput=append:$(content_of logfile | sed 's/%/%%/g')
StandardError=inherit
UNIT
  mv "$UNITS/$(content_of unit).new" "$UNITS/$(content_of unit)" && systemctl daemon-reload
}

# Waits until the command has begun, and 0.3 s more.
watch() {
  tries=0
  while [ ! -f ended ] && [ $tries -lt 100 ]; do
    # Six times 0.05 s are left once it has begun.
    [ ! -f begun ] || [ $tries -ge 94 ] || tries=94
    tries=$((tries + 1))
    sleep 0.05
  done
  [ -f ended ] || return 0
  read -r how of <ended
  case $how:$restart in 0:no* | 0:on-failure*) return 0 ;; esac
  echo "$how"
  tail -c "+$((size + 1))" "$logfile" | tail -n 10
}

stop() {
  cd "$ALL/$1" 2>/dev/null || return 0
  halt
  if [ -f unit ]; then
    rm -f "$UNITS/$(content_of unit)" "$UNITS/$(content_of unit).new"
    systemctl daemon-reload
    systemctl reset-failed "$(content_of unit)" 2>/dev/null
  fi
  cd / && rm -rf "${ALL:?}/$1" || exit
  rmdir --ignore-fail-on-non-empty --parents $ALL 2>/dev/null || :
}

show() {
  cd "$ALL/$1" 2>/dev/null || return 0
  for file in digest name namespace logfile restart; do
    printf '%s=%s\n' $file "$(content_of $file)"
  done
  ! is_supervised || echo supervised=yes
  if lives process; then
    if is_in_place; then echo process=runs; else echo process=elsewhere; fi
  elif [ -f ended ] && read -r how of <ended && [ "$of" = "$pid" ]; then
    echo "ended=$how"
  fi
}

list() {
  cd "$ALL" 2>/dev/null || return 0
  for owner in $(ls); do
    echo "$owner $(content_of "$owner/name") $(content_of "$owner/namespace")"
  done
}

[ ! -d "${ALL%/*}" ] || [ -r "${ALL%/*}" ] || fail "${ALL%/*}: Permission denied"
"$@"
exit
