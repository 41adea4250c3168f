package org.airlog.broker.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.airlog.broker.intake.DialectRules;
import org.airlog.broker.intake.Intake;
import org.airlog.broker.intake.LogRefusedException;
import org.airlog.broker.intake.LogUnavailableException;
import org.airlog.broker.intake.Moment;
import org.airlog.broker.intake.ObservationLog;
import org.airlog.broker.intake.Origin;
import org.airlog.broker.intake.Principal;
import org.airlog.broker.intake.Property;
import org.airlog.broker.intake.Protocol;
import org.airlog.broker.intake.Publish;
import org.airlog.broker.intake.RegistrationPolicy;
import org.airlog.broker.intake.Rules;
import org.airlog.broker.intake.Toll;
import org.airlog.broker.intake.Transport;
import org.airlog.broker.intake.limit.Limits;
import org.airlog.broker.sensor.Sensor;
import org.airlog.broker.sensor.Standing;
import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.airlog.observation.Suid;
import org.airlog.observation.TraceContext;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.PayloadLimits;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.observation.signature.OpenSmogHash;
import org.airlog.observation.signature.Secret;
import org.airlog.tracing.Step;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReceptionTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Suid SUID =
            Suid.parse("123e4567-e89b-12d3-a456-426655440000").orElseThrow();
    private static final Secret OLD = Secret.ofText("OLD");
    private static final Secret NEW = Secret.ofText("NEW");
    private static final Payload PAYLOAD =
            Payload.ofText("[{\"timestamp\":" + NOW.getEpochSecond() + ",\"readings\":{\"PM10\":1}}]");

    private static final Rules.SignatureRules SIGNATURES =
            new Rules.SignatureRules(Set.of("opensmoghash"), true, Duration.ofMinutes(5));

    private Standing standing = new Standing(NOW.minus(Duration.ofDays(9)), true, false, null);
    private final InMemoryDirectory directory = new InMemoryDirectory();
    private Executor judging = Runnable::run;
    private final RecordingLog log = new RecordingLog();
    private final Intake intake = new Intake(new Rules(
            true,
            SIGNATURES,
            new Rules.ClockRules(Duration.ofDays(400), Duration.ofMinutes(5)),
            false,
            PayloadLimits.DEFAULTS,
            new Rules.UploadRules(false, new Suid(new UUID(0, 1)), List.of()),
            new DialectRules(Set.of(), null, Map.of(), Map.of())));
    private final Reception reception = new Reception(
            directory,
            log,
            new Sightings(
                    new RegistrationPolicy(RegistrationPolicy.Kind.SIGNED, SIGNATURES),
                    directory,
                    () -> Moment.at(NOW)),
            () -> Moment.at(NOW),
            work -> judging.execute(work));

    @Test
    void aRightSignatureIsStoredWithoutAskingTheRegistry() {
        directory.known.put(SUID, registered(OLD));

        assertThat(receive(signed(OLD))).isInstanceOf(Outcome.Stored.class);
        assertThat(directory.catchUps).isZero();
        assertThat(log.records).extracting(ObservationRecord::trust).containsExactly(Trust.SIGNED);
    }

    @Test
    void aSignatureThatIsWrongHereMayBeRightByNewsFromElsewhere() {
        directory.known.put(SUID, registered(OLD));
        directory.news.put(SUID, registered(NEW));

        assertThat(receive(signed(NEW))).isInstanceOf(Outcome.Stored.class);
        assertThat(directory.catchUps).isEqualTo(1);
    }

    @Test
    void aSignedPublishOfAnUnknownSensorIsJudgedByNewsFromElsewhere() {
        directory.news.put(SUID, registered(NEW));

        assertThat(reasonOf(receive(signed(OLD)))).isEqualTo(Reason.SIGNATURE_WRONG);
        assertThat(log.records).isEmpty();
    }

    @Test
    void withoutTheRegistryAFailedSignatureIsNotJudged() {
        directory.known.put(SUID, registered(OLD));
        directory.isAway = true;

        assertThat(reasonOf(receive(signed(NEW)))).isEqualTo(Reason.UNAVAILABLE);
    }

    @Test
    void aFirstUseIsWrittenDownOnceAndThenStored() {
        assertThat(receive(unsigned())).isInstanceOf(Outcome.Stored.class);
        assertThat(receive(unsigned())).isInstanceOf(Outcome.Stored.class);

        assertThat(directory.appended)
                .singleElement()
                .returns(SUID, SensorRecord::suid)
                .returns(Trust.ROGUE, SensorRecord::trust);
        assertThat(log.records).hasSize(2);
    }

    @Test
    void aFirstUseThatCannotBeWrittenDownIsNotStored() {
        directory.isAway = true;

        assertThat(reasonOf(receive(unsigned()))).isEqualTo(Reason.UNAVAILABLE);
        assertThat(log.records).isEmpty();
    }

    @Test
    void aRegistrationThatCameFirstWinsOverAFirstUse() {
        directory.news.put(SUID, registered(NEW));

        assertThat(reasonOf(receive(unsigned()))).isEqualTo(Reason.SIGNATURE_MISSING);
        assertThat(directory.appended).isEmpty();
    }

    @Test
    void nobodyIsJudgedBeforeTheRegistryIsLoaded() {
        directory.isLoaded = false;

        assertThat(reasonOf(receive(unsigned()))).isEqualTo(Reason.UNAVAILABLE);
    }

    @Test
    void whatTheLogDoesNotConfirmIsRefusedWithItsNumber() {
        directory.known.put(SUID, registered(OLD));
        log.failure = new LogUnavailableException("away", null);

        Outcome outcome = receive(signed(OLD));

        assertThat(reasonOf(outcome)).isEqualTo(Reason.UNAVAILABLE);
        assertThat(((Outcome.Refused) outcome).rejected().observations()).isEqualTo(1);
    }

    @Test
    void whatTheLogWillNeverTakeIsRefusedForGood() {
        directory.known.put(SUID, registered(OLD));
        log.failure = new LogRefusedException("too large", null);

        assertThat(reasonOf(receive(signed(OLD)))).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void whatTheRegistrySettledIsJudgedByTheExecutorAndNotByTheRegistrysThread() {
        var waiting = new ArrayList<Runnable>();
        judging = waiting::add;
        directory.known.put(SUID, registered(OLD));
        directory.news.put(SUID, registered(NEW));

        CompletableFuture<Outcome> outcome = receiving(signed(NEW)).toCompletableFuture();

        assertThat(outcome).isNotDone();
        assertThat(waiting).hasSize(1);
        waiting.get(0).run();
        assertThat(outcome.join()).isInstanceOf(Outcome.Stored.class);
    }

    @Test
    void whatTheExecutorRejectsIsRefusedAsUnavailable() {
        judging = work -> {
            throw new RejectedExecutionException("full");
        };
        directory.known.put(SUID, registered(OLD));

        assertThat(reasonOf(receive(signed(NEW)))).isEqualTo(Reason.UNAVAILABLE);
    }

    @Test
    void theFirstSignatureOfANewSecretIsWrittenDownOnceItsPublishIsStored() {
        standing = new Standing(NOW.minusSeconds(9), false, false, null);
        directory.known.put(SUID, registered(OLD));

        assertThat(receive(signed(OLD))).isInstanceOf(Outcome.Stored.class);

        assertThat(directory.appended)
                .singleElement()
                .returns(SensorRecord.State.USED, SensorRecord::state)
                .returns(registered(OLD).registration(), SensorRecord::replaces);
    }

    @Test
    void whatWasNotStoredHasNotSigned() {
        standing = new Standing(NOW.minusSeconds(9), false, false, null);
        directory.known.put(SUID, registered(OLD));
        log.failure = new LogUnavailableException("away", null);

        assertThat(reasonOf(receive(signed(OLD)))).isEqualTo(Reason.UNAVAILABLE);

        assertThat(directory.appended).isEmpty();
    }

    @Test
    void aSightingThatCannotBeWrittenDownNeitherRefusesThePublishNorIsForgotten() {
        standing = new Standing(NOW.minusSeconds(9), false, false, null);
        directory.known.put(SUID, registered(OLD));
        directory.isAway = true;

        assertThat(receive(signed(OLD))).isInstanceOf(Outcome.Stored.class);
        assertThat(directory.appended).isEmpty();

        directory.isAway = false;
        assertThat(receive(signed(OLD))).isInstanceOf(Outcome.Stored.class);
        assertThat(directory.appended).hasSize(1);
    }

    @Test
    void anUnsignedLifeThatGoesOnIsDatedAnew() {
        directory.known.put(SUID, new Sensor.Unsigned(Trust.ROGUE, NOW.minus(Duration.ofDays(2)), false));

        assertThat(receive(unsigned())).isInstanceOf(Outcome.Stored.class);
        assertThat(receive(unsigned())).isInstanceOf(Outcome.Stored.class);

        assertThat(directory.appended).singleElement().isEqualTo(SensorRecord.unsigned(SUID, Trust.ROGUE, NOW));
    }

    @Test
    void aBugIsNeverAnAcceptance() {
        directory.known.put(SUID, registered(OLD));
        log.failure = new IllegalStateException("a bug");

        assertThat(receiving(signed(OLD)).toCompletableFuture()).isCompletedExceptionally();
    }

    private Outcome receive(Publish publish) {
        return receiving(publish).toCompletableFuture().join();
    }

    private static Reason reasonOf(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused) outcome).rejected().reason();
    }

    private Sensor registered(Secret secret) {
        return new Sensor.Registered(new UUID(7, secret.hashCode()), 1, Trust.SIGNED, secret, standing);
    }

    private static Publish signed(Secret secret) {
        return publish(List.of(new Property(
                "Authorization",
                "OpenSmogHash " + OpenSmogHash.sign(secret, PAYLOAD).hex())));
    }

    private static Publish unsigned() {
        return publish(List.of());
    }

    private static Publish publish(List<Property> properties) {
        return new Publish(
                "v1/sensors/" + SUID + "/readings",
                PAYLOAD,
                1,
                false,
                Protocol.MQTT_5,
                new Origin(Principal.ANONYMOUS, "device", "192.0.2.7", Transport.TLS),
                "",
                properties,
                Optional.empty());
    }

    /** A log that keeps what it is given, or fails as told. */
    private static final class RecordingLog implements ObservationLog {

        private final List<ObservationRecord> records = new ArrayList<>();
        private @Nullable RuntimeException failure;

        @Override
        public CompletionStage<Void> append(Suid suid, ObservationRecord record, @Nullable TraceContext trace) {
            if (failure != null) {
                return CompletableFuture.failedFuture(failure);
            }
            records.add(record);
            return CompletableFuture.completedFuture(null);
        }
    }

    private CompletionStage<Outcome> receiving(Publish publish) {
        return reception.receive(
                publish, intake, new Toll(Limits.UNLIMITED, publish.origin(), Duration.ZERO), Step.NONE);
    }
}
