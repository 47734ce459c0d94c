# What is known of a service, in the folder in which this shell is: read by service.sh and supervise.sh.
#
#   digest name namespace logfile restart   as service.sh is told them
#   program                                 the script that becomes the process: it holds the environment, with its secrets
#   process supervisor                      ids, with the times of their start: an id is used again
#   begun                                   whether the process has become the command
#   ended                                   how the process of an id ended: a status, or a signal's name
#   lock                                    is locked as long as a supervisor lives
#   unit                                    the name of systemd's unit

# What proc(5) tells of a process; the second field may hold anything.
stat_of() {
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return
  # shellcheck disable=SC2086
  set -- ${stat##*) }
  state=$1 parent=$2
  shift 19
  born=$1
}

# Writes down a process in a file.
record() {
  stat_of "$2" && echo "$2 $born" >"$1.new" && mv "$1.new" "$1"
}

# Whether the process that is written down in a file lives.
lives() {
  pid='' since=''
  [ ! -f "$1" ] || read -r pid since <"$1"
  [ -n "$pid" ] && stat_of "$pid" && [ "$born" = "$since" ] && [ "$state" != Z ]
}

content_of() {
  cat "$1" 2>/dev/null
}
