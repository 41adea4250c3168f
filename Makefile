# The daily loop. `make help` tells what there is.
MVN ?= mvn -B
comma := ,

.DEFAULT_GOAL := help
.PHONY: help check test it fuzz hostile pictures portal-scale compare sink-bench registry-scale microbenchmarks resilience upgrade images smoke run fmt

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

check: ## everything CI checks
	$(MVN) verify

test: ## unit tests only, in seconds
	$(MVN) test

it: ## integration tests of one module: make it MODULE=broker-extension
	$(MVN) verify -pl $(MODULE) -am

DURATION ?= 10m

fuzz: ## make input for every decoder, for a while: make fuzz DURATION=1h
	$(MVN) test-compile surefire:test@fuzz -pl observation,broker-extension -am -Dfuzz.duration=$(DURATION)

hostile: ## what one hostile publish in a hundred costs, and what answers tell by their time; prints figures
	$(MVN) verify -pl broker-extension -am -Dit.test=HostileMixIT,EnumerationIT -Dtest=NoUnitTest \
		-Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false -Dairlog.test.timings=300 \
		-Dairlog.test.hostile.publishes=1000 -Dairlog.test.hostile.runs=5 -Dairlog.test.hostile.ratio=0.8

pictures: ## the pages in a real browser, and their pictures in docs/pictures
	$(MVN) verify -pl launcher -am -Dit.test=PagesIT,OperatorPageIT -Dtest=NoUnitTest -Dsurefire.failIfNoSpecifiedTests=false \
		-Dfailsafe.failIfNoSpecifiedTests=false -Dairlog.test.pictures=$(CURDIR)/docs/pictures

SCALE_DIRECTORY ?= $(CURDIR)/portal/target/scale

portal-scale: ## how long the portal's answers take over a large fleet: make portal-scale SENSORS=10000 ROWS=1000000,10000000,100000000
	$(MVN) -q package -DskipTests -pl launcher,portal -am
	java -Xmx1g -cp 'portal/target/test-classes:launcher/target/airlog/app/*:launcher/target/airlog/lib/*' org.airlog.portal.scale.PortalScale \
		sensors=$(or $(SENSORS),1000) rows=$(or $(ROWS),300000$(comma)3000000) directory=$(SCALE_DIRECTORY) $(if $(DATABASE),database=$(DATABASE)) \
		year=launcher/src/test/resources/org/airlog/launcher/marylebone-2003.csv

PEERS ?= mosquitto,hivemq,artemis,connect,flask
PAIRS ?= 3
COMPARE_DIRECTORY ?= $(CURDIR)/benchmarks/target/comparison

compare: ## Airlog beside Mosquitto, the bare HiveMQ, Artemis, Kafka Connect and Flask under the same load: make compare PEERS=mosquitto PAIRS=5
	benchmarks/compare.sh --peers $(PEERS) --pairs $(PAIRS) --out $(COMPARE_DIRECTORY)

registry-scale: SENSORS = 1000000

registry-scale: ## how a broker starts with a large registry, its heap, what one look costs: make registry-scale SENSORS=1000000
	$(MVN) -q test-compile org.apache.maven.plugins:maven-dependency-plugin:build-classpath -pl broker-extension -am \
		-Dmdep.includeScope=test -Dmdep.outputFile=target/test.classpath
	rm -rf broker-extension/target/registry-scale
	java -Xmx2g -cp "broker-extension/target/test-classes:broker-extension/target/classes:$$(cat broker-extension/target/test.classpath)" \
		org.airlog.broker.scale.RegistryScale directory=broker-extension/target/registry-scale sensors=$(SENSORS)

FILTER ?=
JMH_OPTIONS ?= -f 1 -wi 3 -w 1 -i 5 -r 1

microbenchmarks: ## nanoseconds and bytes of each step of one publish: make microbenchmarks FILTER='Intake|Decode.json' JMH_OPTIONS='-f 3 -t 2'
	$(MVN) -q package -DskipTests -pl microbenchmarks -am
	java -cp 'microbenchmarks/target/classes:microbenchmarks/target/lib/*' org.openjdk.jmh.Main $(JMH_OPTIONS) -prof gc '$(FILTER)'

BATCH ?= 1
SINK_DIRECTORY ?= $(CURDIR)/ingest-consumer/target/drain

sink-bench: ## how fast the sink is, beside a bare COPY: make sink-bench ROWS=1000000 BATCH=50 FILL=1000000,10000000; or RATE=5000
	$(MVN) -q package -DskipTests -pl launcher,ingest-consumer -am
	java -Xmx1g -cp 'ingest-consumer/target/test-classes:launcher/target/airlog/app/*:launcher/target/airlog/lib/*' org.airlog.ingest.drain.SinkBench \
		rows=$(or $(ROWS),1000000) batch=$(BATCH) fill=$(FILL) rate=$(RATE) sensors=$(or $(SENSORS),2000) jvm='$(JVM)' directory=$(SINK_DIRECTORY)

KILLS ?= 200
resilience: DURATION = 60m

resilience: ## kill, freeze, cut and fill up under load, and write docs/resilience.md: make resilience SEED=1 KILLS=200 DURATION=60m
	$(MVN) -q package -Dmaven.test.skip=true -pl resilience -am
	java -Dairlog.distribution=launcher/target/airlog -cp 'resilience/target/classes:launcher/target/airlog/app/*:launcher/target/airlog/lib/*' \
		org.airlog.resilience.ResilienceCommand $(if $(SEED),--seed=$(SEED)) --kills=$(KILLS) --duration=$(DURATION) \
		--directory=resilience/target/experiments --document=docs/resilience.md

BASE_IMAGE ?=
HIVEMQ_BASE_IMAGE ?=

images: ## build the images airlog and airlog-hivemq: make images BASE_IMAGE=eclipse-temurin:25-jre
	$(MVN) -q package -Dmaven.test.skip=true -pl launcher -am
	deploy/docker/build.sh $(if $(BASE_IMAGE),--base $(BASE_IMAGE)) $(if $(HIVEMQ_BASE_IMAGE),--hivemq-base $(HIVEMQ_BASE_IMAGE))

smoke: ## bring deploy/compose.yaml up with images made from Debian's packages, and drive a reading through: make smoke PROFILE=cluster
	$(MVN) -q package -Dmaven.test.skip=true -pl launcher -am
	deploy/ci/images.sh --missing base java timescaledb prometheus haproxy
	deploy/ci/images.sh kafka
	deploy/docker/build.sh --base airlog/ci-java:trixie airlog
	deploy/ci/smoke.sh $(or $(PROFILE),single)

upgrade: ## exchange each process under load for other releases, and back; nothing lost, nothing twice, nothing parked
	$(MVN) verify -pl resilience -am -Dit.test=RollingUpgradeIT -Dtest=NoUnitTest -Dsurefire.failIfNoSpecifiedTests=false \
		-Dfailsafe.failIfNoSpecifiedTests=false $(if $(SEED),-Dairlog.experiment.seed=$(SEED))

run: ## the whole system with a real month of data
	./airlog up --demo

fmt: ## format sources and poms
	$(MVN) -q spotless:apply
