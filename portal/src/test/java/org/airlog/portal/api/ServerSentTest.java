package org.airlog.portal.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerSentTest {

    private static final Instant TIME = Instant.parse("2024-05-31T06:00:00Z");
    private static final ReadingKind PM = new ReadingKind("PM2_5", "pm2_5", "µg/m³", "", true);
    private static final ReadingKind TEMP = new ReadingKind("TEMP", "temp", "°C", "", true);

    @Test
    void putsReadingsOfOneObservationIntoOneEvent() {
        var changes = List.of(
                new LatestChange("a", TIME.plusMillis(1), new LatestReading(PM, TIME, 0, 12.5)),
                new LatestChange("b", TIME.plusMillis(2), new LatestReading(PM, TIME, 1, 7)),
                new LatestChange("a", TIME.plusMillis(3), new LatestReading(TEMP, TIME, 0, 20)));

        assertThat(new String(ServerSent.of(changes).bytes(), StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        event: latest
                        id: 1717135200003000
                        data: {"id":"a","time":"2024-05-31T06:00:00Z","clock":0,"readings":{"PM2_5":12.5,"TEMP":20}}

                        event: latest
                        id: 1717135200002000
                        data: {"id":"b","time":"2024-05-31T06:00:00Z","clock":1,"readings":{"PM2_5":7}}

                        """);
    }

    @Test
    void saysNothingOfNothing() {
        assertThat(ServerSent.of(List.of()).length()).isZero();
    }

    @Test
    void understandsItsOwnIdsOnly() {
        assertThat(ServerSent.changedAt("1717135200003000")).contains(TIME.plusMillis(3));
        assertThat(List.of("", "x", "-5", "9223372036854775807", "1".repeat(400)))
                .allSatisfy(id -> assertThat(ServerSent.changedAt(id)).isEmpty());
    }
}
