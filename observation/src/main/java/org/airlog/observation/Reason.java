package org.airlog.observation;

import java.util.Arrays;
import java.util.Optional;

/**
 * Why a publish was refused: the one list, spoken in HTTP, MQTT 5 and MQTT 3.1.1 alike.
 *
 * <p>The {@link #label()} is the metric tag, the first word of the MQTT reason string and the HTTP detail; it never
 * changes once published.
 */
public enum Reason {
    /** The payload is not what its content type says, or breaks a rule of its format. */
    MALFORMED("malformed", Recovery.FINAL),
    /** Every observation's time is too old or in the future. */
    TIME_IMPLAUSIBLE("time-implausible", Recovery.FINAL),
    /** Every reading lies outside its plausible range. */
    VALUE_IMPLAUSIBLE("value-implausible", Recovery.FINAL),
    /** The topic names no SUID or is none that Airlog serves. */
    TOPIC_INVALID("topic-invalid", Recovery.FINAL),
    /** The SUID is registered and the publish carries no signature. */
    SIGNATURE_MISSING("signature-missing", Recovery.FINAL),
    /** The signature does not match, or cannot be read as one. */
    SIGNATURE_WRONG("signature-wrong", Recovery.FINAL),
    /** The signature matches and its time is too old or in the future. */
    SIGNATURE_STALE("signature-stale", Recovery.FINAL),
    /** A rule forbids it: rogue path of a registered SUID, registration policy, no TLS, retain, QoS 2. */
    NOT_ALLOWED("not-allowed", Recovery.FINAL),
    /** No decoder for this content type. */
    CONTENT_TYPE_UNSUPPORTED("content-type-unsupported", Recovery.FINAL),
    /** Larger than a limit of size. */
    TOO_LARGE("too-large", Recovery.FINAL),
    /** Faster than a limit of rate; the detail names the limit. */
    OVER_LIMIT("over-limit", Recovery.RESEND_LATER),
    /** Airlog cannot judge or store just now. */
    UNAVAILABLE("unavailable", Recovery.RESEND_LATER);

    /** What the sender of a refused publish can do about it. */
    public enum Recovery {
        /** Resending the same bytes is refused again. */
        FINAL,
        /** The same bytes may be accepted later: the sender must keep them. */
        RESEND_LATER
    }

    private final String label;
    private final Recovery recovery;

    Reason(String label, Recovery recovery) {
        this.label = label;
        this.recovery = recovery;
    }

    /** The stable word for this reason. */
    public String label() {
        return label;
    }

    /** Whether the sender should keep its copy and resend. */
    public Recovery recovery() {
        return recovery;
    }

    /** The reason that a reason string starts with ({@code "over-limit: publishes-per-suid"}), if any. */
    public static Optional<Reason> ofReasonString(String text) {
        int end = text.indexOf(':');
        String label = (end < 0 ? text : text.substring(0, end)).strip();
        return Arrays.stream(values())
                .filter(reason -> reason.label.equals(label))
                .findFirst();
    }
}
