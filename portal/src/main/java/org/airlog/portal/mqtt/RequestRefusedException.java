package org.airlog.portal.mqtt;

/** The door refuses what it is asked for. */
public final class RequestRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String why;

    RequestRefusedException(String why) {
        super(why);
        this.why = why;
    }

    /** Begins with the reason's label. */
    public String why() {
        return why;
    }
}
