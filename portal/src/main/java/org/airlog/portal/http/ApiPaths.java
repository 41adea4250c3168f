package org.airlog.portal.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.airlog.portal.api.Parameters;
import org.airlog.portal.api.RefusedQueryException;
import org.airlog.portal.file.FileForm;

/** The read API, {@code /api/v1/…}. */
public final class ApiPaths {

    static final String EVENTS = "/api/v1/events";

    private static final String SENSORS = "/api/v1/sensors";
    private static final String DOCUMENT = "/api/v1/openapi";
    private static final Duration FOR_AN_HOUR = Duration.ofHours(1);

    private final SensorAnswers sensors;
    private final ObservationAnswers observations;
    private final ObservationFiles files;
    private final LiveAnswers live;

    /** Keeps what it is given. */
    public ApiPaths(SensorAnswers sensors, ObservationAnswers observations, ObservationFiles files, LiveAnswers live) {
        this.sensors = sensors;
        this.observations = observations;
        this.files = files;
        this.live = live;
    }

    /** Adds them; those that are answered at once by {@code answers}. */
    void addTo(RoutesConfig routes, BiConsumer<String, Function<Context, Answer>> answers) {
        answers.accept(SENSORS, sensors::page);
        answers.accept(SENSORS + "/{sensor}", sensors::one);
        answers.accept(SENSORS + "/{sensor}/observations", observations::answer);
        answers.accept("/api/v1/reading-types", sensors::readingTypes);
        var document = ApiDocument.read();
        // Both forms have a path of their own, so that a link to one always gives the same.
        answers.accept(DOCUMENT, context -> document(context, "application/yaml", document.yaml()));
        answers.accept(DOCUMENT + ".json", context -> document(context, "application/json", document.json()));
        for (FileForm form : FileForm.values()) {
            stream(routes, ObservationFiles.path(form), context -> files.serve(context, form));
        }
        stream(routes, EVENTS, live::serve);
    }

    private static Answer document(Context context, String type, String text) {
        try {
            var unused = Parameters.of(Requests.query(context), List.of());
            return Answer.ok(type, text).cached(FOR_AN_HOUR);
        } catch (RefusedQueryException refusal) {
            return Answer.refused(refusal);
        }
    }

    private static void stream(RoutesConfig routes, String path, Handler handler) {
        routes.get(path, handler);
        routes.head(path, handler);
    }
}
