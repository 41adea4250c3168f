package org.airlog.launcher.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.Optional;
import org.airlog.launcher.replay.SensorDescription;
import org.airlog.observation.Position;

/**
 * The bundled month: hourly observations of Marylebone Road, London, August 2003.
 *
 * <p>{@link #figures} splits lines at commas and adds up what is there. It shares no code with the replay on purpose: it
 * is the other side of a comparison.
 */
final class DemoMonth {

    /** At the kerb of the road, where the map shows it. */
    static final SensorDescription SENSOR = new SensorDescription("demo", new Position(51.5225, -0.1546, null));

    private static final String RESOURCE = "marylebone-2003-08.csv";
    private static final long LAST_HOUR = Instant.parse("2003-08-31T23:00:00Z").getEpochSecond();
    private static final long SECONDS_PER_WEEK = Duration.ofDays(7).toSeconds();

    private DemoMonth() {}

    static InputStream open() {
        return Objects.requireNonNull(
                DemoMonth.class.getResourceAsStream(RESOURCE), () -> RESOURCE + " is missing from the jar");
    }

    /** The number of whole weeks that moves its end into the week before {@code now}. */
    static int weeksUntil(Instant now) {
        return Math.toIntExact(Math.floorDiv(now.getEpochSecond() - LAST_HOUR, SECONDS_PER_WEEK));
    }

    /** What the file comes to, its times moved. */
    static Figures figures(Duration shift) throws IOException {
        try (var lines = new BufferedReader(new InputStreamReader(open(), StandardCharsets.UTF_8))) {
            String[] header = Objects.requireNonNull(lines.readLine()).split(",", -1);
            var types = new LinkedHashMap<String, Figures.OfType>();
            for (int column = 1; column < header.length; column++) {
                types.put(TableFigures.column(header[column]), Figures.OfType.NONE);
            }
            long rows = 0;
            Optional<Instant> first = Optional.empty();
            Optional<Instant> last = Optional.empty();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] cells = line.split(",", -1);
                last = Optional.of(
                        Instant.ofEpochSecond(Long.parseLong(cells[0])).plus(shift));
                if (first.isEmpty()) {
                    first = last;
                }
                rows++;
                for (int column = 1; column < cells.length; column++) {
                    if (!cells[column].isEmpty()) {
                        BigDecimal value = new BigDecimal(cells[column]);
                        types.computeIfPresent(TableFigures.column(header[column]), (type, sum) -> sum.plus(value));
                    }
                }
            }
            return new Figures(rows, first, last, types);
        }
    }
}
