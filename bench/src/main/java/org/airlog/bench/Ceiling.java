package org.airlog.bench;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.airlog.bench.load.Account;
import org.airlog.bench.load.Fleet;
import org.airlog.bench.load.Sensor;
import org.airlog.bench.wire.Generator;
import org.airlog.bench.wire.NullTarget;
import org.airlog.bench.wire.Target;

/** What the generator reaches with the publishes of a plan against a server that does nothing. */
final class Ceiling {

    private static final Duration WARMUP = Duration.ofSeconds(1);
    private static final Duration DURATION = Duration.ofSeconds(2);
    /** Both ends of each connection are in this process, and its open files are bounded. */
    private static final int MOST_CLIENTS = 2_000;

    private Ceiling() {}

    static double publishesPerSecond(Plan plan) throws IOException, InterruptedException {
        int clients = Math.min(plan.clients(), MOST_CLIENTS);
        List<Sensor> sensors =
                plan.dialect().isSigned() ? Registration.madeUp(clients) : Registration.unregistered(clients);
        var fleet = new Fleet(sensors, plan.shape(), Instant.now());
        Target target = plan.target();
        try (var nobody = NullTarget.like(target);
                var generator = new Generator(target.at(nobody.address()), clients, fleet.size(), plan.source(fleet))) {
            generator.connect(OptionalDouble.empty(), new Account());
            generator.run(load(WARMUP, new Account()));
            var account = new Account();
            long start = System.nanoTime();
            generator.run(load(DURATION, account));
            return account.publishes() / ((System.nanoTime() - start) / 1e9);
        }
    }

    private static Generator.Load load(Duration duration, Account account) {
        return new Generator.Load(OptionalDouble.empty(), duration, account, (publish, dueAt) -> {});
    }
}
