# The daily loop. `make help` tells what there is.
MVN ?= mvn -B

.DEFAULT_GOAL := help
.PHONY: help check test it fuzz run fmt

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

check: ## everything CI checks
	$(MVN) verify

test: ## unit tests only, in seconds
	$(MVN) test

it: ## integration tests of one module: make it MODULE=broker-extension
	$(MVN) verify -pl $(MODULE) -am

DURATION ?= 10m

fuzz: ## make input for every decoder, for a while: make fuzz DURATION=1h
	$(MVN) test-compile surefire:test@fuzz -pl observation,broker-extension -am -Dfuzz.duration=$(DURATION)

run: ## the whole system with a real month of data
	./airlog up --demo

fmt: ## format sources and poms
	$(MVN) -q spotless:apply
