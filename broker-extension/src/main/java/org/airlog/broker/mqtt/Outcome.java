package org.airlog.broker.mqtt;

import org.airlog.broker.intake.Verdict;

/** How one publish ended. */
sealed interface Outcome {

    /** Its observations are safe. */
    record Stored(Verdict.Accepted accepted) implements Outcome {}

    /** Its sensor is registered, and the secret on its way. */
    record Registered() implements Outcome {}

    /** Nothing of it is kept. */
    record Refused(Verdict.Rejected rejected) implements Outcome {}
}
