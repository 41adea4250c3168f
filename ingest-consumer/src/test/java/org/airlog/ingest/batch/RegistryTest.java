package org.airlog.ingest.batch;

import static org.airlog.ingest.batch.Samples.NOON;
import static org.airlog.ingest.batch.Samples.OTHER_SUID;
import static org.airlog.ingest.batch.Samples.SUID;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.airlog.ingest.batch.Decoded.Step;
import org.airlog.observation.Payload;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.observation.codec.SensorRecord.State;
import org.airlog.observation.sealing.Sealed;
import org.junit.jupiter.api.Test;

class RegistryTest {

    private static final UUID NONE = ObservationRecord.UNSIGNED;
    private static final UUID FIRST = new UUID(0, 1);
    private static final UUID SECOND = new UUID(0, 2);
    private static final UUID RIVAL = new UUID(0, 3);

    @Test
    void aStepCountsWhereItReplacesTheCurrentOne() {
        var steps = List.of(step(SUID, FIRST, NONE), step(SUID, SECOND, FIRST));

        assertThat(Registry.follow(Map.of(), steps)).isEqualTo(steps);
    }

    @Test
    void ofTwoStepsThatReplaceTheSameTheLaterIsVoid() {
        var winner = step(SUID, SECOND, FIRST);
        var loser = step(SUID, RIVAL, FIRST);

        assertThat(Registry.follow(Map.of(SUID, FIRST), List.of(winner, loser))).containsExactly(winner);
    }

    @Test
    void aStepThatIsReadAgainIsVoid() {
        assertThat(Registry.follow(Map.of(SUID, SECOND), List.of(step(SUID, FIRST, NONE), step(SUID, SECOND, FIRST))))
                .isEmpty();
    }

    @Test
    void sensorsDoNotGetInEachOthersWay() {
        var steps = List.of(step(SUID, FIRST, NONE), step(OTHER_SUID, SECOND, NONE));

        assertThat(Registry.follow(Map.of(), steps)).isEqualTo(steps);
    }

    @Test
    void aMarkerCountsAndLeavesTheRegistrationCurrent() {
        var steps = List.of(
                step(SUID, FIRST, NONE),
                logged(SensorRecord.plain(SUID, RIVAL, FIRST, State.RELEASED, 1, Trust.SIGNED, NOON)),
                step(SUID, SECOND, FIRST));

        assertThat(Registry.follow(Map.of(), steps)).isEqualTo(steps);
    }

    private static Step step(Suid suid, UUID registration, UUID replaces) {
        var content = new SensorRecord(
                suid,
                registration,
                replaces,
                State.REGISTERED,
                1,
                Trust.SIGNED,
                "",
                "",
                "{}",
                Sealed.of(new byte[1]),
                null,
                NOON);
        return logged(content);
    }

    private static Step logged(SensorRecord content) {
        var partition = new LogPartition(new UUID(8, 8), SensorRecord.TOPIC, 0);
        return new Step(
                new LoggedRecord(partition, 0, Payload.of(content.key()), Payload.of(new byte[0]), -1), content, null);
    }
}
