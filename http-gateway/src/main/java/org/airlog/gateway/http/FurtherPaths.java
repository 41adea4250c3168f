package org.airlog.gateway.http;

import io.javalin.config.RoutesConfig;

/**
 * Paths on the gateway's port that are answered by somebody else, where one process is both.
 *
 * <p>Whoever adds them must hold few of the server's threads at once, whatever he waits for: uploads arrive on the same
 * ones. What they throw is answered as a fault of the gateway's own.
 */
@FunctionalInterface
public interface FurtherPaths {

    /** There are none. */
    FurtherPaths NONE = routes -> {};

    /** Adds them, before the server starts. */
    void addTo(RoutesConfig routes);
}
