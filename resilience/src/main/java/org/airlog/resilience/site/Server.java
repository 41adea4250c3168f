package org.airlog.resilience.site;

import java.io.IOException;

/** A server whose processes can be killed and frozen. Each method belongs to whoever holds its {@link Supervised}. */
interface Server {

    /** Begins a start; returns before it is over. */
    void start() throws IOException;

    /** Whether the start is over, and serves. */
    boolean isReady();

    /** Whether it runs or is starting. */
    boolean isAlive();

    /** SIGKILL; returns when it is dead. */
    void kill();

    /** SIGSTOP. */
    void freeze() throws IOException;

    /** SIGCONT. */
    void thaw() throws IOException;

    /** SIGTERM; returns when it has ended, or is killed after a minute. */
    void terminate();
}
