"""HiveMQ CE without an extension: what Airlog's broker costs before Airlog does anything."""

from compare.broker import Broker
from compare.workbench import BENCHMARKS


class HiveMq(Broker):
    name = "hivemq"
    title = "bare HiveMQ"
    what = "publish QoS 1 → PUBACK; Airlog's are signed, on the disk and become rows meanwhile, the peer's are forgotten"
    peer_means = "**memory**: the broker has read it; nobody stores it"

    def start(self, directory, port):
        bench = self.workbench
        broker = bench.processes.start(
            self.name,
            [bench.java(), "-cp", bench.our_classes(), BENCHMARKS / "hivemq" / "HiveMq.java", directory, port],
            bench.logs,
        )
        broker.wait_for("READY")
        return broker
