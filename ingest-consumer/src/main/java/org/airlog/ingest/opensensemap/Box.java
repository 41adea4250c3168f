package org.airlog.ingest.opensensemap;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.airlog.ingest.opensensemap.plan.BoxSpec;
import org.airlog.ingest.opensensemap.plan.SensorSpec;
import org.jspecify.annotations.Nullable;

/**
 * A box as the openSenseMap has it. Ids are opaque: the generations of servers make them differently.
 *
 * @param name with single spaces
 * @param accessToken what it wants to see before it takes measurements; null where it wants nothing
 * @param sensors ids by what they measure
 */
record Box(String id, String name, @Nullable String accessToken, Map<SensorSpec, String> sensors) {

    Box {
        sensors = Map.copyOf(sensors);
    }

    /** Reads a box, which older servers wrap in {@code data}; empty where it is none. */
    static Optional<Box> of(JsonNode answer) {
        JsonNode node = answer.path("data").isObject() ? answer.path("data") : answer;
        String id = Json.text(node, "_id", "id");
        String name = Json.text(node, "name");
        if (id == null || name == null) {
            return Optional.empty();
        }
        var sensors = new LinkedHashMap<SensorSpec, String>();
        for (JsonNode sensor : node.path("sensors")) {
            String sensorId = Json.text(sensor, "_id", "id");
            String title = Json.text(sensor, "title");
            if (sensorId != null && title != null) {
                sensors.putIfAbsent(
                        new SensorSpec(
                                title.strip(),
                                sensor.path("sensorType").asText().strip(),
                                sensor.path("unit").asText().strip()),
                        sensorId);
            }
        }
        return Optional.of(
                new Box(id, BoxSpec.normalize(name), Json.text(node, "access_token", "accessToken"), sensors));
    }

    /** The same, with the access token of {@code other} where it has none itself: not every answer shows it. */
    Box withTokenOf(Box other) {
        return accessToken != null ? this : new Box(id, name, other.accessToken, sensors);
    }

    /** An access token is a secret. */
    @Override
    public String toString() {
        return "Box[" + id + "]";
    }
}
