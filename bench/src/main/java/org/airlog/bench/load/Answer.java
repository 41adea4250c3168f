package org.airlog.bench.load;

/** What a publish was answered. */
public sealed interface Answer {

    /** It is the receiver's now. */
    record Acknowledged() implements Answer {}

    /** Nobody acknowledges at QoS 0: it has left. */
    record Left() implements Answer {}

    /** For good, for this reason. */
    record Refused(String reason) implements Answer {}

    /** Not now: the sender keeps it and sends it again. */
    record Later(String reason) implements Answer {}
}
