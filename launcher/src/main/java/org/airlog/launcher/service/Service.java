package org.airlog.launcher.service;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.airlog.configuration.Key;
import org.airlog.configuration.reload.Reloadable;
import org.airlog.management.ProcessMeters;

/** A service in this process: started once, then looked after until it is closed or has died. */
interface Service extends AutoCloseable {

    /** The keys without a default that it cannot do without. */
    List<Key<?>> required();

    /** What of it takes changed settings. */
    default List<Reloadable> reloadables() {
        return List.of();
    }

    /** Where it tells whether changed settings were taken; empty where what it runs follows the configuration by itself. */
    Optional<ProcessMeters> meters();

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
