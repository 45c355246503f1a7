#!/bin/sh
# A password in a real Secret Service: kept by "site add", found by the next command, nowhere on the disk.
# Prints TAP. Usage: keyring.sh PROGRAM SESSION_CONF
set -eu

stet=$1
if [ "${STET_KEYRING_INSIDE:-}" != yes ]; then
  if ! command -v gnome-keyring-daemon >/dev/null; then
    echo "1..0 # SKIP there is no gnome-keyring-daemon here"
    exit 0
  fi
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  mkdir -p "$work/home" "$work/runtime" "$work/services"
  chmod 700 "$work/runtime"
  sed "s|@SERVICES@|$work/services|" "$2" >"$work/session.conf"
  export STET_KEYRING_INSIDE=yes HOME="$work/home" XDG_RUNTIME_DIR="$work/runtime" XDG_DATA_HOME="$work/data"
  export XDG_CONFIG_HOME="$work/config" XDG_CACHE_HOME="$work/cache" WORK="$work"
  dbus-run-session --config-file="$work/session.conf" -- "$0" "$1" 2>"$work/errors" || {
    sed 's/^/# /' "$work/errors"
    exit 1
  }
  exit 0
fi

site=
keyring=
clean_up() {
  for pid in $site $keyring; do
    kill "$pid" 2>/dev/null || true
  done
}
trap clean_up EXIT

number=0
tap() { # STATUS NAME
  number=$((number + 1))
  if [ "$1" = 0 ]; then
    echo "ok $number - $2"
  else
    echo "not ok $number - $2"
  fi
}
field() {
  sed -n "s/.*\"$1\": *\"\\([^\"]*\\)\".*/\\1/p" | head -n 1
}

printf 'the keyring' | gnome-keyring-daemon --foreground --unlock --components=secrets >"$WORK/keyring.log" 2>&1 &
keyring=$!
mkfifo "$WORK/first-line"
"$stet" practice --dir "$WORK/site" >"$WORK/first-line" &
site=$!
read -r line <"$WORK/first-line"
api=$(printf '%s' "$line" | field api)
user=$(printf '%s' "$line" | field reporter | cut -d: -f1)
password=$(printf '%s' "$line" | field reporter | cut -d: -f2-)
tries=0
until gdbus introspect --session --dest org.freedesktop.secrets --object-path /org/freedesktop/secrets >/dev/null 2>&1; do
  tries=$((tries + 1))
  [ $tries -lt 50 ] || break
  sleep 0.1
done
export STET_DATA_DIR="$WORK/stories"

echo "1..5"
status=0
STET_PASSWORD="$password" "$stet" site add "$api" --user "$user" >"$WORK/add" 2>"$WORK/add-errors" || status=$?
tap $status "the account is added"
status=0
[ ! -s "$WORK/add-errors" ] || status=1
tap $status "nothing is said about a missing keyring"
status=0
"$stet" sync </dev/null >"$WORK/sync" 2>&1 || status=$?
tap $status "the next command signs in with what the keyring holds"
status=0
if grep -rqF -- "$password" "$WORK/stories" "$WORK/add" "$WORK/sync"; then
  status=1
fi
tap $status "the password is in no file of Stet's"
kill "$keyring"
wait "$keyring" 2>/dev/null || true
keyring=
status=0
"$stet" sync </dev/null >"$WORK/sync" 2>&1 || status=$?
if [ $status = 1 ] && grep -q STET_PASSWORD "$WORK/sync"; then
  status=0
else
  status=1
fi
tap $status "without the keyring it says how to give the password"
