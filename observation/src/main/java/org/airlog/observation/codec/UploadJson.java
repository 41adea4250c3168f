package org.airlog.observation.codec;

import java.util.List;
import org.airlog.observation.Payload;
import org.airlog.observation.Refusal;
import org.airlog.observation.ReportedObservation;

/** A co2logserver upload as JSON: one object in the shape of {@link UploadObject}, nothing behind it. Thread-safe. */
public final class UploadJson {

    private UploadJson() {}

    /**
     * The rows of {@code payload}, at least one.
     *
     * @throws Refusal {@code too-large} past a limit of bytes, rows or columns, {@code malformed} for the rest
     */
    public static List<ReportedObservation> decode(Payload payload, PayloadLimits limits) throws Refusal {
        // Not strict: names may repeat, the later counts.
        try (var json = JsonPayload.open(payload, limits, false)) {
            var columns = UploadObject.read(json, limits);
            json.end();
            return columns.observations();
        }
    }
}
