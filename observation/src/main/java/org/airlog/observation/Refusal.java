package org.airlog.observation;

/**
 * A payload that is not accepted, with the reason and a detail for its sender: what decoders throw, and all they throw.
 *
 * <p>The detail says what to mend. It may quote names from the payload, cut to a sane length, and never a secret, a
 * signature or a position. No stack trace is taken: a refusal is an answer, not a fault, and strangers can cause many.
 */
public final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST_DETAIL = 300;

    private final Reason reason;
    private final String detail;

    /** A refusal for {@code reason}; {@code detail} is cut to 300 characters. */
    public Refusal(Reason reason, String detail) {
        super(reason.label() + ": " + cut(detail), null, false, false);
        this.reason = reason;
        this.detail = cut(detail);
    }

    /** The reason from the one list. */
    public Reason reason() {
        return reason;
    }

    /** What to mend, in a sentence. */
    public String detail() {
        return detail;
    }

    private static String cut(String detail) {
        return detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL) + "…";
    }
}
