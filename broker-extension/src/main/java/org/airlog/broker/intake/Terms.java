package org.airlog.broker.intake;

import java.util.random.RandomGenerator;
import org.airlog.broker.intake.limit.LimitRules;
import org.airlog.broker.intake.limit.Limits;

/**
 * What publishes are taken on, at one moment: all that an operator may change while the broker runs. A publish goes by the
 * terms that were in force when it came, to its end. Immutable, but for what the limits have counted; thread-safe.
 *
 * @param rules of decisions
 * @param intake decides by them
 * @param limits how much may come how often
 */
public record Terms(Rules rules, Intake intake, Limits limits) {

    /** The first ones; {@code random} is as good as that of a secret. */
    public static Terms first(Rules rules, LimitRules limits, RandomGenerator random) {
        return new Terms(rules, new Intake(rules), new Limits(limits, random));
    }

    /** Those that follow at {@code now}, a monotonic clock's nanoseconds; what was used of the limits stays used. */
    public Terms changed(Rules next, LimitRules nextLimits, long now) {
        return new Terms(next, new Intake(next), limits.changed(nextLimits, now));
    }
}
