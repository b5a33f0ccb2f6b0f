#!/usr/bin/env bash
# Makes a checkout runnable on a bare Debian machine: system libraries, .venv from the lock file,
# compiled texts, the `kta` command. Does nothing that is already done.
#
#   installer/bootstrap.sh run    what the program needs
#   installer/bootstrap.sh dev    what the tests and checks need, too
set -euo pipefail
cd "$(dirname "$0")/.."
mode="${1:-run}"

case "$mode" in
  run) lock=requirements.lock ;;
  dev) lock=requirements-dev.lock ;;
  *) echo "usage: installer/bootstrap.sh run|dev" >&2; exit 2 ;;
esac

# Libraries Qt loads: the first list for any platform plugin, the second for a window on X11.
libraries=(libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libglib2.0-0)
if [ -n "${DISPLAY:-}" ]; then
  libraries+=(libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0
    libxcb-render-util0 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0 libxcb-xfixes0 libx11-xcb1
    libxcb-sync1 libxcb-shm0)
fi

# Not needed by the program: the tests of serial instruments run over a pair of ptys.
if [ "$mode" = dev ]; then
  libraries+=(socat)
fi

is_installed() {
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null || true)" = installed ]
}

python=""
for candidate in python3.11 python3.12 python3.13 python3; do
  if command -v "$candidate" >/dev/null && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    python="$candidate"
    break
  fi
done

missing=()
if command -v dpkg-query >/dev/null; then
  if [ -z "$python" ]; then
    missing+=(python3)
  fi
  if [ -z "$python" ] || ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    missing+=(python3-venv)
  fi
  for library in "${libraries[@]}"; do
    is_installed "$library" || missing+=("$library")
  done
fi

if [ "${#missing[@]}" -gt 0 ]; then
  echo "Missing system packages: ${missing[*]}"
  if [ "$(id -u)" -ne 0 ]; then
    echo "They need an administrator. Run this one command, then start again:" >&2
    echo "  sudo apt-get update && sudo apt-get install -y ${missing[*]}" >&2
    exit 1
  fi
  echo "Installing them with apt-get."
  export DEBIAN_FRONTEND=noninteractive
  log="$(mktemp)"
  if ! { apt-get update -q && apt-get install -y -q --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    exit 1
  fi
  python="${python:-python3}"
fi
if [ -z "$python" ]; then
  echo "Python 3.11 or newer is needed and was not found." >&2
  exit 1
fi

# A pair of joined serial ports for tests; without it these tests are skipped, and say so.
if [ "$mode" = dev ] && ! command -v socat >/dev/null; then
  echo "Installing socat, which the tests of serial ports need."
  if [ "$(id -u)" -ne 0 ] || ! { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends socat; } >/dev/null 2>&1; then
    echo "socat cannot be installed here: the tests of serial ports are skipped." >&2
  fi
fi

if [ ! -x .venv/bin/python ]; then
  echo "Creating .venv with $("$python" --version)."
  "$python" -m venv .venv
fi

# The stamp names the lock file that .venv was made from; the development set covers both.
stamp=.venv/installed
wanted="$(sha256sum "$lock" | cut -d' ' -f1)"
if [ ! -f "$stamp" ] || ! grep -q "$wanted" "$stamp"; then
  echo "Installing the packages of $lock."
  # The lock names everything: nothing has to be resolved. pip compiles on one core only; what cannot
  # be compiled are templates of programs.
  .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps --no-compile -r "$lock"
  .venv/bin/python -m compileall -qq -j 0 .venv/lib || true
  .venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
  if [ "$mode" = dev ]; then
    sha256sum requirements.lock requirements-dev.lock > "$stamp"
  else
    sha256sum requirements.lock > "$stamp"
  fi
fi

for po in resources/locale/*/LC_MESSAGES/kta.po; do
  mo="${po%.po}.mo"
  if [ ! -f "$mo" ] || [ "$po" -nt "$mo" ]; then
    .venv/bin/pybabel -q compile -i "$po" -o "$mo"
  fi
done
