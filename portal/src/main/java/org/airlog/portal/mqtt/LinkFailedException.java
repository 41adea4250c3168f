package org.airlog.portal.mqtt;

import org.jspecify.annotations.Nullable;

/** The door cannot be asked, or does not answer. */
public final class LinkFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final String detail;

    /** What fails. */
    public enum Kind {
        /** Nobody listens. */
        UNREACHABLE,
        /** The user's password is another. */
        WRONG_PASSWORD,
        /** The connection is denied, for the reason in the detail. */
        DENIED,
        /** The connection was closed by the broker, for the reason in the detail. */
        CLOSED,
        /** Nothing comes: what was asked for may have been done. */
        NO_ANSWER,
        /** What comes makes no sense. */
        NOT_UNDERSTOOD,
        /** The thread that waited was interrupted. */
        INTERRUPTED
    }

    LinkFailedException(Kind kind, String detail, @Nullable Throwable cause) {
        super(kind + (detail.isEmpty() ? "" : ": " + detail), cause);
        this.kind = kind;
        this.detail = detail;
    }

    /** What fails. */
    public Kind kind() {
        return kind;
    }

    /** What the broker says of it; may be empty. */
    public String detail() {
        return detail;
    }
}
