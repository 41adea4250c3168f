package org.airlog.broker.sensor;

import static org.airlog.broker.sensor.SampleSteps.NOW;
import static org.airlog.broker.sensor.SampleSteps.registration;
import static org.airlog.broker.sensor.SampleSteps.revocation;
import static org.airlog.broker.sensor.SampleSteps.sealWithKey;
import static org.airlog.broker.sensor.SampleSteps.secret;
import static org.airlog.broker.sensor.SampleSteps.suid;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.airlog.broker.sensor.SensorSnapshot.Outcome;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.observation.codec.SensorRecordCodec;
import org.airlog.observation.signature.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SensorSnapshotTest {

    private final SecretSeal seal = sealWithKey("one");
    private final SensorSnapshot snapshot = new SensorSnapshot(seal);
    private final Suid suid = suid();
    private final Secret secret = secret();

    @Test
    void knowsNobodyAtFirst() {
        assertThat(snapshot.find(suid)).isEqualTo(new Sensor.Unknown());
        assertThat(snapshot.missingKeyIds()).isEmpty();
        assertThat(snapshot.undecodableRecords()).isZero();
    }

    @Test
    void givesARegisteredSensorItsSecret() {
        SensorRecord registered = registration(seal, suid, secret);

        assertThat(apply(registered)).isEqualTo(Outcome.COUNTS);

        assertThat(snapshot.find(suid)).isEqualTo(SampleSteps.registered(registered, secret));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0A1B", "0a1b", "A", "not hex at all", "ünïcödé", "0A1b", "00"})
    void givesBackTheVeryTextOfASecret(String text) {
        apply(registration(seal, suid, Secret.ofText(text)));

        assertThat(((Sensor.Registered) snapshot.find(suid)).secret().reveal()).isEqualTo(text);
    }

    @Test
    void remembersAnUnsignedLifeAndLetsARegistrationFollowIt() {
        assertThat(apply(SensorRecord.unsigned(suid, Trust.ROGUE, NOW))).isEqualTo(Outcome.COUNTS);
        assertThat(snapshot.find(suid)).isEqualTo(new Sensor.Unsigned(Trust.ROGUE, NOW, false));

        assertThat(apply(registration(seal, suid, secret))).isEqualTo(Outcome.COUNTS);

        assertThat(snapshot.find(suid)).isInstanceOf(Sensor.Registered.class);
    }

    @Test
    void holdsTheSecondOfTwoRegistrationsThatReplaceTheSameOneForVoid() {
        SensorRecord first = registration(seal, suid, secret);
        SensorRecord second = registration(seal, suid, secret());
        apply(first);

        assertThat(apply(second)).isEqualTo(Outcome.VOID);

        assertThat(snapshot.find(suid).registration()).isEqualTo(first.registration());
    }

    @Test
    void holdsAnUnsignedFirstUseAfterARegistrationForVoid() {
        apply(registration(seal, suid, secret));

        assertThat(apply(SensorRecord.unsigned(suid, Trust.ROGUE, NOW))).isEqualTo(Outcome.VOID);

        assertThat(snapshot.find(suid)).isInstanceOf(Sensor.Registered.class);
    }

    @Test
    void letsEachRegistrationTakeThePlaceOfTheOneItNames() {
        SensorRecord first = registration(seal, suid, secret);
        Secret newSecret = secret();
        SensorRecord second = registration(seal, suid, first.registration(), 2, newSecret);
        apply(first);

        assertThat(apply(second)).isEqualTo(Outcome.COUNTS);

        assertThat(snapshot.find(suid)).isEqualTo(SampleSteps.registered(second, newSecret));
    }

    @Test
    void countsARepeatedRecordOnce() {
        SensorRecord first = registration(seal, suid, secret);
        apply(first);

        assertThat(apply(first)).isEqualTo(Outcome.VOID);
    }

    @Test
    void revokesTheCurrentRegistrationAndNoOther() {
        SensorRecord first = registration(seal, suid, secret);
        SensorRecord second = registration(seal, suid, first.registration(), 2, secret());
        SensorRecord late = revocation(first);
        SensorRecord revocation = revocation(second);
        apply(first);
        apply(second);

        assertThat(apply(late)).isEqualTo(Outcome.VOID);
        assertThat(apply(revocation)).isEqualTo(Outcome.COUNTS);

        assertThat(snapshot.find(suid)).isEqualTo(new Sensor.Revoked(revocation.registration(), 2, false));
    }

    @Test
    void neverTakesASensorWhoseKeyIsMissingForUnregistered() {
        SensorRecord sealedElsewhere = registration(sealWithKey("two"), suid, secret);

        assertThat(apply(sealedElsewhere)).isEqualTo(Outcome.COUNTS);

        assertThat(snapshot.find(suid)).isEqualTo(new Sensor.Unreadable(sealedElsewhere.registration(), 1, "two"));
        assertThat(snapshot.missingKeyIds()).containsExactly("two");
    }

    @Test
    void forgetsAMissingKeyWhenNoSensorNeedsItAnyMore() {
        Suid other = suid();
        SecretSeal elsewhere = sealWithKey("two");
        SensorRecord mine = registration(elsewhere, suid, secret);
        SensorRecord others = registration(elsewhere, other, secret);
        apply(mine);
        apply(others);

        apply(registration(seal, suid, mine.registration(), 2, secret));
        assertThat(snapshot.missingKeyIds()).containsExactly("two");
        apply(revocation(others));

        assertThat(snapshot.missingKeyIds()).isEmpty();
        assertThat(snapshot.find(suid)).isInstanceOf(Sensor.Registered.class);
    }

    @Test
    void opensNoSecretThatWasSealedForAnotherSensor() {
        SensorRecord others = registration(seal, suid(), secret);
        SensorRecord moved = new SensorRecord(
                suid,
                others.registration(),
                ObservationRecord.UNSIGNED,
                SensorRecord.State.REGISTERED,
                1,
                Trust.SIGNED,
                "",
                "",
                "{}",
                others.secret(),
                null,
                NOW);

        apply(moved);

        assertThat(snapshot.find(suid)).isInstanceOf(Sensor.Unreadable.class);
    }

    @Test
    void refusesASensorOfWhichARecordCannotBeDecodedWhateverFollows() {
        SensorRecord first = registration(seal, suid, secret);
        apply(first);
        byte[] laterVersion = SensorRecordCodec.encode(registration(seal, suid, first.registration(), 2, secret()));
        laterVersion[1] = 99;

        assertThat(snapshot.apply(SensorRecord.key(suid, UUID.randomUUID()), laterVersion))
                .isEqualTo(Outcome.UNDECIDED);
        assertThat(apply(registration(seal, suid, first.registration(), 2, secret())))
                .isEqualTo(Outcome.UNDECIDED);

        assertThat(snapshot.find(suid)).isEqualTo(new Sensor.Unreadable(first.registration(), 1, ""));
        assertThat(snapshot.undecodableRecords()).isOne();
        assertThat(snapshot.missingKeyIds()).isEmpty();
    }

    @Test
    void refusesASensorThatATombstoneNames() {
        SensorRecord first = registration(seal, suid, secret);
        apply(first);

        assertThat(snapshot.apply(first.key(), null)).isEqualTo(Outcome.UNDECIDED);

        assertThat(snapshot.find(suid)).isInstanceOf(Sensor.Unreadable.class);
    }

    @Test
    void refusesASensorUnderWhoseKeyAnothersRecordLies() {
        SensorRecord others = registration(seal, suid(), secret);

        snapshot.apply(SensorRecord.key(suid, others.registration()), SensorRecordCodec.encode(others));

        assertThat(snapshot.find(suid)).isInstanceOf(Sensor.Unreadable.class);
        assertThat(snapshot.find(others.suid())).isEqualTo(new Sensor.Unknown());
    }

    @Test
    void countsBytesThatNameNoSensorAndGoesOn() {
        byte[] strange = "strange".getBytes(StandardCharsets.US_ASCII);

        assertThat(snapshot.apply(strange, strange)).isEqualTo(Outcome.UNDECIDED);

        assertThat(snapshot.undecodableRecords()).isOne();
        assertThat(apply(registration(seal, suid, secret))).isEqualTo(Outcome.COUNTS);
    }

    @Test
    void survivesEveryFlippedBitOfARecordWithoutCallingItsSensorUnregistered() {
        SensorRecord registered = registration(seal, suid, secret);
        byte[] good = SensorRecordCodec.encode(registered);
        Secret expected = secret;
        for (int bit = 0; bit < 8 * good.length; bit++) {
            byte[] flipped = Arrays.copyOf(good, good.length);
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            var fresh = new SensorSnapshot(seal);

            Outcome outcome = fresh.apply(registered.key(), flipped);

            Sensor found = fresh.find(suid);
            // A flipped "replaces" makes the record void: nothing in memory can tell; the log's own checksum does.
            if (outcome != Outcome.VOID) {
                assertThat(found).as("bit %s", bit).returns(false, Sensor::takesUnsigned);
            }
            if (found instanceof Sensor.Registered taken) {
                assertThat(taken.secret()).as("bit %s", bit).isEqualTo(expected);
            }
        }
    }

    private Outcome apply(SensorRecord record) {
        return snapshot.apply(record.key(), SensorRecordCodec.encode(record));
    }
}
