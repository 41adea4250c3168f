"""What every comparison stands on: directories, Airlog itself, the load generator, PostgreSQL for a peer."""

import json
import os
import re
import shutil
from pathlib import Path

from compare.figures import Run
from compare.processes import Failed, need, run

PROJECT = Path(__file__).resolve().parents[2]
BENCHMARKS = PROJECT / "benchmarks"
DISTRIBUTION = PROJECT / "launcher" / "target" / "airlog"
ON_THE_DISK = "fsync: the record is on Kafka's disk (`flush.messages=1`), and becomes a row exactly once"
COPY_DEPENDENCIES = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"


class Workbench:
    """One call's directory and options."""

    def __init__(self, directory, processes, options):
        self.directory = directory
        self.processes = processes
        self.options = options
        self.logs = directory / "logs"
        self.logs.mkdir()
        self._systems = 0

    def fresh(self, name):
        """An empty directory for one run of one system."""
        self._systems += 1
        made = self.directory / f"{self._systems:03d}-{name}"
        made.mkdir()
        # PostgreSQL runs under another account where this runs as root.
        made.chmod(0o755)
        return made

    def discard(self, directory):
        if not self.options.keep:
            shutil.rmtree(directory, ignore_errors=True)

    def jars(self, name):
        """The peer's jars, fetched once, by the pom beside it."""
        pom = BENCHMARKS / name / "pom.xml"
        target = BENCHMARKS / "target" / name
        if not (target / "complete").exists() or (target / "complete").stat().st_mtime < pom.stat().st_mtime:
            shutil.rmtree(target, ignore_errors=True)
            run(
                [need("mvn", "maven"), "-B", "-q", "-f", pom, COPY_DEPENDENCIES, "-DincludeScope=runtime",
                 f"-DoutputDirectory={target}"],
                f"fetching {name} from Maven Central",
            )
            (target / "complete").touch()
        return target

    def java(self):
        home = os.environ.get("JAVA_HOME")
        return f"{home}/bin/java" if home else need("java", "default-jdk-headless")

    def our_classes(self):
        return f"{DISTRIBUTION}/app/*:{DISTRIBUTION}/lib/*"

    # -- Airlog

    def build(self):
        run([PROJECT / "airlog", "--version"], "building Airlog")

    def generate(self, name, mode, *arguments, duration=None, warmup=None):
        """One run of the load generator; its JSON."""
        options = self.options
        command = [
            PROJECT / "airlog", "bench", mode, *arguments, "--json",
            "--duration", duration or options.duration, "--warmup", warmup or options.warmup,
        ]
        generator = self.processes.start(f"generator-{name}", command, self.logs)
        try:
            # It ends with 1 where the counts are wrong, which the table shows.
            generator.process.wait()
            line = generator.wait_for("{", seconds=10)
        finally:
            self.processes.stop(generator)
        self.processes.check()
        return json.loads(line)

    def publishes(self):
        """The load of whoever takes MQTT."""
        options = self.options
        return ["--clients", options.clients, "--batch", options.batch, "--readings", options.readings, "--qos", "1"]

    def airlog(self, mode, load, rate="perSecond"):
        """One run of Airlog, from nothing."""
        with Airlog(self) as airlog:
            figures = self.generate("airlog", mode, *airlog.where(), *load)
            return self.result(figures, figures["stored"], rate)

    def result(self, figures, stored, rate="perSecond"):
        latency = figures.get("latencyMillis") or {}
        return Run(
            per_second=figures[rate],
            acknowledged=figures["acknowledged"],
            stored=stored,
            unanswered=figures.get("unanswered", 0),
            p50=latency.get("p50"),
            p99=latency.get("p99"),
            cpu_micros_per_row=figures.get("cpuMicrosPerRow"),
            details=figures,
        )

    # -- PostgreSQL for a peer

    def postgres(self, directory):
        """A server like Airlog's, with Airlog's tables; its URL and the process to count."""
        server = self.processes.start(
            "postgresql",
            [self.java(), "-Xmx64m", "-cp", self.our_classes(), BENCHMARKS / "servers" / "Postgres.java",
             directory / "postgresql"],
            self.logs,
        )
        url = re.search(r"database=(\S+)", server.wait_for("READY")).group(1)
        for migration in sorted(
            (PROJECT / "ingest-consumer/src/main/resources/db/migration").glob("V*.sql"),
            key=lambda path: int(re.match(r"V(\d+)", path.name).group(1)),
        ):
            self.sql(url, "-f", migration)
        pid = int((directory / "postgresql" / "cluster" / "postmaster.pid").read_text().splitlines()[0])
        return url, pid, server

    def sql(self, url, *arguments):
        """What the statement says, without headings."""
        return run(
            [need("psql", "postgresql-client"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", url, *arguments], "psql"
        ).strip()


class Airlog:
    """`./airlog up --no-limits` in a new directory: always empty at the beginning, always the same warm-up."""

    def __init__(self, workbench):
        self.workbench = workbench
        self.directory = workbench.fresh("airlog")

    def __enter__(self):
        self.process = self.workbench.processes.start(
            "airlog",
            [PROJECT / "airlog", "up", "--no-limits", "--data-dir", self.directory / "data", "--http-port", "0",
             "--mqtt-port", "0", "--kafka-port", "0", "--database-port", "0"],
            self.workbench.logs,
        )
        self.urls = dict(field.split("=", 1) for field in self.process.wait_for("READY").split()[1:])
        return self

    def __exit__(self, *failure):
        self.workbench.processes.stop(self.process)
        self.workbench.discard(self.directory)

    def where(self):
        return ["--http", self.urls["http"], "--mqtt", self.urls["mqtt"], "--database", self.urls["database"]]


def seconds_of(text):
    """Seconds of a duration such as 20s or 2m."""
    match = re.fullmatch(r"(\d+)(s|m)", text)
    if match is None:
        raise Failed(f"not a duration: {text} (20s, 2m)")
    return int(match.group(1)) * (60 if match.group(2) == "m" else 1)
