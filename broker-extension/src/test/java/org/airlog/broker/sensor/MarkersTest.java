package org.airlog.broker.sensor;

import static org.airlog.broker.sensor.SampleSteps.NOW;
import static org.airlog.broker.sensor.SampleSteps.marker;
import static org.airlog.broker.sensor.SampleSteps.provisioning;
import static org.airlog.broker.sensor.SampleSteps.registration;
import static org.airlog.broker.sensor.SampleSteps.rekeying;
import static org.airlog.broker.sensor.SampleSteps.revocation;
import static org.airlog.broker.sensor.SampleSteps.sealWithKey;
import static org.airlog.broker.sensor.SampleSteps.secret;
import static org.airlog.broker.sensor.SampleSteps.suid;
import static org.airlog.broker.sensor.SampleSteps.used;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.airlog.broker.sensor.SensorSnapshot.Outcome;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.observation.codec.SensorRecord.State;
import org.airlog.observation.codec.SensorRecordCodec;
import org.airlog.observation.signature.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said of a registration without ending it. */
class MarkersTest {

    private static final UUID NONE = ObservationRecord.UNSIGNED;
    private static final Secret CODE = Secret.ofText("the claim code");

    private final SecretSeal seal = sealWithKey("one");
    private final SensorSnapshot snapshot = new SensorSnapshot(seal);
    private final Suid suid = suid();
    private final Secret secret = secret();
    private final SensorRecord first = registration(seal, suid, secret);

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"USED", "RELEASED"})
    void aMarkerLeavesTheRegistrationCurrent(State state) {
        apply(first);

        assertThat(apply(marker(suid, first.registration(), state))).isEqualTo(Outcome.COUNTS);

        Sensor.Registered found = registered();
        assertThat(found.registration()).isEqualTo(first.registration());
        assertThat(found.secret()).isEqualTo(secret);
        assertThat(found.standing()).isEqualTo(new Standing(NOW, state == State.USED, state == State.RELEASED, null));
        assertThat(apply(registration(seal, suid, first.registration(), 2, secret())))
                .isEqualTo(Outcome.COUNTS);
    }

    @Test
    void aMarkerOfARegistrationThatHasEndedIsVoid() {
        SensorRecord second = registration(seal, suid, first.registration(), 2, secret());
        apply(first);
        apply(second);

        assertThat(apply(marker(suid, first.registration(), State.RELEASED))).isEqualTo(Outcome.VOID);

        assertThat(registered().standing()).isEqualTo(new Standing(NOW, false, false, null));
    }

    @Test
    void theNextRegistrationEndsAReleaseAndHasNotSignedYet() {
        apply(first);
        apply(marker(suid, first.registration(), State.USED));
        apply(marker(suid, first.registration(), State.RELEASED));

        apply(registration(seal, suid, first.registration(), 2, secret()));

        assertThat(registered().standing()).isEqualTo(new Standing(NOW, false, false, null));
    }

    @Test
    void aRotationNeedsNoGraceAsAnOperatorHasItsSecret() {
        apply(first);

        apply(rotation(first.registration()));

        assertThat(registered().standing().isSettled()).isTrue();
    }

    @Test
    void aListedSuidWaitsForItsClaimWhateverItsUnsignedLifeDoes() {
        apply(SensorRecord.unsigned(suid, Trust.ROGUE, NOW));

        assertThat(apply(provisioning(seal, suid, NONE, CODE))).isEqualTo(Outcome.COUNTS);
        apply(SensorRecord.unsigned(suid, Trust.ROGUE, NOW.plusSeconds(60)));

        Sensor found = snapshot.find(suid);
        assertThat(found).isInstanceOf(Sensor.Provisioned.class);
        assertThat(found.takesUnsigned()).isFalse();
        assertThat(found.claim()).isNotNull().satisfies(claim -> {
            assertThat(claim.matches(suid, CODE)).isTrue();
            assertThat(claim.matches(suid, Secret.ofText("another code"))).isFalse();
            assertThat(claim.matches(suid(), CODE)).isFalse();
            assertThat(claim).hasToString("ClaimCode[redacted]");
        });
    }

    @Test
    void aClaimCodeOutlivesRegistrationsAndEndsWithARevocation() {
        apply(provisioning(seal, suid, NONE, CODE));
        apply(first);
        SensorRecord second = registration(seal, suid, first.registration(), 2, secret());
        apply(second);
        assertThat(registered().claim()).isEqualTo(ClaimCode.of(suid, CODE));

        SensorRecord revocation = revocation(second);
        apply(revocation);
        assertThat(snapshot.find(suid)).isEqualTo(new Sensor.Revoked(revocation.registration(), 2, false));

        apply(provisioning(seal, suid, revocation.registration(), CODE));
        assertThat(snapshot.find(suid))
                .isEqualTo(new Sensor.Provisioned(revocation.registration(), 2, ClaimCode.of(suid, CODE)));
        assertThat(apply(registration(seal, suid, revocation.registration(), 3, secret())))
                .isEqualTo(Outcome.COUNTS);
        assertThat(registered().generation()).isEqualTo(3);
    }

    @Test
    void aReleaseOfARevokedSuidIsRemembered() {
        apply(first);
        SensorRecord revocation = revocation(first);
        apply(revocation);

        apply(marker(suid, revocation.registration(), State.RELEASED));

        assertThat(snapshot.find(suid)).isEqualTo(new Sensor.Revoked(revocation.registration(), 1, true));
    }

    @Test
    void theLastSightingDatesAnUnsignedLifeAndKeepsItsRelease() {
        apply(SensorRecord.unsigned(suid, Trust.LEGACY, NOW));
        apply(marker(suid, NONE, State.RELEASED));

        assertThat(apply(SensorRecord.unsigned(suid, Trust.LEGACY, NOW.plusSeconds(90))))
                .isEqualTo(Outcome.COUNTS);

        assertThat(snapshot.find(suid)).isEqualTo(new Sensor.Unsigned(Trust.LEGACY, NOW.plusSeconds(90), true));
    }

    @Test
    void aClaimCodeWhoseKeyIsMissingIsToldAndMatchesNothing() {
        SecretSeal elsewhere = sealWithKey("two");
        apply(provisioning(elsewhere, suid, NONE, CODE));

        assertThat(snapshot.missingKeyIds()).containsExactly("two");
        assertThat(snapshot.find(suid).claim()).isNotNull().satisfies(claim -> {
            assertThat(claim.isReadable()).isFalse();
            assertThat(claim.matches(suid, CODE)).isFalse();
        });

        apply(provisioning(seal, suid, NONE, CODE));
        assertThat(snapshot.missingKeyIds()).isEmpty();
    }

    @Test
    void markersOfASensorWhoseSecretDoesNotOpenAreKeptForTheNext() {
        SensorRecord sealedElsewhere = registration(sealWithKey("two"), suid, secret);
        apply(sealedElsewhere);
        apply(provisioning(seal, suid, sealedElsewhere.registration(), CODE));
        assertThat(snapshot.find(suid)).isEqualTo(new Sensor.Unreadable(sealedElsewhere.registration(), 1, "two"));

        apply(registration(seal, suid, sealedElsewhere.registration(), 2, secret));

        assertThat(registered().claim()).isEqualTo(ClaimCode.of(suid, CODE));
        assertThat(snapshot.missingKeyIds()).isEmpty();
    }

    /** Compaction may drop any record that a later one of its key follows, and nothing else. */
    @Test
    void everyCompactionOfARandomHistoryTellsTheSame() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int round = 0; round < 400; round++) {
            List<SensorRecord> log = history(random, 30);
            var whole = new SensorSnapshot(seal);
            log.forEach(record -> apply(whole, record));

            var compacted = new SensorSnapshot(seal);
            List<SensorRecord> kept = compact(log, random);
            kept.forEach(record -> apply(compacted, record));

            assertThat(compacted.find(suid))
                    .as("seed %d, round %d: %d of %d records", seed, round, kept.size(), log.size())
                    .isEqualTo(whole.find(suid));
        }
    }

    /** Steps of many writers: some know the current registration, some lag, and some see it unsigned again. */
    private List<SensorRecord> history(Random random, int length) {
        var log = new ArrayList<SensorRecord>();
        var ids = new ArrayList<UUID>(List.of(NONE));
        var secrets = new ArrayList<UUID>();
        for (int i = 0; i < length; i++) {
            UUID known = ids.get(Math.max(0, ids.size() - 1 - random.nextInt(3)));
            Instant now = NOW.plusSeconds(random.nextInt(1000));
            SensorRecord step =
                    switch (random.nextInt(11)) {
                        case 0, 1, 2 -> SensorRecord.unsigned(suid, Trust.ROGUE, now);
                        case 3 -> registration(seal, suid, known, ids.size(), secret());
                        case 4 -> rotation(known);
                        case 5 -> marker(suid, known, State.REVOKED);
                        case 6 -> marker(suid, known, State.USED);
                        case 7 -> marker(suid, known, State.RELEASED);
                        case 8 -> {
                            UUID kept = any(ids, secrets, random);
                            yield rekeying(seal, suid, known, any(ids, secrets, random), kept, now, secret());
                        }
                        case 9 -> used(suid, known, any(ids, secrets, random));
                        default -> provisioning(seal, suid, known, secret());
                    };
            log.add(step);
            if (!step.current().equals(known) && step.follows(known)) {
                ids.add(step.current());
            }
            if (step.state() == State.REKEYED) {
                secrets.add(step.registration());
            }
        }
        return log;
    }

    /** One of the last steps that brought a secret. */
    private static UUID any(List<UUID> ids, List<UUID> secrets, Random random) {
        List<UUID> from = secrets.isEmpty() || random.nextInt(3) == 0 ? ids : secrets;
        return from.get(Math.max(0, from.size() - 1 - random.nextInt(3)));
    }

    private static List<SensorRecord> compact(List<SensorRecord> log, Random random) {
        Set<ByteBuffer> followed = new HashSet<>();
        var kept = new ArrayList<SensorRecord>();
        for (int i = log.size() - 1; i >= 0; i--) {
            boolean isLast = followed.add(ByteBuffer.wrap(log.get(i).key()));
            if (isLast || random.nextInt(4) == 0) {
                kept.add(0, log.get(i));
            }
        }
        return kept;
    }

    private SensorRecord rotation(UUID replaces) {
        UUID registration = UUID.randomUUID();
        return new SensorRecord(
                suid,
                registration,
                replaces,
                State.ROTATED,
                2,
                Trust.SIGNED,
                "",
                "",
                "{}",
                seal.seal(secret(), suid, registration),
                null,
                NOW);
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
