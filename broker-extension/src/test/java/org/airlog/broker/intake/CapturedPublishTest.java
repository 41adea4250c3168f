package org.airlog.broker.intake;

import static org.airlog.broker.intake.Publishes.NOW;
import static org.airlog.broker.intake.Publishes.REGISTERED;
import static org.airlog.broker.intake.Publishes.RULES;
import static org.airlog.broker.intake.Publishes.SUID;
import static org.airlog.broker.intake.Publishes.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.airlog.broker.intake.Verdict.Accepted;
import org.airlog.broker.intake.Verdict.Rejected;
import org.airlog.broker.sensor.Sensor;
import org.airlog.broker.sensor.Standing;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.signature.HmacSha256;
import org.airlog.observation.signature.OpenSmogHash;
import org.airlog.observation.signature.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What somebody can do with a signed publish that he has read on its way and whose secret he does not know.
 *
 * <p>A signature is good for its sensor and its payload alone, an HMAC for its topic too, and one with a time for five
 * minutes. Within that it can be sent again: that stores a record again, which the sink merges into the row that is there.
 */
class CapturedPublishTest {

    private static final Suid ANOTHER = new Suid(new UUID(7, 7));
    private static final Secret ANOTHERS_SECRET = Secret.ofText("FEDCBA9876543210");
    private static final Map<Suid, Sensor> SENSORS = Map.of(
            SUID,
            REGISTERED,
            ANOTHER,
            new Sensor.Registered(
                    new UUID(9, 9), 1, Trust.SIGNED, ANOTHERS_SECRET, new Standing(Instant.EPOCH, true, false, null)));

    private enum Scheme {
        OPENSMOG_HASH,
        HMAC,
        HMAC_WITH_TIME;

        private String value(Publish publish) {
            return switch (this) {
                case OPENSMOG_HASH ->
                    "OpenSmogHash "
                            + OpenSmogHash.sign(Publishes.SECRET, publish.payload())
                                    .hex();
                case HMAC ->
                    "HMAC-SHA256 "
                            + HmacSha256.sign(Publishes.SECRET, TOPIC, publish.payload())
                                    .hex();
                case HMAC_WITH_TIME ->
                    "HMAC-SHA256 "
                            + HmacSha256.sign(Publishes.SECRET, TOPIC, NOW, publish.payload())
                                    .hex() + ";t=" + NOW.getEpochSecond();
            };
        }
    }

    @ParameterizedTest
    @EnumSource(Scheme.class)
    void isGoodForNoOtherSensor(Scheme scheme) {
        assertThat(sent(scheme, "v1/sensors/" + ANOTHER + "/readings", NOW)).isEqualTo("signature-wrong");
    }

    @ParameterizedTest
    @EnumSource(Scheme.class)
    void isGoodForNoOtherKindOfTopicOfItsSensor(Scheme scheme) {
        assertThat(sent(scheme, "rogue/" + TOPIC, NOW)).isEqualTo("not-allowed");
        assertThat(sent(scheme, "v1/sensors/" + SUID + "/errors", NOW)).isEqualTo("topic-invalid");
    }

    @ParameterizedTest
    @EnumSource(Scheme.class)
    void isGoodForNoOtherPayload(Scheme scheme) {
        Publish captured = Publishes.readings().publish();
        Publishes changed = Publishes.readings()
                .payload(Publishes.observations(1).replace("20.5", "20.6"))
                .with("Authorization", scheme.value(captured));

        assertThat(outcome(changed, NOW)).isEqualTo("signature-wrong");
    }

    /** Nothing says that it was sent before, and the sink finds that nothing is new: see LandingIT. */
    @ParameterizedTest
    @EnumSource(Scheme.class)
    void isAcceptedAgainAsItWas(Scheme scheme) {
        assertThat(sent(scheme, TOPIC, NOW)).isEqualTo("signed");
        assertThat(sent(scheme, TOPIC, NOW.plusSeconds(299))).isEqualTo("signed");
    }

    @ParameterizedTest
    @CsvSource({"OPENSMOG_HASH, signed", "HMAC, signed", "HMAC_WITH_TIME, signature-stale"})
    void isGoodForFiveMinutesWhereItTellsItsTime(Scheme scheme, String outcome) {
        assertThat(sent(scheme, TOPIC, NOW.plusSeconds(301))).isEqualTo(outcome);
    }

    /** The same letters in another case are another topic for an HMAC, as it was made over what the device spelled. */
    @ParameterizedTest
    @CsvSource({"OPENSMOG_HASH, signed", "HMAC, signed", "HMAC_WITH_TIME, signed"})
    void namesTheSameSensorInAnotherSpelling(Scheme scheme, String outcome) {
        assertThat(sent(scheme, "v1/sensors/" + SUID.toString().toUpperCase(Locale.ROOT) + "/readings", NOW))
                .isEqualTo(outcome);
    }

    @Test
    void isWorthNothingWhereOnlySignaturesWithATimeCountAndItHasNone() {
        var strict = new Rules(
                true,
                new Rules.SignatureRules(Set.of("hmac-sha256;t"), true, Duration.ofMinutes(5)),
                RULES.clock(),
                false,
                RULES.limits(),
                RULES.upload(),
                RULES.dialects());
        for (Scheme scheme : Scheme.values()) {
            Publishes publish = Publishes.readings();
            String expected = scheme == Scheme.HMAC_WITH_TIME ? "signed" : "signature-wrong";

            assertThat(outcome(new Intake(strict), publish.with("Authorization", scheme.value(publish.publish())), NOW))
                    .isEqualTo(expected);
        }
    }

    private static String sent(Scheme scheme, String topic, Instant at) {
        Publishes captured = Publishes.readings();
        return outcome(
                captured.with("Authorization", scheme.value(captured.publish())).topic(topic), at);
    }

    private static String outcome(Publishes publish, Instant at) {
        return outcome(new Intake(RULES), publish, at);
    }

    private static String outcome(Intake intake, Publishes publish, Instant at) {
        Verdict verdict = intake.decide(
                publish.publish(),
                suid -> SENSORS.getOrDefault(suid, new Sensor.Unknown()),
                Freshness.CAUGHT_UP,
                Moment.at(at));
        if (verdict instanceof Accepted accepted) {
            return accepted.record().trust().label();
        }
        return verdict instanceof Rejected rejected ? rejected.reason().label() : verdict.toString();
    }
}
