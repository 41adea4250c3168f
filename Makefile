# The daily loop. `make help` tells what there is.
MVN ?= mvn -B

.DEFAULT_GOAL := help
.PHONY: help check test it run fmt

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

check: ## everything CI checks
	$(MVN) verify

test: ## unit tests only, in seconds
	$(MVN) test

it: ## integration tests of one module: make it MODULE=broker-extension
	$(MVN) verify -pl $(MODULE) -am

run: ## the whole system with a real month of data
	./airlog up --demo

fmt: ## format sources and poms
	$(MVN) -q spotless:apply
