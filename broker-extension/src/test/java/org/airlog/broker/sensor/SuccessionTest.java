package org.airlog.broker.sensor;

import static org.airlog.broker.sensor.SampleSteps.NOW;
import static org.airlog.broker.sensor.SampleSteps.keeping;
import static org.airlog.broker.sensor.SampleSteps.registration;
import static org.airlog.broker.sensor.SampleSteps.rekeying;
import static org.airlog.broker.sensor.SampleSteps.revocation;
import static org.airlog.broker.sensor.SampleSteps.sealWithKey;
import static org.airlog.broker.sensor.SampleSteps.secret;
import static org.airlog.broker.sensor.SampleSteps.suid;
import static org.airlog.broker.sensor.SampleSteps.used;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.airlog.broker.sensor.SensorSnapshot.Outcome;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.observation.codec.SensorRecordCodec;
import org.airlog.observation.signature.Secret;
import org.junit.jupiter.api.Test;

/** How one secret of a sensor follows another. */
class SuccessionTest {

    private static final UUID NONE = ObservationRecord.UNSIGNED;
    private static final Instant TOMORROW = NOW.plusSeconds(86_400);

    private final SecretSeal seal = sealWithKey("one");
    private final SensorSnapshot snapshot = new SensorSnapshot(seal);
    private final Suid suid = suid();
    private final Secret own = secret();
    private final Secret next = secret();
    private final SensorRecord first = registration(seal, suid, own);
    private final UUID registration = first.registration();
    private final SensorRecord rotation =
            rekeying(seal, suid, registration, registration, registration, TOMORROW, next);

    @Test
    void aRotationKeepsTheRegistrationAndTheSecretBeforeForAWhile() {
        apply(first);

        assertThat(apply(rotation)).isEqualTo(Outcome.COUNTS);

        Sensor.Registered found = registered();
        assertThat(found.registration()).isEqualTo(registration);
        assertThat(found.generation()).isEqualTo(first.generation());
        assertThat(found.trust()).isEqualTo(first.trust());
        assertThat(found.standing().isSettled()).isTrue();
        assertThat(found.secretStep()).isEqualTo(rotation.registration());
        assertThat(found.holds(next, TOMORROW.plusSeconds(1))).isTrue();
        assertThat(found.holds(own, TOMORROW.minusSeconds(1))).isTrue();
        assertThat(found.holds(own, TOMORROW)).isFalse();
        assertThat(found.holds(secret(), NOW)).isFalse();
    }

    @Test
    void aRotationThatKeepsNothingStopsTheSecretBeforeAtOnce() {
        apply(first);
        apply(rotation);

        apply(rekeying(seal, suid, registration, rotation.registration(), NONE, null, secret()));

        assertThat(registered().former()).isNull();
        assertThat(registered().holds(own, NOW)).isFalse();
        assertThat(registered().holds(next, NOW)).isFalse();
    }

    @Test
    void aRotationMayHandOnTheSecretThatWasKept() {
        apply(first);
        apply(rotation);

        apply(rekeying(seal, suid, registration, rotation.registration(), registration, TOMORROW, secret()));

        assertThat(registered().holds(own, NOW)).isTrue();
        assertThat(registered().holds(next, NOW)).isFalse();
    }

    /** The operator was told of an overlap before the marker was read back: the device must not be shut out by the race. */
    @Test
    void aRotationThatHandsOnWhatHasJustStoppedKeepsTheSecretThatStoppedIt() {
        apply(first);
        apply(rotation);
        apply(used(suid, registration, rotation.registration()));

        assertThat(apply(rekeying(seal, suid, registration, rotation.registration(), registration, TOMORROW, secret())))
                .isEqualTo(Outcome.COUNTS);

        assertThat(registered().holds(next, TOMORROW.minusSeconds(1))).isTrue();
        assertThat(registered().holds(next, TOMORROW)).isFalse();
        assertThat(registered().holds(own, NOW)).isFalse();
    }

    /** Without one that is kept it would be free again for strangers, as if nobody had signed for it. */
    @Test
    void aRegistrationThatWasSignedIsSettledThoughItsSecretHasJustStopped() {
        apply(first);
        apply(rotation);
        apply(used(suid, registration, rotation.registration()));

        apply(keeping(registration(seal, suid, registration, 2, secret()), registration));

        assertThat(registered().standing().isSettled()).isTrue();
        assertThat(registered().holds(next, NOW)).isTrue();
    }

    @Test
    void ofTwoRotationsOfOneSecretTheFirstCounts() {
        apply(first);
        apply(rotation);

        assertThat(apply(rekeying(seal, suid, registration, registration, registration, TOMORROW, secret())))
                .isEqualTo(Outcome.VOID);

        assertThat(registered().secret()).isEqualTo(next);
    }

    @Test
    void theFirstSignatureOfTheNewSecretEndsTheOneBefore() {
        apply(first);
        apply(rotation);

        assertThat(apply(used(suid, registration, rotation.registration()))).isEqualTo(Outcome.COUNTS);

        assertThat(registered().former()).isNull();
        assertThat(registered().holds(next, NOW)).isTrue();
    }

    @Test
    void aSignatureOfTheSecretBeforeThatIsWrittenDownLateEndsNothing() {
        apply(first);
        apply(rotation);

        assertThat(apply(used(suid, registration, registration))).isEqualTo(Outcome.VOID);

        assertThat(registered().holds(own, NOW)).isTrue();
    }

    @Test
    void aRegistrationKeepsTheSecretThatSignedForItUntilItsOwnHasSigned() {
        SensorRecord renewal = keeping(registration(seal, suid, registration, 2, next), registration);
        apply(first);

        apply(renewal);

        assertThat(registered().registration()).isEqualTo(renewal.registration());
        assertThat(registered().holds(own, NOW.plusSeconds(1_000_000_000))).isTrue();
        assertThat(registered().former())
                .isEqualTo(FormerSecret.known(registration, registration, first.trust(), own, null));
        assertThat(registered().standing().isSettled()).isTrue();
        apply(used(suid, renewal.registration(), renewal.registration()));
        assertThat(registered().former()).isNull();
    }

    @Test
    void whatIsKeptEndsWithTheNextRegistrationThatKeepsNothingAndWithARevocation() {
        apply(first);
        apply(rotation);
        SensorRecord second = registration(seal, suid, registration, 2, secret());

        apply(second);

        assertThat(registered().former()).isNull();
        apply(revocation(second));
        assertThat(apply(rekeying(seal, suid, second.registration(), second.registration(), NONE, null, secret())))
                .isEqualTo(Outcome.VOID);
    }

    /** Without a key a broker knows less, but nothing else. */
    @Test
    void aBrokerWithoutTheKeyCountsTheSameStepsAndDoesNotTakeTheSecretBeforeForWrong() {
        SecretSeal elsewhere = sealWithKey("two");
        var blind = new SensorSnapshot(elsewhere);
        apply(blind, first);
        assertThat(apply(blind, rekeying(elsewhere, suid, registration, registration, registration, null, next)))
                .isEqualTo(Outcome.COUNTS);

        var found = (Sensor.Registered) blind.find(suid);
        assertThat(found.holds(next, NOW)).isTrue();
        assertThat(found.former()).isNotNull().satisfies(former -> {
            assertThat(former.secret()).isNull();
            assertThat(former.isAlive(NOW)).isTrue();
        });
        assertThat(blind.missingKeyIds()).containsExactly("one");
        apply(blind, used(suid, registration, found.secretStep()));
        assertThat(blind.missingKeyIds()).isEmpty();
    }

    private Sensor.Registered registered() {
        assertThat(snapshot.find(suid)).isInstanceOf(Sensor.Registered.class);
        return (Sensor.Registered) snapshot.find(suid);
    }

    private Outcome apply(SensorRecord record) {
        return apply(snapshot, record);
    }

    private static Outcome apply(SensorSnapshot snapshot, SensorRecord record) {
        return snapshot.apply(record.key(), SensorRecordCodec.encode(record));
    }
}
