#!/bin/sh
# Finds or installs a Chromium for the tests and writes its path to .venv/browser.
# Says nothing when all is well. RAMVERK_BROWSER=/path/to/one decides it by hand.
set -eu
cd "$(dirname "$0")/.."
record=.venv/browser
mkdir -p .venv

works() { [ -n "$1" ] && "$1" --version >/dev/null 2>&1; }
use() { printf '%s\n' "$1" >"$record"; exit 0; }

if [ -n "${RAMVERK_BROWSER:-}" ]; then
  works "$RAMVERK_BROWSER" && use "$RAMVERK_BROWSER"
  echo "RAMVERK_BROWSER=$RAMVERK_BROWSER does not start." >&2
  exit 1
fi

# Found before and still there.
[ -s "$record" ] && [ -x "$(cat "$record")" ] && exit 0

# Ubuntu's chromium-browser may be a stub that only points to a snap: hence "works".
find_on_path() {
  for name in chromium chromium-browser google-chrome google-chrome-stable chrome \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
    candidate=$(command -v "$name" || true)
    if works "$candidate"; then use "$candidate"; fi
  done
}
find_on_path

log=$(mktemp)
trap 'rm -f "$log"' EXIT

install_with_apt() {
  if [ "$(id -u)" = 0 ]; then as_root=; else as_root='sudo -n'; fi
  $as_root true 2>/dev/null || return 1
  $as_root apt-get -q update &&
    $as_root env DEBIAN_FRONTEND=noninteractive \
      apt-get -q install -y --no-install-recommends chromium fonts-liberation
}
if command -v apt-get >/dev/null; then
  if install_with_apt >>"$log" 2>&1; then find_on_path; fi
fi

# Unpacks its browser into TMPDIR, which must therefore be a place that lasts.
if command -v npm >/dev/null && [ "$(uname -s)-$(uname -m)" = Linux-x86_64 ]; then
  mkdir -p .venv/npm
  if npm --prefix .venv/npm install --no-audit --no-fund @sparticuz/chromium@147.0.0 >>"$log" 2>&1; then
    candidate=$(cd .venv/npm && TMPDIR=$PWD node --input-type=module -e \
      'import c from "@sparticuz/chromium"; console.log(await c.executablePath())' 2>>"$log" || true)
    if works "$candidate"; then use "$candidate"; fi
  fi
fi

if [ -x .venv/bin/playwright ] && .venv/bin/playwright install chromium >>"$log" 2>&1; then
  candidate=$(.venv/bin/python -c 'from playwright.sync_api import sync_playwright as p
with p() as p: print(p.chromium.executable_path)' 2>>"$log" || true)
  if works "$candidate"; then use "$candidate"; fi
fi

tail -n 20 "$log" >&2
echo 'No browser for the tests. Install Chromium or Chrome, or set RAMVERK_BROWSER to the path of one.' >&2
exit 1
