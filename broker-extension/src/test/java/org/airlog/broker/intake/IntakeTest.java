package org.airlog.broker.intake;

import static org.airlog.broker.intake.Publishes.NOW;
import static org.airlog.broker.intake.Publishes.REGISTERED;
import static org.airlog.broker.intake.Publishes.RULES;
import static org.airlog.broker.intake.Publishes.SECRET;
import static org.airlog.broker.intake.Publishes.SUID;
import static org.airlog.broker.intake.Publishes.TOPIC;
import static org.airlog.broker.intake.Publishes.UNKNOWN;
import static org.airlog.broker.intake.Publishes.UNSIGNED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.airlog.broker.intake.Verdict.Accepted;
import org.airlog.broker.intake.Verdict.Delivery;
import org.airlog.broker.intake.Verdict.Question;
import org.airlog.broker.intake.Verdict.Rejected;
import org.airlog.broker.intake.Verdict.Unsettled;
import org.airlog.broker.sensor.Sensor;
import org.airlog.observation.Clock;
import org.airlog.observation.Observation;
import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.airlog.observation.Source;
import org.airlog.observation.Trust;
import org.airlog.observation.signature.HmacSha256;
import org.airlog.observation.signature.OpenSmogHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntakeTest {

    private static final Intake INTAKE = new Intake(RULES);

    @Test
    void aSignedPublishBecomesARecordOfItsRegistration() {
        Accepted accepted = accepted(Publishes.readings().signed(), REGISTERED);

        assertThat(accepted.suid()).isEqualTo(SUID);
        assertThat(accepted.record().registration()).isEqualTo(Publishes.REGISTRATION);
        assertThat(accepted.record().trust()).isEqualTo(Trust.SIGNED);
        assertThat(accepted.record().source()).isEqualTo(Source.OPENSMOG);
        assertThat(accepted.record().receivedAt()).isEqualTo(NOW);
        assertThat(accepted.delivery().map(Delivery::topic)).contains(TOPIC);
        assertThat(accepted.refused()).isEmpty();
    }

    @Test
    void aSignatureInTheTopicCountsAndIsNotInTheTopicForSubscribers() {
        Publishes plain = Publishes.readings();
        String hex = OpenSmogHash.sign(SECRET, plain.publish().payload()).hex();

        assertThat(accepted(plain.topic(TOPIC + "/OpenSmogHash/" + hex), REGISTERED)
                        .delivery()
                        .map(Delivery::topic))
                .contains(TOPIC);
    }

    @Test
    void anHmacInTheTopicWithATimeCounts() {
        Publishes plain = Publishes.readings();
        String hex =
                HmacSha256.sign(SECRET, TOPIC, NOW, plain.publish().payload()).hex();

        assertThat(decide(plain.topic(TOPIC + "/HMAC-SHA256/" + hex + "/" + NOW.getEpochSecond()), REGISTERED))
                .isInstanceOf(Accepted.class);
    }

    @Test
    void anHmacCountsForTheTopicAsTheDeviceSpellsIt() {
        String spelled = "v1/sensors/" + SUID.toString().toUpperCase(Locale.ROOT) + "/readings";
        Publishes publish = Publishes.readings().topic(spelled);
        String hex =
                HmacSha256.sign(SECRET, spelled, publish.publish().payload()).hex();

        Accepted accepted = accepted(publish.with("authorization", "hmac-sha256 " + hex), REGISTERED);

        assertThat(accepted.delivery().map(Delivery::topic)).contains(TOPIC);
    }

    @Test
    void anHmacForAnotherTopicDoesNotCount() {
        Publishes publish = Publishes.readings();
        String hex = HmacSha256.sign(
                        SECRET,
                        "v1/sensors/elsewhere/readings",
                        publish.publish().payload())
                .hex();

        assertRejected(publish.with("Authorization", "HMAC-SHA256 " + hex), REGISTERED, Reason.SIGNATURE_WRONG);
    }

    @ParameterizedTest
    @CsvSource({"-300, true", "-301, false", "5, true", "6, false"})
    void aSignatureWithATimeCountsForFiveMinutes(int seconds, boolean counts) {
        Verdict verdict = decide(Publishes.readings().signedAt(NOW.plusSeconds(seconds)), REGISTERED);

        assertThat(verdict instanceof Accepted).isEqualTo(counts);
    }

    @ParameterizedTest
    @CsvSource({"opensmoghash, true, false", "hmac-sha256, false, true", "hmac-sha256;t, false, true"})
    void onlyAcceptedSchemesCount(String accepted, boolean hashCounts, boolean hmacWithTimeCounts) {
        var intake = new Intake(new Rules(
                true,
                new Rules.SignatureRules(Set.of(accepted), true, Duration.ofMinutes(5)),
                RULES.clock(),
                false,
                RULES.limits(),
                RULES.upload(),
                RULES.dialects()));

        assertThat(decide(intake, Publishes.readings().signed(), REGISTERED) instanceof Accepted)
                .isEqualTo(hashCounts);
        assertThat(decide(intake, Publishes.readings().signedAt(NOW), REGISTERED) instanceof Accepted)
                .isEqualTo(hmacWithTimeCounts);
    }

    @Test
    void plainTransportIsEnoughWhereAnOperatorSaysSo() {
        var intake = new Intake(new Rules(
                true,
                new Rules.SignatureRules(RULES.signature().accepted(), false, Duration.ofMinutes(5)),
                RULES.clock(),
                false,
                RULES.limits(),
                RULES.upload(),
                RULES.dialects()));

        assertThat(decide(intake, Publishes.readings().signed().over(Transport.PLAIN), REGISTERED))
                .isInstanceOf(Accepted.class);
    }

    @Test
    void theFirstUseOfASuidIsWrittenDownBeforeItCounts() {
        assertThat(decide(Publishes.readings(), UNKNOWN))
                .isEqualTo(new Unsettled(new Question.FirstUse(SUID, Trust.ROGUE)));
        assertThat(decide(Publishes.of("upload", Payload.ofText("{\"co2\":[415]}")), UNKNOWN))
                .isEqualTo(new Unsettled(new Question.FirstUse(Publishes.DEFAULT_UPLOADS, Trust.LEGACY)));
    }

    @Test
    void whatIsRefusedAnywayIsNoFirstUse() {
        assertRejected(Publishes.readings().payload("[]"), UNKNOWN, Reason.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json; charset=utf-8", "Application/JSON", ""})
    void jsonIsReadUnderAllItsNames(String contentType) {
        assertThat(decide(Publishes.readings().signed().contentType(contentType), REGISTERED))
                .isInstanceOf(Accepted.class);
    }

    @Test
    void aContentTypeWithoutDecoderIsRefused() {
        assertRejected(
                Publishes.readings().signed().contentType("image/png"), REGISTERED, Reason.CONTENT_TYPE_UNSUPPORTED);
    }

    @Test
    void aRetainedPublishIsRefused() {
        assertRejected(
                Publishes.readings().signed().speaking(Protocol.MQTT_5, 1, true), REGISTERED, Reason.NOT_ALLOWED);
    }

    @Test
    void aPayloadBeyondTheLimitIsRefusedUnread() {
        String tooLarge = " ".repeat(RULES.limits().maxPayloadBytes() + 1);

        assertRejected(Publishes.readings().payload(tooLarge), REGISTERED, Reason.TOO_LARGE);
    }

    @Test
    void aSignedTimeThatCannotBeRefusesItsObservationAlone() {
        Accepted accepted = accepted(
                Publishes.readings()
                        .payload("[" + observation(NOW, "\"PM10\":1") + "," + observation(Instant.EPOCH, "\"PM10\":2")
                                + "]")
                        .signed(),
                REGISTERED);

        assertThat(accepted.count()).isEqualTo(1);
        assertThat(accepted.refused()).containsExactly(entry(Reason.TIME_IMPLAUSIBLE, 1));
        assertThat(accepted.received()).isEqualTo(2);
    }

    @Test
    void aPayloadOfWhichNothingIsKeptIsRefusedWithItsNumber() {
        Publishes publish = Publishes.readings()
                .payload("[" + observation(Instant.EPOCH, "\"PM10\":1") + ","
                        + observation(NOW.plusSeconds(301), "\"PM10\":2") + "]")
                .signed();

        assertThat(decide(publish, REGISTERED))
                .asInstanceOf(type(Rejected.class))
                .returns(Reason.TIME_IMPLAUSIBLE, Rejected::reason)
                .returns(2, Rejected::observations);
    }

    @Test
    void anOperatorMayWantAllOrNothing() {
        var intake = new Intake(new Rules(
                true, RULES.signature(), RULES.clock(), true, RULES.limits(), RULES.upload(), RULES.dialects()));
        Publishes publish = Publishes.readings()
                .payload("[" + observation(NOW, "\"PM10\":1") + "," + observation(NOW, "\"PM10\":-1,\"TEMP\":3") + "]")
                .signed();

        assertThat(decide(intake, publish, REGISTERED))
                .isEqualTo(new Rejected(
                        Reason.VALUE_IMPLAUSIBLE, "a value lies outside the range of its reading type", 2));
    }

    @Test
    void aReadingOutsideItsRangeIsLeftOutAndCounted() {
        Accepted accepted = accepted(
                Publishes.readings()
                        .payload("[" + observation(NOW, "\"PM10\":-1,\"TEMP\":3") + "]")
                        .signed(),
                REGISTERED);

        assertThat(accepted.record().observations().get(0).readings()).containsOnlyKeys("TEMP");
        assertThat(accepted.trimmed()).isEqualTo(1);
        assertThat(accepted.affected()).containsExactly(entry(Reason.VALUE_IMPLAUSIBLE, 1));
    }

    @Test
    void anImplausibleTimeOfARogueSensorIsKeptBesideOurs() {
        Observation observation = accepted(
                        Publishes.readings()
                                .payload("[" + observation(Instant.EPOCH.plusSeconds(43), "\"PM10\":1") + "]"),
                        UNSIGNED)
                .record()
                .observations()
                .get(0);

        assertThat(observation.time()).isEqualTo(NOW);
        assertThat(observation.clock()).isEqualTo(Clock.SERVER_FOR_IMPLAUSIBLE);
        assertThat(observation.extra()).containsExactly(entry("device_time", "1970-01-01T00:00:43Z"));
    }

    @Test
    void subscribersGetTheAcceptedReadingsAndNothingElseOfThePayload() {
        String payload = "[{\"timestamp\":" + NOW.getEpochSecond()
                + ",\"readings\":{\"PM10\":3,\"HUM\":300},\"location\":{\"latitude\":48.1,\"longitude\":11.5}}]";

        Accepted accepted = accepted(Publishes.readings().payload(payload).signed(), REGISTERED);

        assertThat(accepted.delivery().orElseThrow().payload())
                .isEqualTo(
                        Payload.ofText("[{\"timestamp\":" + NOW.getEpochSecond() + ",\"readings\":{\"PM10\":3.0}}]"));
    }

    @Test
    void ourOwnClockInDoubtRefusesNothingForGood() {
        var jumped = new Moment(NOW, false);

        assertThat(INTAKE.decide(Publishes.readings().publish(), suid -> UNSIGNED, Freshness.CAUGHT_UP, jumped))
                .asInstanceOf(type(Rejected.class))
                .returns(Reason.UNAVAILABLE, Rejected::reason);
    }

    private static String observation(Instant time, String readings) {
        return "{\"timestamp\":" + time.getEpochSecond() + ",\"readings\":{" + readings + "}}";
    }

    private static Verdict decide(Publishes publish, Sensor sensor) {
        return decide(INTAKE, publish, sensor);
    }

    private static Verdict decide(Intake intake, Publishes publish, Sensor sensor) {
        return intake.decide(publish.publish(), suid -> sensor, Freshness.CAUGHT_UP, Moment.at(NOW));
    }

    private static Accepted accepted(Publishes publish, Sensor sensor) {
        Verdict verdict = decide(publish, sensor);
        assertThat(verdict).isInstanceOf(Accepted.class);
        return (Accepted) verdict;
    }

    private static void assertRejected(Publishes publish, Sensor sensor, Reason reason) {
        assertThat(decide(publish, sensor)).asInstanceOf(type(Rejected.class)).returns(reason, Rejected::reason);
    }
}
