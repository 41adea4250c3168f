package org.airlog.resilience.load;

/** Somebody who talks to Airlog, on a thread of his own: a {@link Device}, or one who means no good. */
public interface Client {

    /** Talks until {@code session} is over and, where that is owed, everything is said; returns at once when halted. */
    void run(Session session) throws InterruptedException;
}
