package org.airlog.observation;

/** What the time of an observation is worth. The {@link #code} is on the wire and in the database. */
public enum Clock {
    /** The device measured the time. */
    DEVICE(0),
    /** The device sent none: the time is when Airlog received it. */
    SERVER_FOR_ABSENT(1),
    /** The device sent an implausible one, kept in {@code extra}: the time is when Airlog received it. */
    SERVER_FOR_IMPLAUSIBLE(2);

    private final int code;

    Clock(int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }
}
