package org.airlog.portal.api;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.airlog.observation.Payload;

/** Changes as server-sent events (HTML Living Standard, section 9.2). */
public final class ServerSent {

    /** Keeps a connection from looking idle. */
    public static final Payload KEEP_ALIVE = Payload.ofText(": keep-alive\n\n");

    /** The first lines of a stream: how soon a browser asks again when it ends. */
    public static final Payload BEGINNING = Payload.ofText("retry: 3000\n\n");

    private static final int LONGEST_ID = 20;

    private ServerSent() {}

    private record Observation(String publicId, Instant time, int clock) {}

    /** One event for each observation of which {@code changes} tell; empty where there are none. */
    public static Payload of(List<LatestChange> changes) {
        Map<Observation, List<LatestChange>> observations = new LinkedHashMap<>();
        for (LatestChange change : changes) {
            LatestReading reading = change.reading();
            var observation = new Observation(change.publicId(), reading.time(), reading.clock());
            observations.computeIfAbsent(observation, key -> new ArrayList<>()).add(change);
        }
        var text = new StringBuilder();
        observations.forEach((observation, readings) -> {
            LatestChange last = readings.get(readings.size() - 1);
            text.append("event: latest\nid: ")
                    .append(Micros.count(last.changedAt()))
                    .append("\ndata: ")
                    .append(json(observation, readings))
                    .append("\n\n");
        });
        return Payload.ofText(text.toString());
    }

    /** What {@code Last-Event-ID} stands for; empty where it is none of ours. */
    public static Optional<Instant> changedAt(String lastEventId) {
        if (lastEventId.isEmpty() || lastEventId.length() > LONGEST_ID) {
            return Optional.empty();
        }
        try {
            return Optional.of(Micros.of(Long.parseLong(lastEventId)))
                    .filter(time -> time.isAfter(Instant.EPOCH) && time.isBefore(Parameters.LATEST));
        } catch (NumberFormatException | DateTimeException notOurs) {
            return Optional.empty();
        }
    }

    private static String json(Observation observation, List<LatestChange> readings) {
        Payload json = Json.of(document -> {
            document.writeStartObject();
            document.writeStringField("id", observation.publicId);
            document.writeStringField("time", observation.time.toString());
            document.writeNumberField("clock", observation.clock);
            document.writeObjectFieldStart("readings");
            for (LatestChange change : readings) {
                Json.number(
                        document,
                        change.reading().kind().name(),
                        change.reading().value());
            }
            document.writeEndObject();
            document.writeEndObject();
        });
        return new String(json.bytes(), StandardCharsets.UTF_8);
    }
}
