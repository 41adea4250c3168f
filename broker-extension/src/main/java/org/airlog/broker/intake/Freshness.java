package org.airlog.broker.intake;

/** How much of the registry is known at the moment of a decision. */
public enum Freshness {
    /** Nothing yet: nobody can be judged. */
    NOT_LOADED,
    /** What was known when the publish arrived; another broker may know more. */
    MAY_LAG,
    /** Everything that was written before the publish arrived. */
    CAUGHT_UP
}
