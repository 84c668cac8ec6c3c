# Every target works on a fresh checkout: it makes .venv first.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := run

BIN := .venv/bin
PIP := -m pip --disable-pip-version-check

.PHONY: readers-report text-report run demo screenshots test test-lint test-types test-core test-gui soak manual-pictures bench fuzz lock fonts clean

# A changed lock makes a new .venv: leftovers of the old one would hide a missing entry. The stamp is written
# last, so that a broken installation is never taken for a whole one.
.venv: .venv/.made
.venv/.made: requirements.txt
	packaging/system-packages.sh base
	python=$$(packaging/find-python.sh); "$$python" -m venv --clear .venv
	$(BIN)/python $(PIP) install --quiet --only-binary :all: --require-hashes -r requirements.txt
	$(BIN)/python $(PIP) install -qq --no-deps --no-build-isolation -e .
	touch $@

run: .venv
	$(BIN)/nianbao

# The main job without a screen: the built-in sample in; findings, package, PDF and the other formats out.
demo: .venv
	$(BIN)/python -m core.cli.demo out/demo

# Everything that can be checked, two jobs at a time; each job's output comes whole.
test: .venv
	packaging/system-packages.sh test
	$(MAKE) --no-print-directory --jobs 2 --keep-going --output-sync=target test-core test-lint test-types test-gui

test-lint: .venv
	$(BIN)/ruff check .

test-types: .venv
	$(BIN)/mypy

# The core and the contracts run with Qt out of reach, because the core must never need it.
test-core: .venv
	$(BIN)/python -m pytest -p no:pytest-qt -p tests.contracts.without_qt tests --ignore tests/gui

test-gui: .venv
	$(BIN)/python -m pytest tests/gui

# Every page of the window, light and dark, at several sizes, into out/screens/.
screenshots: .venv
	$(BIN)/python packaging/screenshots.py

# The pictures of docs/manual.zh-CN.md, from those of the window.
manual-pictures: screenshots
	$(BIN)/python packaging/manual_pictures.py

# A random way through the window for MINUTES, by SEED; each step is compared with a fresh evaluation.
MINUTES ?= 30
SEED ?= 2025
soak: .venv
	NIANBAO_SOAK_MINUTES=$(MINUTES) NIANBAO_SOAK_SEED=$(SEED) $(BIN)/python -m pytest tests/gui/test_soak.py

bench: .venv
	$(BIN)/python benchmarks/run.py

# docs/READERS.md from the real reports that NIANBAO_REPORTS names.
readers-report: .venv
	$(BIN)/python benchmarks/readers_report.py

# The tables of docs/TEXT-CHECKS.md, from the same reports.
text-report: .venv
	$(BIN)/python benchmarks/text_report.py

# Mutated files into the readers, 10,000 of each kind.
fuzz: .venv
	$(BIN)/python benchmarks/fuzz_readers.py 10000

# requirements.txt from pyproject.toml and requirements.in, for every platform at once: exact versions and the hashes
# of the published files, no index named. Pins that still fit are kept; `rm requirements.txt` first renews them all.
lock:
	python=$$(packaging/find-python.sh); "$$python" -m venv --clear .venv-lock
	.venv-lock/bin/python $(PIP) install --quiet uv
	.venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --extra dev pyproject.toml requirements.in -o requirements.txt
	rm -rf .venv-lock

# resources/fonts from the faces in Debian's packages, byte for byte the same every time.
FONT_PACKAGES := fonts-noto-cjk fonts-noto-cjk-extra fonts-lxgw-wenkai texlive-lang-chinese
fonts: .venv
	rm -rf out/originals
	mkdir -p out/originals/packages
	cd out/originals/packages; apt-get download $(FONT_PACKAGES)
	for package in out/originals/packages/*.deb; do dpkg -x "$$package" out/originals; done
	$(BIN)/python packaging/fonts/build_fonts.py --originals out/originals

clean:
	rm -rf .venv .venv-lock build dist out *.egg-info .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -prune -exec rm -rf {} +
