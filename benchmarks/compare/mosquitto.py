"""Mosquitto, a bridge in C, and PostgreSQL: what people build first, and what it costs to be safe."""

import getpass

from compare.processes import free_port, need, run, wait_for_port
from compare.workbench import BENCHMARKS, ON_THE_DISK

NAME = "mosquitto"


class Mosquitto:
    title = "Mosquitto + bridge"
    what = "publish QoS 1 → committed row; Airlog's are signed, the peer's are not"
    ours_means = ON_THE_DISK
    peer_means = "**memory**: Mosquitto has it; neither it nor the bridge has stored anything yet, a crash of either loses it"

    def __init__(self, workbench):
        self.workbench = workbench
        self.broker = need("mosquitto", "mosquitto")
        self.bridge = workbench.directory / "bridge"
        need("psql", "postgresql-client")
        run(
            [need("gcc", "gcc libc6-dev"), "-O2", "-std=gnu11", "-Wall", "-o", self.bridge,
             BENCHMARKS / "mosquitto" / "bridge.c", "-I", "/usr/include/postgresql",
             "-lmosquitto", "-lpq", "-lcjson", "-lpthread"],
            "compiling the bridge (apt-get install libmosquitto-dev libpq-dev libcjson-dev)",
        )

    def load(self):
        return self.workbench.publishes()

    def ours(self):
        return self.workbench.airlog("publish", self.load())

    def peer(self):
        bench = self.workbench
        directory = bench.fresh(NAME)
        url, database, server = bench.postgres(directory)
        bench.sql(url, "-c", "CREATE TABLE bridge (rows bigint NOT NULL)", "-c", "INSERT INTO bridge VALUES (0)")
        port = free_port()
        configuration = directory / "mosquitto.conf"
        configuration.write_text(
            (BENCHMARKS / "mosquitto" / "mosquitto.conf")
            .read_text().replace("@PORT@", str(port)).replace("@USER@", getpass.getuser())
        )
        broker = bench.processes.start("mosquitto", [self.broker, "-c", configuration], bench.logs)
        wait_for_port(broker, port)
        bridge = bench.processes.start("bridge", [self.bridge, port, url], bench.logs)
        bridge.wait_for("READY")
        figures = bench.generate(
            NAME, "publish", "--mqtt", f"mqtt://127.0.0.1:{port}", "--database", url, "--unsigned",
            "--stored-query", "SELECT rows FROM bridge", *self.load(),
            "--process", f"mosquitto={broker.pid}", "--process", f"bridge={bridge.pid}",
            "--process", f"database={database}",
        )
        claimed = int(bench.sql(url, "-c", "SELECT rows FROM bridge"))
        counted = int(bench.sql(url, "-c", "SELECT count(*) FROM observation"))
        for running in (bridge, broker, server):
            bench.processes.stop(running)
        bench.discard(directory)
        # The bridge's own account, which the generator asked, is believed only if the table bears it out.
        return bench.result(figures, figures["stored"] - claimed + counted)
