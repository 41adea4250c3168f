"""Apache ActiveMQ Artemis: a broker that, like Airlog's door, acknowledges what is on the disk."""

import platform
import re
import zipfile

from compare.broker import Broker
from compare.workbench import BENCHMARKS


class Artemis(Broker):
    name = "artemis"
    title = "Artemis"
    what = "publish QoS 1 → PUBACK after the disk has it; Airlog's are signed and become rows meanwhile, the peer's stay in its queue"

    def __init__(self, workbench):
        super().__init__(workbench)
        self.jars = workbench.jars(self.name)
        self.journal = "?"

    @property
    def peer_means(self):
        return f"fsync: the message is in the durable queue's journal (`{self.journal}`, `journal-datasync`)"

    def start(self, directory, port):
        bench = self.workbench
        broker = bench.processes.start(
            self.name,
            [bench.java(), "-Xms2g", "-Xmx4g", "-XX:+UseG1GC", "-XX:AutoBoxCacheMax=20000",
             f"-Djava.library.path={self.libraries()}", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
             "-cp", f"{self.jars}/*", BENCHMARKS / "artemis" / "Artemis.java", directory / "data",
             BENCHMARKS / "artemis" / "broker.xml", port],
            bench.logs,
        )
        self.journal = re.search(r"journal=(\S+)", broker.wait_for("READY")).group(1)
        return broker

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
