package org.airlog.broker.intake;

import static org.airlog.broker.intake.Publishes.NOW;
import static org.airlog.broker.intake.Publishes.REGISTRATION;
import static org.airlog.broker.intake.Publishes.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.airlog.broker.intake.Verdict.Accepted;
import org.airlog.broker.intake.Verdict.Question;
import org.airlog.broker.intake.Verdict.Rejected;
import org.airlog.broker.intake.Verdict.Unsettled;
import org.airlog.broker.sensor.FormerSecret;
import org.airlog.broker.sensor.Sensor;
import org.airlog.broker.sensor.Standing;
import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.SensorRecord.Succession;
import org.airlog.observation.signature.OpenSmogHash;
import org.airlog.observation.signature.Secret;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A secret is rotated: what the operator asks for, and what the device's publishes meet with. */
class RotationTest {

    private static final UUID STEP = new UUID(5, 5);
    private static final UUID BEFORE = new UUID(6, 6);
    private static final Secret FORMER = Secret.ofText("the one before");
    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void withoutAPayloadThereIsAnOverlap() throws Refusal {
        assertThat(Rotation.parse(Payload.ofText("")).isNow()).isFalse();
        assertThat(Rotation.parse(Payload.ofText("{\"now\":false}")).isNow()).isFalse();
        assertThat(Rotation.parse(Payload.ofText("{\"now\":true}")).isNow()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{", "{}", "now", "{\"now\":1}", "{\"now\":true}x", "{\"now\":true,\"now\":false}", "[true]"})
    void anythingElseIsMalformed(String payload) {
        assertThatThrownBy(() -> Rotation.parse(Payload.ofText(payload)))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(Reason.MALFORMED));
    }

    @Test
    void theSecretInUseIsKept() {
        var overlapping = new Rotation(false);
        Moment now = Moment.at(NOW);

        assertThat(overlapping.of(sensor(null), DAY, now)).isEqualTo(new Succession(STEP, STEP, NOW.plus(DAY)));
        assertThat(overlapping.of(sensor(former(NOW.plusSeconds(1))), DAY, now))
                .isEqualTo(new Succession(STEP, BEFORE, NOW.plus(DAY)));
        assertThat(overlapping.of(sensor(former(NOW)), DAY, now)).isEqualTo(new Succession(STEP, STEP, NOW.plus(DAY)));
        assertThat(overlapping.of(sensor(null), Duration.ZERO, now))
                .isEqualTo(new Succession(STEP, ObservationRecord.UNSIGNED, null));
        assertThat(new Rotation(true).of(sensor(former(null)), DAY, now))
                .isEqualTo(new Succession(STEP, ObservationRecord.UNSIGNED, null));
    }

    @Test
    void noOverlapIsTimedByAClockThatHasJustJumped() {
        var jumped = new Moment(NOW, false);

        assertThat(new Rotation(false).objection(jumped)).isPresent();
        assertThat(new Rotation(true).objection(jumped)).isEmpty();
        assertThat(new Rotation(false).objection(Moment.at(NOW))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, true", "0, false", "-1, false"})
    void theSecretBeforeSignsUntilItsTimeIsOver(int secondsLeft, boolean isAccepted) {
        Sensor sensor = sensor(former(NOW.plusSeconds(secondsLeft)));

        Verdict verdict = decide(sensor, FORMER, Freshness.CAUGHT_UP, Moment.at(NOW));

        if (isAccepted) {
            assertThat(verdict).isInstanceOfSatisfying(Accepted.class, accepted -> assertThat(accepted.secretStep())
                    .contains(BEFORE));
        } else {
            assertThat(verdict).isInstanceOfSatisfying(Rejected.class, rejected -> assertThat(rejected.reason())
                    .isEqualTo(Reason.SIGNATURE_WRONG));
            assertThat(decide(sensor, FORMER, Freshness.MAY_LAG, Moment.at(NOW)))
                    .isEqualTo(new Unsettled(new Question.RegistryBehind()));
        }
    }

    @Test
    void whatEachSecretSignsIsItsOwnRegistrations() {
        Sensor renewed = sensor(FormerSecret.known(BEFORE, BEFORE, Trust.CERTIFIED, FORMER, null));

        assertThat(decide(renewed, FORMER, Freshness.CAUGHT_UP, Moment.at(NOW)))
                .isInstanceOfSatisfying(Accepted.class, accepted -> {
                    assertThat(accepted.record().registration()).isEqualTo(BEFORE);
                    assertThat(accepted.record().trust()).isEqualTo(Trust.CERTIFIED);
                });
        assertThat(decide(renewed, SECRET, Freshness.CAUGHT_UP, Moment.at(NOW)))
                .isInstanceOfSatisfying(Accepted.class, accepted -> {
                    assertThat(accepted.record().registration()).isEqualTo(REGISTRATION);
                    assertThat(accepted.secretStep()).contains(STEP);
                });
    }

    @Test
    void whileOurClockIsInDoubtTheSecretBeforeIsNeitherRightNorWrong() {
        var jumped = new Moment(NOW, false);

        assertThat(decide(sensor(former(NOW.plusSeconds(9))), FORMER, Freshness.CAUGHT_UP, jumped))
                .isInstanceOfSatisfying(Rejected.class, rejected -> assertThat(rejected.reason())
                        .isEqualTo(Reason.UNAVAILABLE));
    }

    @Test
    void aSecretBeforeThatCannotBeReadHereMakesNoSignatureWrong() {
        var unreadable = new FormerSecret(BEFORE, REGISTRATION, Trust.SIGNED, null, "k1", null);

        assertThat(decide(sensor(unreadable), FORMER, Freshness.CAUGHT_UP, Moment.at(NOW)))
                .isInstanceOfSatisfying(Rejected.class, rejected -> assertThat(rejected.reason())
                        .isEqualTo(Reason.UNAVAILABLE));
        assertThat(decide(sensor(unreadable), SECRET, Freshness.CAUGHT_UP, Moment.at(NOW)))
                .isInstanceOf(Accepted.class);
    }

    private static Verdict decide(Sensor sensor, Secret secret, Freshness freshness, Moment now) {
        Publishes publish = Publishes.readings();
        String hex = OpenSmogHash.sign(secret, publish.publish().payload()).hex();
        return new Intake(Publishes.RULES)
                .decide(publish.with("Authorization", "OpenSmogHash " + hex).publish(), suid -> sensor, freshness, now);
    }

    private static FormerSecret former(@Nullable Instant until) {
        return FormerSecret.known(BEFORE, REGISTRATION, Trust.SIGNED, FORMER, until);
    }

    private static Sensor.Registered sensor(@Nullable FormerSecret former) {
        return new Sensor.Registered(
                REGISTRATION, 1, Trust.SIGNED, SECRET, new Standing(NOW, true, false, null), STEP, former);
    }
}
