package org.airlog.observation;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Something that holds for every input: checked for many, each made from a seed of its own.
 *
 * <p>A failure tells the seed; {@code -Dairlog.test.seed=<seed>} runs that case first.
 */
@FunctionalInterface
public interface Property {

    /** Throws where the property does not hold for what {@code random} makes. */
    void check(RandomGenerator random) throws Exception;

    /** Checks {@code property} for {@code cases} seeds, new ones each run. */
    static void holds(int cases, Property property) {
        long first = Long.getLong("airlog.test.seed", System.nanoTime());
        for (long seed = first; seed < first + cases; seed++) {
            try {
                property.check(new SplittableRandom(seed));
            } catch (Exception | AssertionError | StackOverflowError e) {
                throw new AssertionError("failed with -Dairlog.test.seed=" + seed, e);
            }
        }
    }
}
