package org.airlog.management;

/** What {@code /ready} answers just now: whether the process can do its work, and what it lacks. */
public interface ReadyAnswer {

    /** Whether it should be sent work: 200, otherwise 503. */
    boolean isReady();

    /** A JSON object whose first member is {@code ready}. */
    String toJson();
}
