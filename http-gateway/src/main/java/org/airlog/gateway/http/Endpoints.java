package org.airlog.gateway.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.airlog.gateway.mqtt.Republisher;
import org.airlog.gateway.upload.Answer;
import org.airlog.gateway.upload.Outcome;
import org.airlog.gateway.upload.Property;
import org.airlog.gateway.upload.Route;
import org.airlog.gateway.upload.Upload;
import org.airlog.observation.Refusal;
import org.airlog.proxy.TrustedProxies;
import org.airlog.tracing.Step;
import org.airlog.tracing.Tracing;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The paths of the gateway: one for each {@link Route}, {@code /healthy},
 * and the documents that describe all of Airlog's interfaces.
 *
 * <p>A thread is held while a body arrives, not while the broker decides. Every answer has a {@code Content-Length} and
 * none is a redirect.
 */
public final class Endpoints {

    private static final Logger log = LoggerFactory.getLogger(Endpoints.class);
    private static final Optional<String> TEXT = Optional.of("text/plain");
    private static final Optional<String> JSON = Optional.of("application/json");
    /** RFC 9512. */
    private static final Optional<String> YAML = Optional.of("application/yaml");

    private final Republisher republisher;
    private final GatewayMetrics metrics;
    private final RequestTraces traces;
    private final Semaphore places;
    private final Requests requests;

    /**
     * Keeps what it is given.
     *
     * @param maxRequests most requests at once, from before the body is read until the broker has answered
     * @param maxPayloadBytes most bytes of a body, asked once for each
     * @param patience how long a body may take to arrive, beside a second for each KiB of it
     */
    public Endpoints(
            Republisher republisher,
            GatewayMetrics metrics,
            Tracing tracing,
            TrustedProxies proxies,
            int maxRequests,
            IntSupplier maxPayloadBytes,
            Duration patience) {
        this.republisher = republisher;
        this.metrics = metrics;
        this.traces = new RequestTraces(tracing);
        this.places = new Semaphore(maxRequests);
        this.requests = new Requests(proxies, maxPayloadBytes, HttpServer.MAX_AWAITED_BODIES, patience);
    }

    /** Shows how busy the threads of the server are. */
    void watch(ThreadPool threads) {
        metrics.watch(threads);
    }

    /** Adds the paths. */
    void addTo(RoutesConfig routes) {
        for (Route route : Route.values()) {
            routes.addHttpHandler(
                    HandlerType.findOrCreate(route.method()), route.path(), context -> republish(context, route));
        }
        addReadable(routes, "/healthy", () -> text("healthy"));
        addDocument(routes, ApiDocument.OPENAPI);
        addDocument(routes, ApiDocument.ASYNCAPI);
        routes.exception(HttpResponseException.class, (refusal, context) -> write(context, unrouted(refusal, context)));
        routes.exception(Exception.class, (failure, context) -> write(context, failed(failure)));
    }

    /** Javalin alone answers 200 to a HEAD of whatever can be got; here both say the same. */
    private static void addReadable(RoutesConfig routes, String path, Supplier<Answer> answer) {
        routes.get(path, context -> write(context, answer.get()));
        routes.head(path, context -> write(context, answer.get()));
    }

    /** Both forms have a path of their own, so that a link to one always gives the same. */
    private static void addDocument(RoutesConfig routes, String name) {
        var document = ApiDocument.read(name);
        addReadable(routes, "/" + name, () -> new Answer(200, List.of(), YAML, document.yaml()));
        addReadable(routes, "/" + name + ".json", () -> new Answer(200, List.of(), JSON, document.json()));
    }

    /**
     * Answers on the thread that has the broker's answer: all that is left to do is to hand a few bytes to the socket, and
     * Jetty keeps what a slow client does not take.
     */
    private void republish(Context context, Route route) throws IOException {
        long begun = System.nanoTime();
        Step trace = traces.begin(context.req(), route);
        CompletableFuture<Outcome> outcome;
        try {
            outcome = outcome(context, route, trace);
        } catch (IOException | RuntimeException broken) {
            RequestTraces.end(trace, broken);
            throw broken;
        }
        context.future(() -> outcome.thenAccept(known -> {
            Answer answer = Answer.of(known, route);
            metrics.answered(route, answer.status(), Duration.ofNanos(System.nanoTime() - begun), trace);
            RequestTraces.end(trace, answer.status());
            write(context, answer);
        }));
    }

    private CompletableFuture<Outcome> outcome(Context context, Route route, Step trace) throws IOException {
        if (!places.tryAcquire()) {
            return CompletableFuture.completedFuture(Outcome.Refused.unavailable("too many requests at once"));
        }
        boolean handedOver = false;
        try {
            var upload = Upload.of(route, requests.read(context, route));
            var outcome = republisher
                    .publish(RequestTraces.part(upload, trace))
                    .whenComplete((known, never) -> places.release());
            handedOver = true;
            return outcome;
        } catch (Refusal refusal) {
            return CompletableFuture.completedFuture(Outcome.Refused.of(refusal));
        } finally {
            if (!handedOver) {
                places.release();
            }
        }
    }

    private static Answer unrouted(HttpResponseException refusal, Context context) {
        if (refusal instanceof MethodNotAllowedResponse) {
            // Javalin names the same detail differently to browsers.
            String allow = String.join(", ", refusal.getDetails().values()) + ", OPTIONS";
            return context.method().equals(HandlerType.OPTIONS)
                    ? new Answer(200, List.of(), Optional.empty(), "").with("Allow", allow)
                    : Answer.problem(405, "Method Not Allowed", "this path takes " + allow)
                            .with("Allow", allow);
        }
        int status = refusal.getStatus();
        return status == 404
                ? Answer.problem(404, "Not Found", "Airlog has no such path")
                : Answer.problem(status, HttpStatus.getMessage(status), "");
    }

    private static Answer failed(Exception failure) {
        if (failure instanceof HttpException broken) {
            int status = broken.getCode();
            String detail = status == HttpStatus.REQUEST_TIMEOUT_408
                    ? "the body arrives too slowly"
                    : "the request breaks HTTP's rules";
            return Answer.problem(status, HttpStatus.getMessage(status), detail);
        }
        log.error("A request was not answered as it should be", failure);
        return Answer.problem(500, "Internal Server Error", "a fault of Airlog: keep the payload and send it again");
    }

    private static Answer text(String body) {
        return new Answer(200, List.of(), TEXT, body);
    }

    private static void write(Context context, Answer answer) {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        var response = context.res();
        response.setStatus(answer.status());
        response.setContentType(answer.contentType().orElse(null));
        response.setContentLength(body.length);
        for (Property header : answer.headers()) {
            response.addHeader(header.name(), header.value());
        }
        context.result(body);
    }
}
