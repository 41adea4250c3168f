package org.airlog.broker.management;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import org.airlog.broker.forwarding.SpooledLog;
import org.airlog.broker.spool.SpoolFigures;

/**
 * The spool, as far as an operator must know it at once; {@code /metrics} has the rest.
 *
 * @param state {@code direct}, {@code spooling} or {@code handing-over}
 * @param isWritable whether it takes records: there is room, and the disk is well
 * @param entries that wait for Kafka
 * @param bytes that it takes on the disk
 * @param oldestAge how old the first of them is
 * @param parkedFiles files with records that Kafka refused for good: somebody must look at them
 * @param damagedFiles files of which a part could not be read: the same
 */
public record SpoolReadiness(
        String state,
        boolean isWritable,
        long entries,
        long bytes,
        Duration oldestAge,
        int parkedFiles,
        int damagedFiles) {

    /** As {@code log} is now. */
    public static SpoolReadiness of(SpooledLog log) {
        SpoolFigures figures = log.figures();
        return new SpoolReadiness(
                log.state(),
                figures.isWritable(),
                figures.entries(),
                figures.bytes(),
                log.oldestAge(),
                figures.parkedFiles(),
                figures.damagedFiles());
    }

    /** As an object: state, writable, entries, bytes, oldestAgeSeconds, parkedFiles, damagedFiles. */
    void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("state", state);
        json.writeBooleanField("writable", isWritable);
        json.writeNumberField("entries", entries);
        json.writeNumberField("bytes", bytes);
        json.writeNumberField("oldestAgeSeconds", oldestAge.toSeconds());
        json.writeNumberField("parkedFiles", parkedFiles);
        json.writeNumberField("damagedFiles", damagedFiles);
        json.writeEndObject();
    }
}
