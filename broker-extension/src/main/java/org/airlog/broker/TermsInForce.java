package org.airlog.broker;

import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.airlog.broker.intake.Moment;
import org.airlog.broker.intake.Terms;
import org.airlog.configuration.Settings;
import org.airlog.configuration.reload.Reloadable;

/**
 * The terms that the door goes by just now: changed as a whole by one thread, read by all others at the price of one
 * volatile read.
 */
final class TermsInForce implements Supplier<Terms>, Reloadable {

    private final Path home;
    private final Supplier<Moment> clock;
    private volatile Terms terms;

    /** Those of {@code config}; relative paths of later ones start at {@code home}. */
    TermsInForce(BrokerConfig config, Path home, Supplier<Moment> clock, RandomGenerator random) {
        this.home = home;
        this.clock = clock;
        this.terms = Terms.first(config.rules(), config.limits(), random);
    }

    @Override
    public Terms get() {
        return terms;
    }

    @Override
    public Runnable prepare(Settings settings) {
        BrokerConfig next = BrokerConfig.of(settings, home);
        return () ->
                terms = terms.changed(next.rules(), next.limits(), clock.get().nanos());
    }
}
