package org.airlog.broker.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When a door is ready, and what it says about it. */
class ReadinessTest {

    @Test
    void aDoorWithoutKafkaIsReadyAsLongAsItsSpoolTakesRecords() {
        assertThat(readiness(false, Optional.of(spool(true))).isReady()).isTrue();
        assertThat(readiness(false, Optional.of(spool(false))).isReady()).isFalse();
        assertThat(readiness(false, Optional.empty()).isReady()).isFalse();
        assertThat(readiness(true, Optional.of(spool(false))).isReady()).isTrue();
        assertThat(readiness(true, Optional.empty()).isReady()).isTrue();
    }

    @Test
    void tellsBothFacts() {
        assertThat(readiness(false, Optional.of(spool(true))).toJson())
                .isEqualTo("{\"ready\":true,\"registryLoaded\":true,\"kafkaReachable\":false,\"missingKeyIds\":[],"
                        + "\"undecodableRecords\":0,\"spool\":{\"state\":\"spooling\",\"writable\":true,\"entries\":12,"
                        + "\"bytes\":3456,\"oldestAgeSeconds\":78,\"parkedFiles\":1,\"damagedFiles\":2}}\n");
        assertThat(readiness(true, Optional.empty()).toJson()).endsWith(",\"spool\":null}\n");
    }

    private static Readiness readiness(boolean isKafkaReachable, Optional<SpoolReadiness> spool) {
        return new Readiness(true, isKafkaReachable, Set.of(), 0, spool);
    }

    private static SpoolReadiness spool(boolean isWritable) {
        return new SpoolReadiness("spooling", isWritable, 12, 3_456, Duration.ofSeconds(78), 1, 2);
    }
}
