# The commands of everyday work. `make run` and `make test` install what they need first.

.DEFAULT_GOAL := help
.PHONY: help run test system-test torture fuzz bench bench-quick model build deb lint format clean survive

help: ## List these commands
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 20
	@echo "  ./dev --help    the same stack in the background, its logs, its database, its mail"

run: ## Install, build and run the whole stack in the foreground (PORT=8000, STATE=.run)
	@./dev run

test: ## Install, build and run all tests (WITH=system: those of make system-test too)
	@scripts/install-packages test
	@$(if $(WITH),scripts/install-packages $(WITH))
	@scripts/test build lint unit stack $(WITH)

system-test: ## Install the package in a container with systemd; restart, upgrade, purge it there (root)
	@scripts/install-packages system
	@scripts/test system

torture: ## Book with 200 clients while everything is killed (TORTURE_SECONDS, _CLIENTS, _SEED)
	@scripts/install-packages test
	@swift build --product interviews
	@.venv/bin/python scripts/torture

survive: ## Kill the candidate's tab at random moments (TAB_KILLS=100, TAB_SEED) and cut the network (CUT_SECONDS=30)
	@scripts/install-packages test
	@swift build --product interviews
	@TAB_KILLS=$${TAB_KILLS:-100} CUT_SECONDS=$${CUT_SECONDS:-30} .venv/bin/pytest -q -s -p no:cacheprovider \
		Tests/EndToEndTests/test_portal_survives.py

fuzz: ## Try the API against its description for long (FUZZ_EXAMPLES=200 for each call and role)
	@scripts/install-packages test
	@scripts/test build
	@FUZZ_EXAMPLES=$${FUZZ_EXAMPLES:-200} .venv/bin/pytest -q -p no:cacheprovider Tests/EndToEndTests/test_openapi.py

model: ## Check the model of the locks in docs/model with Spin (half a minute)
	@scripts/model

bench: ## Measure the release beside Django, PHP-FPM and what SQL and FastCGI allow (BENCH_SIZES, BENCH_ROUNDS)
	@scripts/install-packages bench
	@./dev build
	@scripts/bench whole

bench-quick: ## The same ratios in two minutes, beside the committed ones
	@scripts/install-packages bench
	@./dev build
	@scripts/bench quick

build: ## Build the release
	@./dev build

deb: ## Build the Debian package into dist/
	@scripts/install-packages deb
	@scripts/make-deb

lint: ## Check the source's format and its imports
	@scripts/lint

format: ## Format the Swift source in place
	swift format --in-place --recursive Sources Tests Package.swift

clean: ## Stop the stack; delete what was built and what the stack kept
	@./dev reset
	rm -rf .build .venv .venv-bench .bench
