# The commands of the project. Each does its own set-up: `make run` and `make test` work in a
# fresh clone on a bare Debian machine with Python 3.11.
.PHONY: run test test-remotes quick lint lint-types lint-style bench gallery texts packs lock setup dev

VENV = .venv/bin
WORKERS = auto

setup:
	@installer/bootstrap.sh run

dev:
	@installer/bootstrap.sh dev

run: setup ## the program on the demonstration audit; without a display the same, offscreen
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then $(VENV)/python main.py --demo; else \
	KTA_DATA_DIR=$(CURDIR)/build KTA_CONFIG_DIR=$(CURDIR)/build/config $(VENV)/python main.py --demo; fi

# One worker more than cores: tests of windows wait for a third of their time. Files in their order,
# not the largest first: the few long tests (e2e, gallery) begin early, so that no worker is left
# alone with one of them at the end. Style and types are looked at beside the tests, and what waits
# for real servers runs beside them, too: it waits more than it works. Of the three whole circles
# only the one over Ceph runs here: those over WebDAV and a stick take five minutes more, which
# `make test-remotes` by itself takes; it also kills a sending laptop 200 times instead of 60.
CIRCLE = tests/remotes/test_circle.py::test_that_the_circle_closes_over
ONE_MORE = $(shell expr $$(nproc) + 1)
test: dev ## everything; real servers are installed meanwhile
	@mkdir -p build
	@nice make --no-print-directory lint >build/lint.log 2>&1 & lint=$$!; \
	KTA_KILLS=30 make --no-print-directory test-remotes WORKERS=0 \
	LESS="--deselect $(CIRCLE)_a_line_that_breaks[apache] --deselect $(CIRCLE)_a_stick_that_is_pulled[stick]" \
	>build/remotes.log 2>&1 & remotes=$$!; \
	$(VENV)/python -m pytest -q -n $(ONE_MORE) --dist loadfile --no-loadscope-reorder; main=$$?; \
	wait $$lint; style=$$?; cat build/lint.log; \
	wait $$remotes; real=$$?; cat build/remotes.log; exit $$((style | main | real))

test-remotes: dev ## against real servers, which it installs: Ceph, Swift, Apache
	@tests/remotes/install.sh
	$(VENV)/python -m pytest -q -n $(WORKERS) --dist loadscope -m remotes $(LESS) tests/remotes

quick: dev ## the core only: no windows, no disk to speak of
	$(VENV)/python -m pytest -q -n auto --dist loadfile tests/unit tests/contracts

lint: lint-types lint-style ## style, types, layers

lint-types: dev
	$(VENV)/mypy

lint-style: dev
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/lint-imports

bench: dev ## start-up, stored edit, memory, forms: each against something of the same run
	$(VENV)/python -m tests.bench

gallery: dev ## every window, painted: build/gallery/index.html
	$(VENV)/python -m tests.gallery

texts: dev ## message ids of the code into the catalogues; translate what is then empty
	@mkdir -p build
	$(VENV)/pybabel -q extract --no-location --sort-output -k N_ -o build/kta.pot kta_desktop ui
	$(VENV)/pybabel -q update --no-fuzzy-matching --ignore-obsolete --no-wrap -D kta -i build/kta.pot -d resources/locale

packs: dev ## the numbers of the shipped packs, for lists; after any change of a pack or the compiler
	$(VENV)/python -m kta_desktop.packs.index_write

lock: ## recompile the lock files (needs uv)
	uv pip compile -q --generate-hashes --python-version 3.11 --universal --no-header --no-emit-index-url requirements.in -o requirements.lock
	uv pip compile -q --generate-hashes --python-version 3.11 --universal --no-header --no-emit-index-url requirements-dev.in -o requirements-dev.lock
