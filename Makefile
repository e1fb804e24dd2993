# The commands of the project. `make help` lists them.
PYTHON ?= python3
# pip 25.1 is the first that installs dependency groups
PIP_VERSION = 26.3
BIN = .venv/bin
INSTALL = $(BIN)/pip install -qq --disable-pip-version-check --no-warn-script-location -c constraints.txt
# handed to pytest: make test TESTS="-k print"
TESTS ?= -n auto
# handed to the measurements: make bench BENCH="--only build --items 25,1000 --languages 2 --runs 1"
BENCH ?=

# public address of the site, for canonical addresses and the site map: make BASE_URL=https://…
BASE_URL ?=

.DEFAULT_GOAL := build
.DELETE_ON_ERROR:
.PHONY: build live test oldest bench check script i18n pseudo interface lock clean help

build: .venv/installed ## set up and build the whole handbook (what plain `make` does)
	$(BIN)/ramverk build $(if $(BASE_URL),--base-url $(BASE_URL))

live: .venv/installed ## rebuild and show each change as you write
	$(BIN)/ramverk live

test: .venv/dev ## run all tests, in a browser too
	sh tools/browser.sh && sh tools/pdfjs.sh
	$(BIN)/pytest $(TESTS)

oldest: .venv/dev ## run all tests with the oldest versions of other packages that Ramverk works with
	sh tools/browser.sh && sh tools/pdfjs.sh
	rm -rf build/oldest && $(PYTHON) -m venv build/oldest
	build/oldest/bin/python -m pip install -qq --disable-pip-version-check pip==$(PIP_VERSION)
	$(BIN)/python tools/oldest.py > build/oldest/constraints.txt
	build/oldest/bin/pip install -qq --disable-pip-version-check --no-warn-script-location \
	  -c build/oldest/constraints.txt --build-constraint constraints.txt -e '.[live]' --group dev
	build/oldest/bin/pytest $(TESTS)

bench: .venv/dev ## measure beside other tools, which it installs below build/bench
	sh tools/browser.sh
	$(BIN)/python benchmarks/bench.py $(BENCH)

check: .venv/dev ## check frameworks, translations, style, types and the page's script
	$(BIN)/ramverk check && $(BIN)/ramverk i18n check
	$(BIN)/ruff check && $(BIN)/ruff format --check && $(BIN)/mypy
	sh tools/script.sh --check

script: .venv/installed ## check and shrink the page's script
	sh tools/script.sh

i18n: .venv/installed ## bring every translation catalogue up to date
	$(BIN)/ramverk i18n update

pseudo: .venv/installed ## build the handbook in made-up languages: what escapes translation, what has no room
	$(BIN)/ramverk i18n pseudo

interface: .venv/installed ## bring the interface's own catalogues up to date
	$(BIN)/python tools/interface.py

lock: ## pin the newest versions that fit; wants the oldest Python we support
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11) and "Run: make lock PYTHON=python3.11")'
	rm -rf build/lock && $(PYTHON) -m venv build/lock && build/lock/bin/pip install -qq pip==$(PIP_VERSION)
	build/lock/bin/pip install -qq -e '.[live]' --group dev hatchling editables
	{ echo '# Written by "make lock". For Python 3.11 to 3.14.'; build/lock/bin/pip freeze --exclude-editable; } > build/lock.txt
	mv build/lock.txt constraints.txt && rm -rf build/lock

clean: ## remove everything that was built; the set-up in .venv stays
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -path ./.venv -prune -o \( -name __pycache__ -o -name '*.mo' \) -exec rm -rf {} +

help: ## show this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# Set-up, done again only when what it depends on has changed.
.venv/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo 'Python 3.11 or newer with venv is needed (Debian, Ubuntu: apt install python3-venv).'; \
	  echo 'Choose another with: make PYTHON=python3.12'; exit 1; } >&2
	$(PYTHON) -m venv .venv && $(BIN)/python -m pip install -qq --disable-pip-version-check pip==$(PIP_VERSION)
	$(INSTALL) --build-constraint constraints.txt -e '.[live]'
	touch $@

.venv/dev: .venv/installed
	$(INSTALL) --group dev
	touch $@
