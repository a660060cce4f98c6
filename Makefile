# Steward's commands. `make` alone lists them; everything they need is in .ci/.

# The one set of build flags, after the person's own. Another set would compile the
# toolkit anew, for minutes.
GOFLAGS_ALL := -tags=migrated_fynedo -trimpath
export GOFLAGS := $(strip $(shell go env GOFLAGS 2>/dev/null) $(GOFLAGS_ALL))

GOLANGCI := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0

.DEFAULT_GOAL := help
.PHONY: help run build test lint bench proof screenshots package package-test package-tag package-appimage clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

run: ## build and open Steward on the demo platform (without a display: the guided tour as pictures)
	@.ci/demo

build: ## build the program into build/steward
	@.ci/needs build
	@.ci/build

test: ## everything CI asks for: format, vet, design rules, all tests with the race detector
	@.ci/needs build test
	@.ci/test

lint: ## golangci-lint with .golangci.yml, the pinned version
	@.ci/needs build
	@.ci/lint $(GOLANGCI)

bench: ## measure the figures: build/bench.json, and the table
	@.ci/needs build test
	@.ci/measure bench

proof: ## prove the promises that take long: build/proof.json, docs/proof.md
	@.ci/needs build test proof
	@.ci/measure proof

screenshots: ## take the pictures of docs/pictures with the real window
	@.ci/needs build test
	@.ci/build
	@.ci/display build/steward tour --out docs/pictures

package: ## make what people install into build/packages: deb, rpm, tar.xz, Windows setup, sums
	@.ci/package

package-test: ## install, start and remove the packages in clean places; compare two builds; CLEAN=1: from an empty cache
	@.ci/package-test

# For the release workflow: is the tag the version's, and the AppImage of what was packaged.
package-tag:
	@.ci/package-tag $(TAG)

package-appimage:
	@.ci/package-appimage $(TOOL)

clean: ## remove what was built
	rm -rf build
