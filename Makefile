# make run   install into .venv, process data/raw into data/processed, say where to look
# make test  install what the tests need, then lint, types and tests
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test tools lint types unit soak bench readers accuracy pictures clean

.venv/installed: setup.cfg pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	touch $@

.venv/installed-test: .venv/installed
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test]'
	touch $@

run: .venv/installed
	$(BIN)/kehoach batch data/raw data/processed
	@echo "Evidence pages:"
	@$(BIN)/kehoach view data/processed
	@echo "Comparison report:"
	@$(BIN)/kehoach compare data/processed --html --quiet

test: tools lint types unit

tools:
	tests/install-tools

lint: .venv/installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/installed-test
	$(BIN)/mypy

unit: .venv/installed-test
	$(BIN)/pytest

# A hundred kills at random points; `make unit` makes thirty.
soak: .venv/installed-test
	KEHOACH_SOAK=100 $(BIN)/pytest tests/faults/test_kills.py

accuracy: .venv/installed
	$(BIN)/python -m benchmarks.accuracy

# The pictures of docs/img, in headless Chromium.
pictures: .venv/installed-test
	$(BIN)/python -m tests.pictures

# Needs LibreOffice and tesseract; KEHOACH_CORPUS and KEHOACH_SCANS name the folders of real files.
readers: .venv/installed-test
	$(BIN)/python -m benchmarks.readers --write docs/readers.md

bench: .venv/installed
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python -m benchmarks.throughput

clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
