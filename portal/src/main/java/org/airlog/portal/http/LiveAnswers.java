package org.airlog.portal.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.airlog.portal.api.Parameters;
import org.airlog.portal.api.RefusedQueryException;
import org.airlog.portal.api.ServerSent;
import org.airlog.portal.timescale.LatestChanges;
import org.airlog.portal.timescale.StoreUnavailableException;

/** {@code GET /api/v1/events}: live values as server-sent events. Holds no thread. Thread-safe. */
public final class LiveAnswers {

    private static final String PATH = ApiPaths.EVENTS;

    private final LatestChanges changes;
    private final LiveStream live;
    private final PortalMetrics metrics;

    /** Tells of {@code changes}: what was missed at once, what comes by {@code live}. */
    public LiveAnswers(LatestChanges changes, LiveStream live, PortalMetrics metrics) {
        this.changes = changes;
        this.live = live;
        this.metrics = metrics;
    }

    void serve(Context context) throws IOException {
        long begun = System.nanoTime();
        metrics.begun();
        var request = context.req();
        var listener = new LiveListener(
                context.res().getOutputStream(),
                () -> Requests.abort(request),
                () -> Requests.isServerStopping(request));
        listener.tell(ServerSent.BEGINNING);
        Optional<Answer> refusal = refusal(context, listener);
        if (refusal.isPresent() || context.req().getMethod().equals("HEAD")) {
            live.remove(listener);
            int status = refusal.map(Answer::status).orElse(200);
            try {
                if (refusal.isPresent()) {
                    PortalPaths.write(context, refusal.get());
                } else {
                    begin(context);
                }
            } finally {
                answered(status, begun);
            }
            return;
        }
        begin(context);
        context.future(() -> {
            listener.open();
            return listener.ended().whenComplete((nothing, never) -> {
                live.remove(listener);
                answered(200, begun);
            });
        });
    }

    /** Lets {@code listener} listen, and tells him what he has missed: in this order, so that nothing lies between. */
    private Optional<Answer> refusal(Context context, LiveListener listener) {
        try {
            var unused = Parameters.of(Requests.query(context), List.of());
            if (!live.add(listener)) {
                return Optional.of(Answer.problem(503, "Service Unavailable", "too many are listening"));
            }
            Optional<Instant> last = Optional.ofNullable(context.req().getHeader("Last-Event-ID"))
                    .flatMap(ServerSent::changedAt);
            if (last.isPresent()) {
                listener.tell(ServerSent.of(changes.lastAfter(last.get())));
            }
            return Optional.empty();
        } catch (RefusedQueryException e) {
            return Optional.of(Answer.refused(e));
        } catch (StoreUnavailableException e) {
            return Optional.of(Answer.problem(503, "Service Unavailable", e.detail()));
        }
    }

    private static void begin(Context context) {
        var response = context.res();
        response.setStatus(200);
        response.setContentType("text/event-stream; charset=utf-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        // Proxies that hold answers back until they are whole would hold this one for ever.
        response.setHeader("X-Accel-Buffering", "no");
    }

    private void answered(int status, long begun) {
        metrics.answered(PATH, status, Duration.ofNanos(System.nanoTime() - begun));
    }
}
