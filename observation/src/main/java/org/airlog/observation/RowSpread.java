package org.airlog.observation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * Microseconds from a hash of a row's content: what keeps two loggers apart that share the default SUID, while the same
 * row sent again falls on itself. Whoever knows the row can take them off again, which is how a download shows whole
 * seconds.
 *
 * <p>CRC-32C (RFC 3720, appendix B.4) over the sorted names and values: it need not resist anybody, as who shares a SUID
 * can overwrite it anyway.
 */
public final class RowSpread {

    private static final int MICROS_PER_SECOND = 1_000_000;

    private RowSpread() {}

    /** Less than a second, the same for the same content. */
    public static Duration of(ReportedObservation row) {
        var content = new StringBuilder();
        new TreeMap<>(row.readings())
                .forEach((name, value) ->
                        content.append(name).append('=').append(value).append('\n'));
        new TreeMap<>(row.extra())
                .forEach((name, value) ->
                        content.append(name).append(':').append(value).append('\n'));
        var crc = new CRC32C();
        crc.update(content.toString().getBytes(StandardCharsets.UTF_8));
        return Duration.of(crc.getValue() % MICROS_PER_SECOND, ChronoUnit.MICROS);
    }
}
