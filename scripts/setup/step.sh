# shellcheck shell=bash
# How a step of the set-up runs, reports and stops.

child=
leftovers=()

say() {
  echo "setup: $*"
}

fail() { # WHAT ADVICE [LOG]
  {
    if [[ -n ${3:-} ]]; then
      say "$1:"
      tail -n 15 "$3" | sed 's/^/  /'
      say "the whole log: $3"
    else
      say "$1"
    fi
    say "what to do: $2"
  } >&2
  exit 1
}

# step NAME MINUTES TEXT COMMAND...: runs COMMAND with its output in the log NAME.
# timeout gives COMMAND a process group of its own and hands a signal on to all of it. COMMAND runs in the background
# because bash answers a signal only when its foreground command has ended.
step() {
  local limit=$2 text=$3 begun=$SECONDS told=$SECONDS status=0
  log=$tools/log/$1.log
  say "$text ..."
  timeout --kill-after=5 "${limit}m" "${@:4}" >"$log" 2>&1 &
  child=$!
  while kill -0 "$child" 2>/dev/null; do
    if ((SECONDS - told >= 60)); then
      told=$SECONDS
      say "  still at it after $(((SECONDS - begun) / 60)) min"
    fi
    sleep 0.1
  done
  wait "$child" || status=$?
  child=
  if ((status == 124)); then
    echo "stopped after $limit minutes" >>"$log"
  fi
  return "$status"
}

# The file descriptor stays open, and the lock held, until the set-up and all that it has started have ended.
lock() { # DESCRIPTOR WHAT
  flock -n "$1" && return
  say "another set-up is $2, waiting for it ..."
  flock "$1" &
  child=$!
  wait "$child"
  child=
}

prepare_tools_folder() {
  if ! mkdir -p "$tools/log" "$tools/bin" 2>/dev/null || [[ ! -w $tools || ! -w $root ]]; then
    fail "cannot write to $root" "run the set-up as the owner of that folder, or in a copy of your own"
  fi
  exec 9>"$tools/lock"
  lock 9 "running here"
  rm -rf "$tools/tmp"
  mkdir "$tools/tmp"
  export TMPDIR=$tools/tmp
  leftovers+=("$tools/tmp")
}

stop() { # SIGNAL STATUS
  trap '' INT TERM HUP
  if [[ -n $child ]]; then
    say "stopping ..." >&2
    kill "$child" 2>/dev/null || true
    wait "$child" || true
  fi
  say "interrupted ($1), run it again to go on" >&2
  exit "$2"
}

clean_up() {
  ((${#leftovers[@]} == 0)) || rm -rf "${leftovers[@]}"
}

trap 'stop INT 130' INT
trap 'stop TERM 143' TERM
trap 'stop HUP 129' HUP
trap clean_up EXIT
