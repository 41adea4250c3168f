package org.airlog.portal.http;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.airlog.portal.api.Parameters;
import org.airlog.portal.api.PublicSensor;
import org.airlog.portal.api.RefusedQueryException;
import org.airlog.portal.api.SensorQuery;
import org.airlog.portal.api.SensorsJson;
import org.airlog.portal.timescale.PublicSensors;
import org.airlog.portal.timescale.StoreUnavailableException;

/** {@code GET /api/v1/sensors…} and {@code /api/v1/reading-types}. Thread-safe. */
public final class SensorAnswers {

    static final String GEO_JSON = "application/geo+json";
    static final String JSON = "application/json";

    private static final Duration A_MOMENT = Duration.ofSeconds(5);
    private static final Duration A_WHILE = Duration.ofMinutes(1);

    private final PublicSensors sensors;

    /** Answers from {@code sensors}. */
    public SensorAnswers(PublicSensors sensors) {
        this.sensors = sensors;
    }

    /** What may be asked, and may fail. */
    @FunctionalInterface
    interface Question {
        Answer answer() throws RefusedQueryException, StoreUnavailableException;
    }

    /** The answer to {@code question}, or why there is none. */
    static Answer answer(Question question) {
        try {
            return question.answer();
        } catch (RefusedQueryException refusal) {
            return Answer.refused(refusal);
        } catch (StoreUnavailableException e) {
            return Answer.problem(503, "Service Unavailable", e.detail());
        }
    }

    Answer page(Context context) {
        return answer(() -> {
            var query = SensorQuery.of(Requests.query(context));
            return Answer.ok(GEO_JSON, SensorsJson.page(sensors.page(query), query.limit()))
                    .cached(A_MOMENT);
        });
    }

    Answer one(Context context) {
        return answer(() -> {
            var unused = Parameters.of(Requests.query(context), List.of());
            Optional<PublicSensor> sensor = sensors.find(context.pathParam("sensor"));
            return sensor.map(found ->
                            Answer.ok(GEO_JSON, SensorsJson.feature(found)).cached(A_MOMENT))
                    .orElseGet(Requests::noSensor);
        });
    }

    Answer readingTypes(Context context) {
        return answer(() -> {
            var unused = Parameters.of(Requests.query(context), List.of());
            return Answer.ok(JSON, SensorsJson.readingTypes(sensors.kinds())).cached(A_WHILE);
        });
    }
}
