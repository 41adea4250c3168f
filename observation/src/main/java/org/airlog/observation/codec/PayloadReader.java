package org.airlog.observation.codec;

import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * A payload as a stream of values: what JSON and MessagePack have in common, so that the rules of a payload's shape are
 * written once.
 *
 * <p>What is read has a name, {@code what}, which is put into words only where something is wrong with it.
 *
 * <p>Nesting is bounded by {@code json-depth} and costs no stack; nothing is allocated because a length field says so.
 * Every fault is a {@link Refusal}. One reader reads one payload on one thread.
 */
interface PayloadReader {

    /** What a value is. */
    enum Kind {
        ARRAY,
        MAP,
        NUMBER,
        TEXT,
        BOOLEAN,
        NULL,
        /** What JSON cannot say: binary and extensions of MessagePack. */
        OTHER
    }

    /** What comes next; it stays next. */
    Kind next() throws Refusal;

    /** Steps into the array that comes next. */
    void openArray(Object what) throws Refusal;

    /** Whether the open array has another element, which then must be read; steps out of the array where it has none. */
    boolean hasElement() throws Refusal;

    /** Steps into the map (JSON: object) that comes next. */
    void openMap(Object what) throws Refusal;

    /** The name of the open map's next entry, whose value then must be read; null where it has none: steps out of it. */
    @Nullable
    String nextName() throws Refusal;

    /** The finite number that comes next. */
    double number(Object what) throws Refusal;

    /** The text that comes next. */
    String text(Object what) throws Refusal;

    /** The truth value that comes next. */
    boolean truth(Object what) throws Refusal;

    /** Passes over the value that comes next, whatever it holds. */
    void skip() throws Refusal;

    /** Demands that nothing follows. */
    void end() throws Refusal;

    /** Passes over a null, if one comes next. */
    default boolean skipNull() throws Refusal {
        if (next() != Kind.NULL) {
            return false;
        }
        skip();
        return true;
    }

    /** The refusal of a payload that is nested deeper than {@code maxDepth}. */
    static Refusal tooDeep(int maxDepth) {
        return new Refusal(Reason.MALFORMED, "json-depth: nested deeper than " + maxDepth);
    }
}
