package org.airlog.portal.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.airlog.observation.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the portal shows to people and programs, as paths that any server of this process can add: the portal's own, or
 * the gateway's.
 *
 * <p>At most {@value #MOST_ANSWERS} answers are made at once, from the first look at the database until the last byte has
 * been taken; one more is answered 503. So however slow the database or a reader is, the server keeps its other threads.
 * Every answer has a {@code Content-Length}. Thread-safe.
 */
public final class PortalPaths {

    static final int MOST_ANSWERS = 12;

    private static final Logger log = LoggerFactory.getLogger(PortalPaths.class);

    private final Downloads downloads;
    private final UploadHelp uploadHelp;
    private final PortalMetrics metrics;
    private final Semaphore places = new Semaphore(MOST_ANSWERS);

    /** Keeps what it is given. */
    public PortalPaths(Downloads downloads, UploadHelp uploadHelp, PortalMetrics metrics) {
        this.downloads = downloads;
        this.uploadHelp = uploadHelp;
        this.metrics = metrics;
    }

    /** Adds them. */
    public void addTo(RoutesConfig routes) {
        add(routes, Downloads.PATH, downloads::answer);
        if (uploadHelp.isShown()) {
            add(routes, UploadHelp.PATH, uploadHelp::answer);
        }
    }

    /** Javalin alone answers 200 to a HEAD of whatever can be got. */
    private void add(RoutesConfig routes, String path, Function<Context, Answer> answer) {
        Handler handler = context -> serve(context, path, answer);
        routes.get(path, handler);
        routes.head(path, handler);
    }

    private void serve(Context context, String path, Function<Context, Answer> answer) {
        long begun = System.nanoTime();
        metrics.begun();
        int status = 500;
        boolean hasPlace = places.tryAcquire();
        try {
            Answer known = hasPlace
                    ? answered(context, answer)
                    : Answer.error(503, Reason.UNAVAILABLE.label(), "too many are reading at once");
            status = known.status();
            write(context, known);
        } catch (IOException gone) {
            log.atDebug().setCause(gone).log("Nobody waits for the answer any more");
        } finally {
            if (hasPlace) {
                places.release();
            }
            metrics.answered(path, status, Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    private static Answer answered(Context context, Function<Context, Answer> answer) {
        try {
            return answer.apply(context);
        } catch (RuntimeException bug) {
            log.error("A request was not answered as it should be", bug);
            return Answer.error(500, "internal", "a fault of Airlog");
        }
    }

    /** Right here and not by Javalin, which would write when the place is given back. */
    static void write(Context context, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        var response = context.res();
        response.setStatus(answer.status());
        response.setContentType(answer.contentType());
        response.setContentLength(body.length);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        answer.headers().forEach(response::setHeader);
        response.getOutputStream().write(body);
    }
}
