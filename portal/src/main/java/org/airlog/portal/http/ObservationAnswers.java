package org.airlog.portal.http;

import io.javalin.http.Context;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.airlog.observation.Payload;
import org.airlog.portal.api.Bucket;
import org.airlog.portal.api.Micros;
import org.airlog.portal.api.ObservationQuery;
import org.airlog.portal.api.ObservationsJson;
import org.airlog.portal.api.PublicSensor;
import org.airlog.portal.api.Range;
import org.airlog.portal.api.ReadingKind;
import org.airlog.portal.api.RefusedQueryException;
import org.airlog.portal.timescale.Observations;
import org.airlog.portal.timescale.PublicSensors;
import org.airlog.portal.timescale.StoreUnavailableException;

/** {@code GET /api/v1/sensors/{sensor}/observations}. Thread-safe. */
public final class ObservationAnswers {

    /** Late observations change any range. */
    private static final Duration A_MOMENT = Duration.ofSeconds(10);

    private final PublicSensors sensors;
    private final Observations observations;
    private final InstantSource clock;

    /** Answers from these; {@code clock} tells the time where a sensor has none. */
    public ObservationAnswers(PublicSensors sensors, Observations observations, InstantSource clock) {
        this.sensors = sensors;
        this.observations = observations;
        this.clock = clock;
    }

    Answer answer(Context context) {
        return SensorAnswers.answer(() -> {
            var query = ObservationQuery.ofPage(Requests.query(context));
            Optional<PublicSensor> sensor = sensors.find(context.pathParam("sensor"));
            return sensor.isEmpty() ? Requests.noSensor() : answer(query, sensor.get());
        });
    }

    private Answer answer(ObservationQuery query, PublicSensor sensor)
            throws RefusedQueryException, StoreUnavailableException {
        List<ReadingKind> kinds = kinds(sensors, query, sensor);
        Range range = query.range(sensor.lastSeen(), clock.instant());
        Bucket bucket = query.bucket(range, kinds.size());
        Range whole = range.whole(bucket);
        var json = new ObservationsJson(sensor.publicId(), whole, bucket, kinds);
        if (bucket == Bucket.RAW) {
            var rest = new Range(query.after().map(Micros::after).orElse(range.from()), range.to());
            var rows = observations.rows(sensor.key(), kinds, rest, query.limit() + 1);
            return answer(json.raw(rows, query.limit()));
        }
        return answer(json.series(observations.buckets(sensor.key(), kinds, whole, bucket, query.percentiles())));
    }

    private static Answer answer(Payload json) {
        return Answer.ok(SensorAnswers.JSON, json).cached(A_MOMENT);
    }

    /** Asks for all types only where some are named. */
    static List<ReadingKind> kinds(PublicSensors sensors, ObservationQuery query, PublicSensor sensor)
            throws RefusedQueryException, StoreUnavailableException {
        return query.chosen(query.types().isEmpty() ? List.of() : sensors.kinds(), sensor.kinds());
    }
}
