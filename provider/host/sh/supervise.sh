#!/bin/sh
# Keeps a service of linuxnet running; started by service.sh in the service's folder.
#
#   sh supervise.sh loop         starts the process, and again when it ends; it has the lock as descriptor 9
#   sh supervise.sh run [PID]    becomes the process, where PID is still the supervisor: systemd may be it, too
#   sh supervise.sh ended        writes down how systemd's process ended, which its EXIT_STATUS tells
set -uf
umask 077
. ./record.sh

# Starts the process again and again. While it does not last ten seconds the waits double, up to a minute.
loop() {
  record supervisor $$ || exit
  wait=0
  while :; do
    begin=$(uptime)
    setsid sh ./supervise.sh run $$ 9>&- &
    wait $! 2>/dev/null
    status=$?
    kill -KILL "-$!" 2>/dev/null
    [ $status -le 128 ] || status=$(kill -l $status 2>/dev/null || echo $status)
    ended "$status"
    read -r policy delay <restart
    goes_on "$policy" "$status" || exit 0
    if [ $wait -eq 0 ] || [ $(($(uptime) - begin)) -ge 10 ]; then wait=$delay; else wait=$((wait * 2)); fi
    [ $wait -le 60000 ] || [ $wait -eq "$delay" ] || wait=60000
    sleep $((wait / 1000)).$(printf %03d $((wait % 1000)))
  done
}

uptime() {
  read -r up _ </proc/uptime
  echo "${up%.*}"
}

# Whether a process that ended so is started again: Restart= of systemd.service(5).
goes_on() {
  case $1:$2 in
    always:*) return 0 ;;
    on-failure:0 | on-failure:HUP | on-failure:INT | on-failure:PIPE | on-failure:TERM) return 1 ;;
    on-failure:*) return 0 ;;
  esac
  return 1
}

ended() {
  read -r pid since <process
  echo "${1:-${EXIT_STATUS:-}} $pid" >ended.new && mv ended.new ended
}

# Becomes the process. A supervisor that is killed meanwhile may be followed by another, which does not know of it yet.
run() {
  rm -f begun
  record process $$ || exit
  [ $# -eq 0 ] || [ "$parent" = "$1" ] || exit
  namespace=$(content_of namespace)
  set -- env -i PATH="$PATH" sh ./program
  if [ -n "$namespace" ]; then
    set -- unshare --mount --propagation slave -- sh ./enter.sh "$namespace" "$@"
    set -- nsenter "--net=/run/netns/$namespace" -- "$@"
  fi
  exec "$@"
}

"$@"
exit
