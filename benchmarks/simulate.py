#!/usr/bin/env python3
"""What N brokers and M partitions take, from what one row costs on one machine.

Nothing is measured here. The costs come from `./airlog bench` (cpuSeconds divided by rows) and `./airlog bench drain`; this
draws random sensors, puts each on the broker that a load balancer gives it, on the partition that its SUID hashes to and on
the consumer that has the partition, and finds what is full first. Several draws show what chance does: hashing is never
even. The network, a slow disk and a skewed fleet are not in it.
"""

import argparse
import random
import statistics


def draw(layout, costs, sensors, rng):
    """The rows a second at which the first resource is full, and which one that is."""
    brokers = [0] * layout.brokers
    partitions = [0] * layout.partitions
    for _ in range(sensors):
        brokers[rng.randrange(layout.brokers)] += 1
        partitions[rng.randrange(layout.partitions)] += 1
    consumers = [0] * layout.consumers
    for number, share in enumerate(partitions):
        consumers[number % layout.consumers] += share
    # Seconds of a processor that one row takes, and how many there are of them.
    limits = {
        "a broker": layout.broker_cores / (costs.door * 1e-6 * max(brokers) / sensors),
        # Each record is written by its leader and two followers; leaders are spread evenly.
        "Kafka": layout.kafka_nodes * layout.kafka_cores / (costs.kafka * 1e-6 * min(3, layout.kafka_nodes)),
        # One consumer is one thread that waits for its database: a row takes it so long, whatever its cores.
        "a consumer": 1 / (costs.sink * 1e-6 * max(consumers) / sensors),
        "the database": layout.database_cores / (costs.database * 1e-6),
    }
    full = min(limits, key=limits.get)
    return limits[full], full


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--door", type=float, required=True, help="µs of processor time for a publish in the broker")
    parser.add_argument("--kafka", type=float, required=True, help="µs for a record in Kafka, on one node")
    parser.add_argument("--sink", type=float, required=True, help="µs of elapsed time for a row in one consumer")
    parser.add_argument("--database", type=float, required=True, help="µs of processor time for a row in the database")
    parser.add_argument("--broker-cores", type=int, default=4)
    parser.add_argument("--kafka-nodes", type=int, default=3)
    parser.add_argument("--kafka-cores", type=int, default=4)
    parser.add_argument("--database-cores", type=int, default=16)
    parser.add_argument("--sensors", type=int, default=100_000)
    parser.add_argument("--draws", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    costs = parser.parse_args()
    rng = random.Random(costs.seed)
    print("| brokers | partitions | consumers | rows/s (worst of %d draws) | full first |" % costs.draws)
    print("|--:|--:|--:|--:|---|")
    for brokers, partitions, consumers in [
        (1, 12, 1), (1, 12, 2), (2, 12, 2), (2, 12, 4), (3, 12, 4), (3, 24, 8), (4, 24, 8), (8, 48, 16),
    ]:
        layout = argparse.Namespace(
            brokers=brokers, partitions=partitions, consumers=consumers, broker_cores=costs.broker_cores,
            kafka_nodes=costs.kafka_nodes, kafka_cores=costs.kafka_cores, database_cores=costs.database_cores)
        drawn = [draw(layout, costs, costs.sensors, rng) for _ in range(costs.draws)]
        rates = [rate for rate, _ in drawn]
        print("| %d | %d | %d | %s (%s) | %s |" % (
            brokers, partitions, consumers, format(round(statistics.median(rates), -3), ",.0f"),
            format(round(min(rates), -3), ",.0f"), statistics.mode(full for _, full in drawn)))


if __name__ == "__main__":
    main()
