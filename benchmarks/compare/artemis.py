"""Apache ActiveMQ Artemis: a broker that, like Airlog's door, acknowledges what is on the disk."""

import platform
import re
import zipfile

from compare.processes import free_port
from compare.workbench import BENCHMARKS, Airlog

NAME = "artemis"


class Artemis:
    title = "Artemis"
    what = "publish QoS 1 → PUBACK after the disk has it; Airlog's are signed and become rows meanwhile, the peer's stay in its queue"
    ours_means = "fsync: the record is on Kafka's disk (`flush.messages=1`), and becomes a row exactly once"

    def __init__(self, workbench):
        self.workbench = workbench
        self.jars = workbench.jars(NAME)
        self.journal = "?"

    @property
    def peer_means(self):
        return f"fsync: the message is in the durable queue's journal (`{self.journal}`, `journal-datasync`)"

    def load(self):
        options = self.workbench.options
        return ["--clients", options.clients, "--batch", options.batch, "--readings", options.readings, "--qos", "1"]

    def ours(self):
        with Airlog(self.workbench) as airlog:
            figures = self.workbench.generate("airlog", "publish", *airlog.where(), *self.load())
            return self.workbench.result(figures, figures["stored"], "acknowledgedPerSecond")

    def peer(self):
        bench = self.workbench
        directory = bench.fresh(NAME)
        port = free_port()
        broker = bench.processes.start(
            NAME,
            [bench.java(), "-Xms2g", "-Xmx4g", "-XX:+UseG1GC", "-XX:AutoBoxCacheMax=20000",
             f"-Djava.library.path={self.libraries()}", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
             "-cp", f"{self.jars}/*", BENCHMARKS / "artemis" / "Artemis.java", directory / "data",
             BENCHMARKS / "artemis" / "broker.xml", port],
            bench.logs,
        )
        self.journal = re.search(r"journal=(\S+)", broker.wait_for("READY")).group(1)
        load = [
            "--mqtt", f"mqtt://127.0.0.1:{port}", "--unsigned", *self.load(), "--process", f"artemis={broker.pid}",
        ]
        # It has no SQL that the generator could count by: warmed up by a run of its own, counted before and after.
        bench.generate(f"{NAME}-warmup", "publish", *load, duration=bench.options.warmup, warmup="0s")
        before = self.count(broker)
        figures = bench.generate(NAME, "publish", *load, warmup="0s")
        # Publishes are messages here.
        stored = (self.count(broker) - before) * int(bench.options.batch)
        bench.processes.stop(broker)
        bench.discard(directory)
        return bench.result(figures, stored, "acknowledgedPerSecond")

    def libraries(self):
        """Its native part, which its distribution has outside of the jar."""
        target = self.jars / "native"
        machine = {"x86_64": "linux-x86_64", "i686": "linux-i686"}.get(platform.machine())
        if machine and not target.exists():
            with zipfile.ZipFile(next(self.jars.glob("activemq-artemis-native-*.jar"))) as jar:
                for name in jar.namelist():
                    if name.startswith(f"lib/{machine}/") and name.endswith(".so"):
                        target.mkdir(exist_ok=True)
                        (target / name.rsplit("/", 1)[1]).write_bytes(jar.read(name))
        return target

    @staticmethod
    def count(broker):
        broker.say("count")
        return int(broker.wait_for("COUNT").split()[1])
