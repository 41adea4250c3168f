package org.airlog.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.airlog.observation.ReportedObservation;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.Codecs;
import org.airlog.observation.codec.PayloadLimits;
import org.airlog.observation.signature.Secret;
import org.airlog.observation.signature.Signature;
import org.junit.jupiter.api.Test;

class FleetTest {

    private static final Instant NOW = Instant.parse("2026-11-27T20:00:00Z");
    private static final Secret SECRET = Secret.ofText("0123456789ABCDEF");

    @Test
    void sendsReadingsThatAreReadAsTheyWereMeant() throws Exception {
        Publish publish = fleet(1, 3, 2).next(0);

        List<ReportedObservation> read = read(publish);
        assertThat(read).hasSize(3).allSatisfy(observation -> assertThat(observation.readings())
                .containsOnlyKeys("PM2_5", "PM10"));
        assertThat(publish.observations()).isEqualTo(3);
        assertThat(read.get(2).time()).isEqualTo(publish.newest());
        assertThat(publish.topic()).isEqualTo("v1/sensors/" + publish.suid() + "/readings");
    }

    @Test
    void signsForTheTopicWithTheSensorsSecret() {
        Publish publish = fleet(1, 2, 1).next(0);

        assertThat(publish.authorization()
                        .flatMap(Signature::parseAuthorization)
                        .orElseThrow()
                        .matches(SECRET, publish.topic(), publish.payload()))
                .isTrue();
    }

    @Test
    void sendsNoTimeOfASensorTwice() throws Exception {
        var fleet = fleet(3, 7, 1);
        var seen = new HashSet<String>();
        for (int round = 0; round < 50; round++) {
            for (int sensor = 0; sensor < 3; sensor++) {
                Publish publish = fleet.next(sensor);
                for (ReportedObservation observation : read(publish)) {
                    assertThat(seen.add(publish.suid() + " " + observation.time()))
                            .isTrue();
                }
            }
        }
    }

    @Test
    void isNotAheadOfTheClockBeforeItsBacklogIsSent() {
        var fleet = fleet(1, 2_500, 1);
        Publish last = fleet.next(0);
        for (long sent = 2_500; sent + 2_500 <= Fleet.backlog(); sent += 2_500) {
            last = fleet.next(0);
        }
        assertThat(last.newest()).isBefore(NOW).isAfter(NOW.minus(Duration.ofDays(3)));
    }

    @Test
    void uploadsColumnsOfOneLengthFromNobody() {
        Publish upload = fleet(1, 3, 1).nextUpload(0);

        assertThat(new String(upload.payload().bytes(), StandardCharsets.UTF_8))
                .matches("\\{\"time_utc\":\\[\\d+,\\d+,\\d+],\"co2\":\\[\\d+,\\d+,\\d+]}");
        assertThat(upload.authorization()).isEmpty();
        assertThat(upload.topic()).isEqualTo("upload");
    }

    private static Fleet fleet(int sensors, int batch, int readings) {
        var made = new ArrayList<Sensor>();
        for (int number = 0; number < sensors; number++) {
            made.add(Sensor.of(new Suid(new UUID(7, number)), Optional.of(SECRET)));
        }
        return new Fleet(made, new Fleet.Shape(batch, readings), NOW);
    }

    private static List<ReportedObservation> read(Publish publish) throws Exception {
        return Codecs.readings("application/json").decode(publish.payload(), PayloadLimits.DEFAULTS);
    }
}
