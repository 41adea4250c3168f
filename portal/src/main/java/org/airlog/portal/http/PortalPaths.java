package org.airlog.portal.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.airlog.observation.Reason;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the portal shows to people and programs, as paths that any server of this process can add: the portal's own, or
 * the gateway's.
 *
 * <p>At most {@value #MOST_ANSWERS} answers are made at once, from the first look at the database until the last byte has
 * been taken; one more is answered 503. So however slow the database or a reader is, the server keeps its other threads.
 * Every such answer has a {@code Content-Length}. Files of many rows and live values are streams, with places of their own.
 * Thread-safe.
 */
public final class PortalPaths {

    static final int MOST_ANSWERS = 12;

    private static final Logger log = LoggerFactory.getLogger(PortalPaths.class);

    private final Downloads downloads;
    private final UploadHelp uploadHelp;
    private final WebPaths web;
    private final ApiPaths api;
    private final PlacePaths addresses;
    private final Claims claims;
    private final ClientPaths client;
    private final Optional<OperatorViewPaths> operators;
    private final PortalMetrics metrics;
    private final Semaphore places = new Semaphore(MOST_ANSWERS);

    /** Keeps what it is given. */
    public PortalPaths(
            Downloads downloads,
            UploadHelp uploadHelp,
            WebPaths web,
            ApiPaths api,
            PlacePaths addresses,
            Claims claims,
            ClientPaths client,
            Optional<OperatorViewPaths> operators,
            PortalMetrics metrics) {
        this.downloads = downloads;
        this.uploadHelp = uploadHelp;
        this.web = web;
        this.api = api;
        this.addresses = addresses;
        this.claims = claims;
        this.client = client;
        this.operators = operators;
        this.metrics = metrics;
    }

    /** Shows how busy {@code threads} are that make the answers. */
    void watch(ThreadPool threads) {
        metrics.watch(threads);
    }

    /** Adds them. */
    public void addTo(RoutesConfig routes) {
        add(routes, Downloads.PATH, PortalPaths::error, downloads::answer);
        if (uploadHelp.isShown()) {
            add(routes, UploadHelp.PATH, PortalPaths::error, uploadHelp::answer);
        }
        web.addTo(routes);
        api.addTo(routes, (path, answer) -> add(routes, path, PortalPaths::problem, answer));
        addresses.addTo(routes);
        routes.post(Claims.PATH, context -> serve(context, Claims.PATH, PortalPaths::problem, claims::answer));
        add(routes, Quality.PATH, PortalPaths::problem, client.quality()::answer);
        client.addTo(routes);
        operators.ifPresent(view ->
                view.addTo(routes, (path, answer) -> context -> serve(context, path, PortalPaths::problem, answer)));
    }

    /** The form of what is refused here, before the path is asked: its status and what to say of it. */
    private interface Refusals {
        Answer of(int status, String detail);
    }

    private static Answer error(int status, String detail) {
        return Answer.error(status, status == 503 ? Reason.UNAVAILABLE.label() : "internal", detail);
    }

    private static Answer problem(int status, String detail) {
        return Answer.problem(status, HttpStatus.getMessage(status), detail);
    }

    /** Javalin alone answers 200 to a HEAD of whatever can be got. */
    private void add(RoutesConfig routes, String path, Refusals refusals, Function<Context, Answer> answer) {
        Handler handler = context -> serve(context, path, refusals, answer);
        routes.get(path, handler);
        routes.head(path, handler);
    }

    private void serve(Context context, String path, Refusals refusals, Function<Context, Answer> answer) {
        long begun = System.nanoTime();
        metrics.begun();
        int status = 500;
        boolean hasPlace = places.tryAcquire();
        try {
            Answer known =
                    hasPlace ? answered(context, refusals, answer) : refusals.of(503, "too many are reading at once");
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

    private static Answer answered(Context context, Refusals refusals, Function<Context, Answer> answer) {
        try {
            return answer.apply(context);
        } catch (RuntimeException bug) {
            log.error("A request was not answered as it should be", bug);
            return refusals.of(500, "a fault of Airlog");
        }
    }

    /** Writes {@code answer} to {@code path}, begun at {@code begun}, and counts it, also where nobody waits for it any more. */
    static void write(Context context, Answer answer, String path, PortalMetrics metrics, long begun) {
        try {
            write(context, answer);
        } catch (IOException gone) {
            log.atDebug().setCause(gone).log("Nobody waits for the answer any more");
        } finally {
            metrics.answered(path, answer.status(), Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    /** Right here and not by Javalin, which would write when the place is given back. */
    static void write(Context context, Answer answer) throws IOException {
        byte[] body = answer.body().bytes();
        var response = context.res();
        String etag = answer.headers().get("ETag");
        if (etag != null && EntityTags.isNamed(context.req().getHeader("If-None-Match"), etag)) {
            response.setStatus(304);
            answer.headers().forEach(response::setHeader);
            return;
        }
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
