package org.airlog.tracing;

import org.airlog.observation.TraceContext;
import org.jspecify.annotations.Nullable;

/**
 * One step of what is traced: a span. Of what is not traced {@link #NONE}, which does nothing and allocates nothing, so that
 * callers need not ask.
 *
 * <p>Names and values are of small closed sets or numbers: never a SUID, a public id, a topic as sent, a secret, a position
 * or a payload. Thread-safe; what comes after {@link #end} is lost.
 */
public interface Step {

    /** Of what is not traced. */
    Step NONE = NoStep.NONE;

    /** Whose work a step is, as OpenTelemetry divides it. */
    enum Kind {
        /** A request that came from outside. */
        SERVER,
        /** What hands something to a log or queue. */
        PRODUCER,
        /** What takes it from there. */
        CONSUMER,
        /** A request of ours. */
        CLIENT
    }

    /** Whether what is {@link #set} is seen by anybody: for values that cost something. */
    boolean isTraced();

    /** A step within this one; it may end later. */
    Step child(String name, Kind kind);

    /** Notes a fact. */
    Step set(String name, String value);

    /** Notes a number. */
    Step set(String name, long value);

    /** It did not work, and that is ours to mend; {@code type} says in a word what it was. */
    void failed(String type);

    /** It is over, now. */
    void end();

    /** What is sent on, so that others go on from here; null where there is nothing to go on from. */
    @Nullable
    TraceContext context();

    /** From here on what this thread measures is an example of this step; {@link #leave} must follow. */
    void enter();

    /** The end of what {@link #enter} began. */
    void leave();
}
