"""A broker that only takes publishes: what the brokers among the peers have in common."""

from compare.processes import free_port
from compare.workbench import ON_THE_DISK


class Broker:
    """One that answers a line of its input with COUNT and how many publishes it has taken; `start` is its own."""

    name = None
    ours_means = ON_THE_DISK

    def __init__(self, workbench):
        self.workbench = workbench

    def start(self, directory, port):
        raise NotImplementedError

    def load(self):
        return self.workbench.publishes()

    def ours(self):
        return self.workbench.airlog("publish", self.load(), "acknowledgedPerSecond")

    def peer(self):
        bench = self.workbench
        directory = bench.fresh(self.name)
        port = free_port()
        broker = self.start(directory, port)
        load = [
            "--mqtt", f"mqtt://127.0.0.1:{port}", "--unsigned", *self.load(), "--process", f"{self.name}={broker.pid}",
        ]
        # It has no SQL that the generator could count by: warmed up by a run of its own, counted before and after.
        bench.generate(f"{self.name}-warmup", "publish", *load, duration=bench.options.warmup, warmup="0s")
        before = self.count(broker)
        figures = bench.generate(self.name, "publish", *load, warmup="0s")
        # Publishes are messages here.
        taken = (self.count(broker) - before) * int(bench.options.batch)
        bench.processes.stop(broker)
        bench.discard(directory)
        return bench.result(figures, taken, "acknowledgedPerSecond")

    @staticmethod
    def count(broker):
        broker.say("count")
        return int(broker.wait_for("COUNT").split()[1])
