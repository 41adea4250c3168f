package org.airlog.ingest.opensensemap;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.airlog.ingest.opensensemap.plan.BoxSpec;
import org.airlog.ingest.opensensemap.plan.Cursor.Piece;
import org.airlog.ingest.opensensemap.plan.LeftOut;
import org.airlog.ingest.opensensemap.plan.Measurement;
import org.airlog.ingest.opensensemap.plan.SensorSpec;
import org.airlog.observation.Position;
import org.jspecify.annotations.Nullable;

/**
 * Delivers pieces of a plan: first {@link #address} finds box and sensors, or makes them, then {@link #send} sends the
 * measurements. Only the second must not happen twice. For one thread.
 */
final class Delivery {

    /** Strangers may name boxes and columns, where uploads need no authentication. */
    static final int MOST_BOXES = 1_000;

    static final int MOST_SENSORS = 100;

    private static final Duration FRESH = Duration.ofMinutes(1);

    private final ForwardingConfig config;
    private final Api api;
    private final Boxes boxes;

    Delivery(ForwardingConfig config, Api api, Boxes boxes) {
        this.config = config;
        this.api = api;
        this.boxes = boxes;
    }

    /**
     * A piece with its addresses.
     *
     * @param box null where there is none, so that nothing can be sent
     * @param measurements those that can be sent
     * @param leftOut how many of the others there are
     */
    record Addressed(@Nullable Box box, List<Measurement> measurements, Map<LeftOut, Integer> leftOut) {}

    /** What became of measurements that were sent. */
    enum Receipt {
        /** The openSenseMap has them. */
        CONFIRMED,
        /** It refuses them for at least one of them. */
        REFUSED,
        /** It refuses all of them, whatever they are. */
        REFUSED_AS_A_WHOLE
    }

    /** Finds or makes the box and sensors of {@code piece}. */
    Addressed address(Piece piece) throws ApiException, InterruptedException {
        BoxSpec spec = BoxSpec.of(piece.box(), config.name(), config.defaultBox());
        if (spec.isTooLong()) {
            return none(piece, LeftOut.BOX_NAME);
        }
        Set<SensorSpec> sensors = new LinkedHashSet<>();
        piece.measurements().forEach(measurement -> sensors.add(measurement.sensor()));
        Box box = boxes.find(spec.name()).orElse(null);
        if (box == null) {
            Optional<Position> position = piece.measurements().stream()
                    .map(Measurement::position)
                    .filter(Objects::nonNull)
                    .findFirst();
            if (position.isEmpty()) {
                return none(piece, LeftOut.NO_POSITION);
            }
            if (boxes.count(BoxSpec.prefix(config.name())) >= MOST_BOXES) {
                return none(piece, LeftOut.BOX_LIMIT);
            }
            List<SensorSpec> first = sensors.stream().limit(MOST_SENSORS).toList();
            box = boxes.create(spec, position.get(), first).orElse(null);
            if (box == null) {
                return none(piece, LeftOut.BOX_REFUSED);
            }
        }
        var missing = new LinkedHashSet<>(sensors);
        missing.removeAll(box.sensors().keySet());
        int room = Math.max(0, MOST_SENSORS - box.sensors().size());
        List<SensorSpec> added = missing.stream().limit(room).toList();
        if (!added.isEmpty()) {
            box = boxes.addSensors(box, added);
        }
        return sorted(piece, box, added);
    }

    /**
     * Sends the measurements, at least one. An {@link ApiException} tells whether they may have arrived.
     */
    Receipt send(Addressed addressed) throws ApiException, InterruptedException {
        Box box = Objects.requireNonNull(addressed.box());
        String path = Boxes.path(box) + "/data";
        Answer answer;
        try {
            answer = api.exchange("POST", path, box.accessToken(), body(box, addressed.measurements()));
        } catch (ApiException e) {
            boxes.forget();
            throw e;
        }
        if (answer.isSuccess()) {
            return Receipt.CONFIRMED;
        }
        boolean isOurs = answer.status() < 500 && answer.status() != 429;
        if (isOurs && boxes.isOlderThan(FRESH)) {
            // A box that is gone or has another token, or one of its sensors is gone: to be looked up before it is
            // believed.
            boxes.forget();
            throw ApiException.outdated("POST " + path, answer);
        }
        if (answer.isForGood()) {
            return answer.isForGoodAsAWhole() ? Receipt.REFUSED_AS_A_WHOLE : Receipt.REFUSED;
        }
        if (answer.status() != 429) {
            // Newer servers tell by a 500 that a box is gone.
            boxes.forget();
        }
        throw ApiException.refusal("POST " + path, answer);
    }

    private static Addressed none(Piece piece, LeftOut reason) {
        return new Addressed(
                null, List.of(), Map.of(reason, piece.measurements().size()));
    }

    private static Addressed sorted(Piece piece, Box box, List<SensorSpec> added) {
        var sendable = new ArrayList<Measurement>();
        var leftOut = new EnumMap<LeftOut, Integer>(LeftOut.class);
        for (Measurement measurement : piece.measurements()) {
            if (box.sensors().containsKey(measurement.sensor())) {
                sendable.add(measurement);
            } else {
                leftOut.merge(
                        added.contains(measurement.sensor()) ? LeftOut.SENSOR_REFUSED : LeftOut.SENSOR_LIMIT,
                        1,
                        Integer::sum);
            }
        }
        return new Addressed(box, sendable, leftOut);
    }

    private static byte[] body(Box box, List<Measurement> measurements) {
        var array = new ArrayList<Map<String, Object>>(measurements.size());
        for (Measurement measurement : measurements) {
            var object = new LinkedHashMap<String, Object>();
            object.put("sensor", Objects.requireNonNull(box.sensors().get(measurement.sensor())));
            object.put("value", measurement.value());
            object.put("createdAt", time(measurement.time()));
            if (measurement.position() != null) {
                object.put("location", Locations.json(measurement.position()));
            }
            array.add(object);
        }
        return Json.bytes(array);
    }

    /** RFC 3339 with at most milliseconds: that is what they keep. */
    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
