package org.airlog.gateway.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Optional;
import org.airlog.gateway.upload.Route;
import org.airlog.gateway.upload.Upload;
import org.airlog.observation.TraceContext;
import org.airlog.tracing.Step;
import org.airlog.tracing.Tracing;

/**
 * What is told of a request where it is traced: a span from its arrival to its answer, named after its method and the template
 * of its path. Whoever sends a request is a stranger, a trusted proxy too, as it hands on what it was sent. Thread-safe.
 */
final class RequestTraces {

    private static final int FIRST_FAILURE = 500;

    private final Tracing tracing;

    RequestTraces(Tracing tracing) {
        this.tracing = tracing;
    }

    /** {@code request} has arrived. */
    Step begin(HttpServletRequest request, Route route) {
        if (!tracing.isOn()) {
            return Step.NONE;
        }
        Optional<TraceContext> sent = TraceContext.of(
                Collections.list(request.getHeaders(TraceContext.PARENT)),
                Collections.list(request.getHeaders(TraceContext.STATE)));
        Step step = tracing.ofStranger(route.method() + " " + route.path(), Step.Kind.SERVER, sent);
        if (step.isTraced()) {
            step.set("http.request.method", route.method())
                    .set("http.route", route.path())
                    .set("url.scheme", request.isSecure() ? "https" : "http");
        }
        return step;
    }

    /** What is published for a request: a part of its trace, if it is in one. */
    static Upload part(Upload upload, Step request) {
        request.set("http.request.body.size", upload.payload().length());
        TraceContext context = request.context();
        return context == null ? upload : upload.within(context);
    }

    /** It ends before anything could be made of it. */
    static void end(Step request, Exception broken) {
        request.failed(broken.getClass().getSimpleName());
        request.end();
    }

    /** It is answered. */
    static void end(Step request, int status) {
        request.set("http.response.status_code", status);
        if (status >= FIRST_FAILURE) {
            request.failed(Integer.toString(status));
        }
        request.end();
    }
}
