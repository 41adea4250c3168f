package org.airlog.launcher.service;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** A service in this process: started once, then looked after until it is closed or has died. */
interface Service extends AutoCloseable {

    /** Starts it and returns where it is, for the line that begins with READY; throws where it cannot start. */
    String start() throws IOException;

    /** Completes, exceptionally or not, when it has ended by itself. */
    default CompletableFuture<?> ended() {
        return new CompletableFuture<>();
    }

    /** Finishes what is under way. */
    @Override
    void close();
}
