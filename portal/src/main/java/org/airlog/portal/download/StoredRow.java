package org.airlog.portal.download;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.airlog.observation.Clock;
import org.airlog.observation.ReportedObservation;
import org.airlog.observation.RowSpread;
import org.airlog.observation.signature.SaltedHash;

/**
 * One observation as it is stored, without whose it is and where.
 *
 * @param clock what the time is worth
 * @param readings canonical name → value, those of {@code extra} included
 * @param texts the texts of {@code extra}
 */
public record StoredRow(
        Instant time, Instant receivedAt, Clock clock, Map<String, Double> readings, Map<String, String> texts) {

    /** What the server noted beside what the device said. */
    private static final Set<String> NOTED = Set.of(SaltedHash.MATCHED, SaltedHash.FAILED);

    /** Copies the maps. */
    public StoredRow {
        readings = Collections.unmodifiableMap(new LinkedHashMap<>(readings));
        texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
    }

    /** The time to show: without the microseconds that keep apart the loggers that share a SUID. */
    Instant shownTime() {
        Instant second = time.truncatedTo(ChronoUnit.SECONDS);
        if (clock != Clock.DEVICE || time.equals(second)) {
            return time;
        }
        var reported = new HashMap<>(texts);
        reported.keySet().removeAll(NOTED);
        Duration spread = RowSpread.of(new ReportedObservation(second, readings, reported, null));
        return second.plus(spread).equals(time) ? second : time;
    }
}
