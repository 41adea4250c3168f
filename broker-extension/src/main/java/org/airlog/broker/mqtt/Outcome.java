package org.airlog.broker.mqtt;

import org.airlog.broker.intake.Verdict;

/** How one publish ended. */
sealed interface Outcome {

    /** Its observations are safe. */
    record Stored(Verdict.Accepted accepted) implements Outcome {}

    /** What it asked of the registry is done, and the answer, a secret perhaps, on its way. */
    record Registered() implements Outcome {}

    /** Nothing of it is kept. */
    record Refused(Verdict.Rejected rejected) implements Outcome {}
}
