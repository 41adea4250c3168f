package org.airlog.ingest.batch;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.airlog.ingest.batch.Decoded.Observed;
import org.airlog.observation.Observation;
import org.airlog.observation.Position;
import org.jspecify.annotations.Nullable;

/**
 * The content of one row of {@code observation}, and its position, which is kept apart.
 *
 * @param receivedAt when the newest observation that changed it was received
 * @param clock code of what its time is worth
 * @param readings column → value
 * @param uncolumned numbers that have no column, by name: in {@code extra}
 * @param text text by name: in {@code extra}; no name is in both
 * @param position null where unknown
 */
public record Row(
        Instant receivedAt,
        int clock,
        Map<String, Double> readings,
        Map<String, Double> uncolumned,
        Map<String, String> text,
        @Nullable Position position) {

    public Row {
        readings = Collections.unmodifiableMap(readings);
        uncolumned = Collections.unmodifiableMap(uncolumned);
        text = Collections.unmodifiableMap(text);
    }

    /** The row that observation number {@code index} of {@code record} asks for. */
    public static Row of(Observed record, int index, Columns columns) {
        Observation observation = record.content().observations().get(index);
        var readings = new LinkedHashMap<String, Double>();
        var uncolumned = new LinkedHashMap<String, Double>();
        observation.readings().forEach((name, value) -> {
            String column = columns.columnOf(name).orElse(null);
            // Two spellings of one name in one observation: the first has the column, the second keeps its own name.
            if (column != null && readings.putIfAbsent(column, value) == null) {
                return;
            }
            String key = RowCheck.soundName(column == null ? Columns.clean(name).orElse(name) : name);
            while (readings.containsKey(key)
                    || uncolumned.containsKey(key)
                    || observation.extra().containsKey(key)) {
                key += "_";
            }
            uncolumned.put(key, value);
        });
        return new Row(
                record.content().receivedAt(),
                observation.clock().code(),
                readings,
                uncolumned,
                observation.extra(),
                observation.position());
    }

    /** Whether anything of it goes to {@code extra}. */
    public boolean hasExtra() {
        return !uncolumned.isEmpty() || !text.isEmpty();
    }
}
