package org.airlog.portal.api;

/** A query that is not answered because of one parameter. The text says what is allowed instead. */
public final class RefusedQueryException extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST_NAME = 40;

    private final String parameter;

    /** {@code parameter} is at fault; {@code expected} says what is allowed. */
    public RefusedQueryException(String parameter, String expected) {
        super(shortened(parameter) + ": " + expected);
        this.parameter = shortened(parameter);
    }

    /** Its name, as it was sent, cut where it is very long. */
    public String parameter() {
        return parameter;
    }

    /** For who asked. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    private static String shortened(String name) {
        return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name;
    }
}
