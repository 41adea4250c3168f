"""Kafka Connect with Debezium's JDBC sink: the sink alone, against Airlog's consumer."""

import json
import re
import time
import urllib.request
from urllib.parse import urlsplit

from compare.figures import Run
from compare.processes import CpuClock, Failed, free_port, need
from compare.workbench import BENCHMARKS, Airlog

NAME = "connect"
# As many as Airlog's topic has.
PARTITIONS = 12
# More are not faster on two processors.
TASKS = 4
# Any so many rows that follow each other have some of each partition.
SOME = 2 * PARTITIONS
SENSORS = 2000
EPOCH = "2026-01-01T00:00:00Z"
STEP_SECONDS = 10
WARMUP_ROWS = 200_000
PATIENCE_SECONDS = 900


class Connect:
    title = "Kafka Connect + Debezium JDBC sink"
    what = "drain: a full topic → committed rows, one record a row"
    ours_means = "fsync: rows and offsets are committed in one transaction (PostgreSQL, `synchronous_commit`): exactly once"
    peer_means = "fsync: rows are committed (PostgreSQL), their offsets later: at least once, upserts make repeats harmless"

    def __init__(self, workbench):
        self.workbench = workbench
        need("psql", "postgresql-client")
        self.jars = workbench.jars(NAME)
        self.rows = None

    def ours(self):
        with Airlog(self.workbench) as airlog:
            figures = self.workbench.generate(
                "airlog", "drain", *airlog.where(), "--clients", self.workbench.options.clients, "--sensors", SENSORS
            )
            self.rows = figures["stored"]
            # Its latencies are those of filling the log.
            return self.workbench.result({**figures, "latencyMillis": None}, figures["stored"])

    def peer(self):
        """As many rows as Airlog had in its last run; timed as Airlog's drain is, from the first rows to the last."""
        bench = self.workbench
        directory = bench.fresh(NAME)
        url, database_process, server = bench.postgres(directory)
        kafka = bench.processes.start(
            "kafka",
            [bench.java(), "-Xmx1g", "-cp", bench.our_classes(), BENCHMARKS / "servers" / "Kafka.java",
             directory / "kafka", PARTITIONS],
            bench.logs,
        )
        bootstrap = re.search(r"kafka=(\S+)", kafka.wait_for("READY")).group(1)
        port = free_port()
        worker = bench.processes.start(
            NAME, [bench.java(), "-Xmx2g", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", f"{self.jars}/*",
                   "org.apache.kafka.connect.cli.ConnectStandalone",
                   *self.configurations(directory, bootstrap, port, url)],
            bench.logs,
        )
        client = bench.processes.start("psql", [need("psql", "postgresql-client"), "-X", "-q", "-A", "-t", url], bench.logs)
        self.fill(kafka, 0, WARMUP_ROWS)
        self.await_rows(worker, port, client, 0, WARMUP_ROWS)
        self.switch(port, "pause", "PAUSED")
        self.fill(kafka, WARMUP_ROWS, self.rows)
        end = WARMUP_ROWS + self.rows
        cpu = CpuClock(worker.pid, database_process)
        self.switch(port, "resume", "RUNNING")
        seconds = self.await_rows(worker, port, client, WARMUP_ROWS, end)
        micros = cpu.seconds() * 1e6 / self.rows
        stored = int(bench.sql(url, "-c", "SELECT count(*) FROM observation")) - WARMUP_ROWS
        for running in (client, worker, kafka, server):
            bench.processes.stop(running)
        bench.discard(directory)
        return Run(self.rows / seconds, self.rows, stored, cpu_micros_per_row=micros, details={"seconds": seconds})

    def configurations(self, directory, bootstrap, port, url):
        parts = urlsplit(url)
        values = {
            "KAFKA": bootstrap, "PORT": port, "DIRECTORY": directory, "TASKS": TASKS,
            "DATABASE": f"{parts.port}{parts.path}", "USER": parts.username, "PASSWORD": parts.password,
        }
        for name in ("worker.properties", "sink.properties"):
            text = (BENCHMARKS / "connect" / name).read_text()
            (directory / name).write_text(re.sub(r"@([A-Z]+)@", lambda found: str(values[found.group(1)]), text))
            yield directory / name

    @staticmethod
    def fill(kafka, first, count):
        kafka.say(f"{first} {count} {SENSORS}")
        kafka.wait_for("FILLED", PATIENCE_SECONDS)

    def await_rows(self, worker, port, client, first, end):
        """The seconds for all rows, by the pace from when the first were there: those are not counted, as in Airlog's drain."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.present(client, range(first, first + SOME)) == 0:
            self.pause(worker, port, deadline)
        start = time.monotonic()
        early = self.number(client, "SELECT count(*) FROM observation") - first
        while self.present(client, range(end - SOME, end)) < SOME:
            self.pause(worker, port, deadline)
        return (time.monotonic() - start) * (end - first) / max(1, end - first - early)

    def present(self, client, rows):
        """How many of these rows are there; those of a partition come in order."""
        keys = ", ".join(
            f"({row % SENSORS}, timestamptz '{EPOCH}' + interval '{row // SENSORS * STEP_SECONDS} seconds')" for row in rows
        )
        return self.number(client, f"SELECT count(*) FROM observation WHERE (sensor_id, time) IN ({keys})")

    @staticmethod
    def number(client, sql):
        client.say(f"SELECT 'NUMBER ' || ({sql});")
        return int(client.wait_for("NUMBER").split()[1])

    @staticmethod
    def pause(worker, port, deadline):
        """A moment; fails where nothing more can be expected."""
        if worker.process.poll() is not None or time.monotonic() > deadline:
            raise Failed(f"Kafka Connect does not bring the rows:\n{worker.tail()}")
        if time.monotonic() % 2 < 0.1:
            Connect.states(port)
        time.sleep(0.1)

    @staticmethod
    def states(port):
        """Of the connector and its tasks."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/connectors/rows/status") as answer:
                status = json.load(answer)
        except OSError:
            return []
        for task in status["tasks"]:
            if task["state"] == "FAILED":
                raise Failed(f"a task of Kafka Connect has failed:\n{task['trace'][:3000]}")
        return [status["connector"]["state"], *(task["state"] for task in status["tasks"])]

    @staticmethod
    def switch(port, verb, state):
        """Pauses or resumes all tasks, and waits until they are."""
        address = f"http://127.0.0.1:{port}/connectors/rows/{verb}"
        urllib.request.urlopen(urllib.request.Request(address, method="PUT")).close()
        deadline = time.monotonic() + 60
        while any(each != state for each in Connect.states(port)):
            if time.monotonic() > deadline:
                raise Failed(f"Kafka Connect did not {verb}")
            time.sleep(0.02)
