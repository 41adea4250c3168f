package org.airlog.portal.http;

import io.javalin.config.RoutesConfig;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** {@code /healthy}, {@code /ready} and {@code /metrics} of a portal with a server of its own. */
public final class OperatorPaths {

    private static final String TEXT = "text/plain; charset=utf-8";

    private final BooleanSupplier isDatabaseAnswering;
    private final PortalMetrics metrics;

    /** Asks and reads whenever it is asked. */
    public OperatorPaths(BooleanSupplier isDatabaseAnswering, PortalMetrics metrics) {
        this.isDatabaseAnswering = isDatabaseAnswering;
        this.metrics = metrics;
    }

    void addTo(RoutesConfig routes) {
        add(routes, "/healthy", () -> Answer.ok(TEXT, "healthy"));
        add(routes, "/ready", this::ready);
        add(routes, "/metrics", () -> Answer.ok(TEXT, metrics.scrape()));
    }

    private static void add(RoutesConfig routes, String path, Supplier<Answer> answer) {
        routes.get(path, context -> PortalPaths.write(context, answer.get()));
        routes.head(path, context -> PortalPaths.write(context, answer.get()));
    }

    private Answer ready() {
        return isDatabaseAnswering.getAsBoolean()
                ? Answer.ok(TEXT, "ready")
                : Answer.problem(503, "Service Unavailable", "the database cannot be read");
    }
}
