package org.airlog.launcher.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.observation.Suid;
import org.airlog.observation.signature.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrolmentTest {

    private static final Suid SUID = new Suid(UUID.fromString("3f2504e0-4f89-11d3-9a0c-0305e82c3301"));

    @TempDir
    Path folder;

    @Test
    void registersANewSensorOnceAndKeepsIt() throws CommandFailedException {
        var uplink = RecordingUplink.answering(new Answer.Refused("signature-missing", ""));
        Enrolment.Enrolled first = new Enrolment(uplink, SensorDescription.REPLAY).enrol(file());
        Enrolment.Enrolled second = new Enrolment(uplink, SensorDescription.REPLAY).enrol(file());

        assertThat(first.isNew()).isTrue();
        assertThat(second).isEqualTo(new Enrolment.Enrolled(first.sensor(), false));
        assertThat(uplink.registered()).containsExactly(first.sensor().suid());
    }

    @Test
    void registersAgainUnderTheSameSuidWhereItIsUnknown() throws CommandFailedException {
        file().keep(new Sensor(SUID, Secret.ofText("of another installation")));
        var uplink = RecordingUplink.answering(new Answer.Refused("malformed", "an empty array"));

        Sensor sensor =
                new Enrolment(uplink, SensorDescription.REPLAY).enrol(file()).sensor();

        assertThat(sensor).isEqualTo(new Sensor(SUID, Secret.ofText("secret-1")));
        assertThat(file().sensor()).contains(sensor);
    }

    @Test
    void registersASuidWhoseAnswerWasLost() throws CommandFailedException {
        file().keep(SUID);
        var uplink = RecordingUplink.answering(new Answer.Refused("signature-missing", ""));

        assertThat(new Enrolment(uplink, SensorDescription.REPLAY)
                        .enrol(file())
                        .sensor()
                        .suid())
                .isEqualTo(SUID);
        assertThat(uplink.registered()).containsExactly(SUID);
    }

    @Test
    void asksAgainUntilItKnowsWhetherTheSensorIsRegistered() throws CommandFailedException {
        file().keep(new Sensor(SUID, Secret.ofText("of another installation")));
        var answers = new ArrayDeque<Answer>(List.of(
                new Answer.Later("unavailable", Optional.of(Duration.ofMillis(1))),
                new Answer.Refused("malformed", "an empty array")));
        var uplink = new RecordingUplink(publish -> CompletableFuture.completedFuture(answers.remove()));

        assertThat(new Enrolment(uplink, SensorDescription.REPLAY).enrol(file()).isNew())
                .isTrue();
        assertThat(uplink.publishes()).hasSize(2);
    }

    @Test
    void saysAloudThatItCannotTellWhetherTheSensorIsRegistered() throws CommandFailedException {
        file().keep(new Sensor(SUID, Secret.ofText("of another installation")));

        for (Answer answer : List.of(
                new Answer.Later("unavailable", Optional.of(Duration.ofMillis(1))),
                new Answer.Refused("too-many", ""),
                new Answer.Accepted(0, Map.of()))) {
            var uplink = RecordingUplink.answering(answer);
            assertThatThrownBy(
                            () -> new Enrolment(uplink, SensorDescription.REPLAY, Duration.ofMillis(50)).enrol(file()))
                    .isInstanceOf(CommandFailedException.class)
                    .hasMessageContaining("cannot tell whether the sensor " + SUID);
            assertThat(uplink.registered()).isEmpty();
        }
    }

    private SensorFile file() {
        return new SensorFile(folder.resolve("year.csv.sensor"));
    }
}
