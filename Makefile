# Each target is a command that you can type yourself; the README shows them for other systems too.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run playground test leaks storms fuzz soak bench screenshots lock audit check-python clean

run: $(VENV)/.run
	$(BIN)/python -m bot run --or-playground

playground: $(VENV)/.run
	$(BIN)/python -m bot playground

test: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/basedpyright
	$(BIN)/python -m pytest --numprocesses=auto

# Measure searches on a million made-up lines; writes docs/benchmarks.md.
bench: $(VENV)/.dev
	$(BIN)/python -m bench

# Draw the demo show's pictures, and take those of the guides (docs/images) in the playground; needs Chromium.
screenshots: $(VENV)/.dev
	$(BIN)/python -m tests.artwork
	$(BIN)/python -m tests.screenshots

# Write image.lock again: what the image installs, with hashes.
lock: $(VENV)/.dev
	$(BIN)/python .ci/lock

# Look for leaks in N settings made at random; SEED repeats a run.
N ?= 20000
leaks: $(VENV)/.dev
	LEAKS=$(N) $(BIN)/python -m pytest --numprocesses=auto tests/leaks

# Let N storms of Discord's blow over the bot while people use it; SEED repeats them.
storms: $(VENV)/.dev
	STORMS=$(N) $(BIN)/python -m pytest --numprocesses=auto -rP tests/storms

# Give every importer broken and hostile files for FUZZ seconds each.
FUZZ ?= 60
fuzz: $(VENV)/.dev
	FUZZ=$(FUZZ) $(BIN)/python -m pytest tests/fuzz

# Ask whether the pinned packages have known weaknesses. Fails, and says so, where that cannot be asked.
audit: | check-python
	$(PYTHON) -m venv $(VENV)/audit
	$(VENV)/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit
	$(VENV)/audit/bin/pip-audit --strict --no-deps --disable-pip --requirement constraints.txt || { \
		echo "A package has a known weakness, or could not be asked about (no way to the advisories," \
			"or a package that they do not know): see above."; exit 1; }

# Five hundred members in fifty servers, with edits and imports going on beside them; SEED repeats its choices.
MINUTES ?= 20
soak: $(VENV)/.dev
	SOAK=$$(( $(MINUTES) * 60 )) $(BIN)/python -m pytest -s tests/soak

$(VENV)/.run: pyproject.toml constraints.txt | check-python
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[playground]"
	touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | check-python
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	touch $@ $(VENV)/.run

check-python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Understudy needs Python 3.11 or newer; $(PYTHON) is older or missing." \
			"If you have a newer one, name it: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }

clean:
	rm -rf $(VENV)
