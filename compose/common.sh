# What the scripts of this folder share: where things are, how a process is started, awaited and stopped.
# Sourced, never run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
run=${DISPOSISI_RUN:-$root/.run}
[[ $root$run != *[[:space:]]* ]] || { echo "$root: a path without spaces, please" >&2; exit 1; }
# Marks every process of this house: a number in a pid file may belong to a stranger after a reboot.
export DISPOSISI_HOUSE=$run
# Which services there are: as the tool of this build says, or the last one that was started here.
services=()
know_services() {
  local known
  known=$("$bin/disposisi" services 2>/dev/null || cat "$run/services" 2>/dev/null || true)
  # shellcheck disable=SC2034  # for who sources this
  mapfile -t services <<< "$known"
  [ -z "$known" ] || ! [ -d "$run" ] || echo "$known" > "$run/services"
}

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

# The executables: a release build, unless DISPOSISI_CONFIGURATION says debug.
configuration=${DISPOSISI_CONFIGURATION:-release}
bin=$root/${DISPOSISI_BUILD:-.build}/$configuration

# is_running NAME: whether the process of .run/NAME.pid lives.
is_running() {
  local pid
  pid=$(cat "$run/$1.pid" 2>/dev/null) && [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null &&
    grep -qzxF "DISPOSISI_HOUSE=$run" "/proc/$pid/environ" 2>/dev/null
}

# started NAME PID: keeps the process's number; returns once it shows its mark, or has ended already.
started() {
  echo "$2" > "$run/$1.pid"
  while kill -0 "$2" 2>/dev/null && ! is_running "$1"; do sleep 0.02; done
}

# exec_alone NAME=VALUE... COMMAND...: becomes the command, with only these and what any process may know: whoever starts a
# service knows things (an operator's password, another service's key) that are none of its business. Not by `env -i`: what
# stands on a command line is seen by all.
exec_alone() {
  local name common=" PATH HOME LANG TZ TMPDIR LD_LIBRARY_PATH DISPOSISI_HOUSE TSAN_OPTIONS ASAN_OPTIONS "
  for name in $(compgen -e); do [[ $common == *" $name "* ]] || unset "$name" 2> /dev/null || true; done
  while [[ $1 == [A-Z]*=* ]]; do export "$1"; shift; done
  exec "$@"
}

# serve NAME SETTING=VALUE...: starts a service with its settings file, its own settings in our environment, and those of
# these that are its own.
serve() {
  local name=$1 own=${1^^}_ setting settings=()
  for setting in $(compgen -e "$own" || true); do settings+=("$setting=${!setting}"); done
  for setting in "${@:2}"; do [[ $setting != "$own"* ]] || settings+=("$setting"); done
  exec_alone "${settings[@]}" setsid "$bin/$name" serve --settings "$root/compose/$name.env" \
    >> "$run/log/$name.log" 2>&1 < /dev/null &
  started "$name" $!
}

# stop NAME SECONDS: asks it to end, and makes it end if it does not.
stop() {
  is_running "$1" || { rm -f "$run/$1.pid"; return 0; }
  local pid tries
  pid=$(cat "$run/$1.pid")
  kill -TERM "$pid" 2>/dev/null || true
  for ((tries = 0; tries < $2 * 10; tries++)); do
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  kill -KILL "$pid" 2>/dev/null && say "$1 did not stop in $2 s and was killed" || true
  rm -f "$run/$1.pid"
}

# port NAME: the port kept under that name: from the environment, from the last start, or a free one.
port() {
  local name=$1 known
  known=${!name:-}
  [ -n "$known" ] || known=$(sed -n "s/^$name=//p" "$run/ports" 2>/dev/null || true)
  if [ -z "$known" ]; then
    while :; do
      # Below the ports that Linux gives to outgoing connections.
      known=$((20000 + RANDOM % 12768))
      grep -q "=$known\$" "$run/ports" 2>/dev/null && continue
      (exec 3<>"/dev/tcp/127.0.0.1/$known") 2>/dev/null || break
    done
  fi
  touch "$run/ports"
  sed -i "/^$name=/d" "$run/ports"
  echo "$name=$known" >> "$run/ports"
  printf '%s' "$known"
}

# await WHAT SECONDS COMMAND...: until the command succeeds; fails with the reason that it prints last.
await() {
  local what=$1 limit=$2 tries answer
  shift 2
  for ((tries = 0; tries < limit * 5; tries++)); do
    answer=$("$@" 2>&1) && return 0
    [[ $answer != *"has ended"* ]] || fail "$what: $answer"
    sleep 0.2
  done
  fail "$what is not ready after $limit s: $answer"
}
