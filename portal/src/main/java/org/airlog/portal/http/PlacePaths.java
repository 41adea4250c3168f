package org.airlog.portal.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.airlog.portal.api.Parameters;
import org.airlog.portal.api.RefusedQueryException;
import org.airlog.portal.geocoder.FoundPlace;
import org.airlog.portal.geocoder.Geocoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /api/v1/places?q=<address>}: where an address may be. It is there only where the operator has named a service
 * that is asked; no thread waits for it. Thread-safe.
 */
public final class PlacePaths {

    static final String PATH = "/api/v1/places";

    private static final Logger log = LoggerFactory.getLogger(PlacePaths.class);
    private static final int LONGEST_ADDRESS = 200;

    private final Optional<Geocoder> geocoder;
    private final PortalMetrics metrics;

    /** Asks {@code geocoder}; nobody where there is none. */
    public PlacePaths(Optional<Geocoder> geocoder, PortalMetrics metrics) {
        this.geocoder = geocoder;
        this.metrics = metrics;
    }

    /** Adds it, where there is somebody to ask. */
    void addTo(RoutesConfig routes) {
        geocoder.ifPresent(known -> routes.get(PATH, context -> find(context, known)));
    }

    private void find(Context context, Geocoder known) {
        long begun = System.nanoTime();
        metrics.begun();
        String address;
        try {
            address = Parameters.of(Requests.query(context), List.of("q"))
                    .text("q")
                    .filter(text -> text.length() <= LONGEST_ADDRESS)
                    .orElseThrow(() -> new RefusedQueryException(
                            "q", "expected an address of at most " + LONGEST_ADDRESS + " characters"));
        } catch (RefusedQueryException refusal) {
            write(context, Answer.refused(refusal), begun);
            return;
        }
        Optional<CompletableFuture<List<FoundPlace>>> asked = known.find(address);
        if (asked.isEmpty()) {
            write(
                    context,
                    Answer.problem(503, "Service Unavailable", "one address a second is looked up: try again")
                            .with("Retry-After", "1"),
                    begun);
            return;
        }
        context.future(() -> asked.get()
                .thenApply(PlacePaths::told)
                .exceptionally(failure -> {
                    log.atWarn().setCause(failure).log("The geocoder does not answer");
                    return Answer.problem(503, "Service Unavailable", "addresses cannot be looked up just now");
                })
                .thenAccept(answer -> write(context, answer, begun)));
    }

    private void write(Context context, Answer answer, long begun) {
        PortalPaths.write(context, answer, PATH, metrics, begun);
    }

    private static Answer told(List<FoundPlace> places) {
        var text = new StringBuilder("[");
        for (FoundPlace place : places) {
            var members = new LinkedHashMap<String, Object>();
            members.put("name", place.name());
            members.put("latitude", place.latitude());
            members.put("longitude", place.longitude());
            text.append(text.length() == 1 ? "" : ",").append(JsonText.of(members));
        }
        return Answer.ok("application/json", text.append(']').toString());
    }
}
