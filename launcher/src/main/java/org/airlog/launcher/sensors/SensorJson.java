package org.airlog.launcher.sensors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** {@link SensorRow}s as JSON: absent members are not known. */
final class SensorJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SensorJson() {}

    static String array(List<SensorRow> rows) {
        var array = JSON.createArrayNode();
        rows.forEach(row -> array.add(node(row)));
        return text(array);
    }

    static String object(SensorRow row) {
        return text(node(row));
    }

    /** A time for a table: to the second. */
    static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static ObjectNode node(SensorRow row) {
        ObjectNode node = JSON.createObjectNode();
        node.put("suid", row.suid().toString()).put("state", row.state());
        if (!row.trust().isEmpty()) {
            node.put("trust", row.trust()).put("publicId", row.publicId());
        }
        row.generation().ifPresent(generation -> node.put("generation", generation));
        row.since().ifPresent(since -> node.put("since", since.toString()));
        row.releasedAt().ifPresent(released -> node.put("releasedAt", released.toString()));
        return node.put("manufacturer", row.manufacturer()).put("model", row.model());
    }

    private static String text(Object node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts cannot be written", e);
        }
    }
}
