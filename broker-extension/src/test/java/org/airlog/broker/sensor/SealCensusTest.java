package org.airlog.broker.sensor;

import static org.airlog.broker.sensor.SampleSteps.NOW;
import static org.airlog.broker.sensor.SampleSteps.marker;
import static org.airlog.broker.sensor.SampleSteps.provisioning;
import static org.airlog.broker.sensor.SampleSteps.registration;
import static org.airlog.broker.sensor.SampleSteps.rekeying;
import static org.airlog.broker.sensor.SampleSteps.revocation;
import static org.airlog.broker.sensor.SampleSteps.secret;
import static org.airlog.broker.sensor.SampleSteps.suid;
import static org.airlog.broker.sensor.SampleSteps.used;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.airlog.observation.Position;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.observation.codec.SensorRecord.State;
import org.airlog.observation.codec.SensorRecordCodec;
import org.airlog.observation.sealing.PositionSeal;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.sealing.SealingKey;
import org.airlog.observation.signature.Secret;
import org.junit.jupiter.api.Test;

/** What a key is still needed for, and that nobody misses it once the registry has been sealed anew. */
class SealCensusTest {

    private static final UUID NONE = ObservationRecord.UNSIGNED;
    private static final SealingKey ONE = SealingKey.parse(SealingKey.generate("one", new SecureRandom()));
    private static final SealingKey TWO = SealingKey.parse(SealingKey.generate("two", new SecureRandom()));
    private static final Seal BEFORE = new Seal(List.of(ONE));
    private static final Seal BOTH = new Seal(List.of(TWO, ONE));
    private static final Seal AFTER = new Seal(List.of(TWO));
    private static final SecretSeal OLD = new SecretSeal(BEFORE);
    private static final Position PLACE = new Position(51.5, -0.15, 35.0);

    private final Suid suid = suid();
    private final Secret secret = secret();
    private final Secret code = Secret.ofText("the claim code");
    private final List<SensorRecord> log = new ArrayList<>();

    @Test
    void whatIsSealedAnewOpensWithoutTheOldKey() {
        SensorRecord first = add(located(registration(OLD, suid, NONE, 1, secret)));
        SensorRecord listed = add(provisioning(OLD, suid, first.registration(), code));
        Secret next = secret();
        add(rekeying(OLD, suid, first.registration(), first.registration(), first.registration(), null, next));
        assertThat(use(BOTH)).isEqualTo(Map.of("one", 3));

        log.addAll(renewals(BOTH));

        assertThat(use(BOTH)).isEqualTo(Map.of("two", 3));
        assertThat(renewals(BOTH)).isEmpty();
        SensorSnapshot blind = snapshot(AFTER);
        assertThat(blind.missingKeyIds()).isEmpty();
        assertThat(blind.find(suid))
                .isEqualTo(snapshot(BOTH).find(suid))
                .isInstanceOfSatisfying(Sensor.Registered.class, found -> {
                    assertThat(found.secret()).isEqualTo(next);
                    assertThat(found.holds(secret, NOW)).isTrue();
                    assertThat(found.claim()).isEqualTo(ClaimCode.of(suid, code));
                });
        assertThat(log)
                .filteredOn(record -> record.replaces().equals(listed.registration()))
                .hasSize(1);
        assertThat(positionOf(first, AFTER)).isEqualTo(PLACE);
    }

    @Test
    void theSecretOfAnEndedRegistrationDiesWithItsKeyAndItsLocationDoesNot() {
        SensorRecord first = add(located(registration(OLD, suid, NONE, 1, secret)));
        add(registration(OLD, suid, first.registration(), 2, secret()));

        List<SensorRecord> renewals = renewals(BOTH);

        assertThat(renewals).hasSize(2);
        assertThat(renewals)
                .filteredOn(renewal -> renewal.replaces().equals(first.registration()))
                .singleElement()
                .satisfies(renewal -> {
                    assertThat(renewal.secret()).isNull();
                    assertThat(renewal.location()).isNotNull();
                });
    }

    @Test
    void nothingIsNeededOfARevokedSensorAndOfAVoidStep() {
        SensorRecord first = add(registration(OLD, suid, secret));
        add(provisioning(OLD, suid, first.registration(), code));
        add(registration(OLD, suid, NONE, 1, secret()));
        add(revocation(first));

        assertThat(use(BOTH)).isEmpty();
        assertThat(renewals(BOTH)).isEmpty();
    }

    @Test
    void whatCannotBeOpenedHereIsCountedAndLeftAlone() {
        add(registration(OLD, suid, secret));

        assertThat(use(AFTER)).isEqualTo(Map.of("one", 1));
        assertThat(renewals(AFTER)).isEmpty();
    }

    @Test
    void aSensorWithARecordThatCannotBeReadIsLeftAlone() {
        SensorRecord step = add(registration(OLD, suid, secret));
        SealCensus census = census(BOTH);

        census.apply(step.key(), new byte[] {1});
        census.apply(new byte[] {1}, new byte[] {1});

        assertThat(census.use()).isEqualTo(Map.of("one", 1));
        assertThat(census.renewals(NOW)).isEmpty();
    }

    @Test
    void aStepThatIsSealedAnewTwiceHasOneKeyAndTheLastCounts() {
        add(registration(OLD, suid, secret));
        log.addAll(renewals(BOTH));
        SealingKey three = SealingKey.parse(SealingKey.generate("three", new SecureRandom()));

        log.addAll(renewals(new Seal(List.of(three, TWO))));

        assertThat(log.get(2).key()).isEqualTo(log.get(1).key());
        log.remove(1);
        assertThat(snapshot(new Seal(List.of(three))).find(suid))
                .isInstanceOfSatisfying(Sensor.Registered.class, found -> assertThat(found.secret())
                        .isEqualTo(secret));
    }

    @Test
    void looksAtItsOwnSuidsAlone() {
        add(registration(OLD, suid, secret));
        var census = new SealCensus(BOTH, other -> false);

        log.forEach(record -> census.apply(record.key(), SensorRecordCodec.encode(record)));
        census.apply(new byte[0], null);
        census.apply(SensorRecord.key(suid, NONE), new byte[] {1});

        assertThat(census.use()).isEmpty();
    }

    /** Sealed anew at any moment, in the middle of anything, a history ends as it would have. */
    @Test
    void aHistoryThatIsSealedAnewOnTheWayTellsTheSameWithoutTheOldKey() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            log.clear();
            SensorRecord current = add(located(registration(OLD, suid, NONE, 1, secret())));
            UUID lastSecret = current.registration();
            List<SensorRecord> late = List.of();
            for (int step = 0; step < 12; step++) {
                UUID registration = current.registration();
                switch (random.nextInt(7)) {
                    case 0 -> {
                        current = add(located(registration(OLD, suid, registration, 2, secret())));
                        lastSecret = current.registration();
                    }
                    case 1 ->
                        lastSecret = add(rekeying(OLD, suid, registration, lastSecret, lastSecret, null, secret()))
                                .registration();
                    case 2 -> add(used(suid, registration, lastSecret));
                    case 3 -> add(provisioning(OLD, suid, registration, code));
                    case 4 -> add(marker(suid, registration, State.RELEASED));
                    case 5 -> {
                        // Another step comes between the reading and the writing.
                        log.addAll(late);
                        late = renewals(BOTH);
                    }
                    default -> log.addAll(renewals(BOTH));
                }
            }
            log.addAll(late);
            log.addAll(renewals(BOTH));

            assertThat(snapshot(AFTER).find(suid))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(snapshot(BOTH).find(suid));
            assertThat(use(AFTER).keySet()).as("seed %d, round %d", seed, round).isSubsetOf("two");
        }
    }

    private SensorRecord add(SensorRecord record) {
        log.add(record);
        return record;
    }

    private SensorSnapshot snapshot(Seal seal) {
        var snapshot = new SensorSnapshot(new SecretSeal(seal));
        log.forEach(record -> snapshot.apply(record.key(), SensorRecordCodec.encode(record)));
        return snapshot;
    }

    private Map<String, Integer> use(Seal seal) {
        return census(seal).use();
    }

    private List<SensorRecord> renewals(Seal seal) {
        return census(seal).renewals(NOW);
    }

    private SealCensus census(Seal seal) {
        var census = new SealCensus(seal, any -> true);
        log.forEach(record -> census.apply(record.key(), SensorRecordCodec.encode(record)));
        return census;
    }

    private Position positionOf(SensorRecord step, Seal seal) {
        SensorRecord renewal = log.stream()
                .filter(record ->
                        record.state() == State.RESEALED && record.replaces().equals(step.registration()))
                .findFirst()
                .orElseThrow();
        try {
            return new PositionSeal(seal).open(Objects.requireNonNull(renewal.location()), renewal.key());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static SensorRecord located(SensorRecord record) {
        return new SensorRecord(
                record.suid(),
                record.registration(),
                record.replaces(),
                record.state(),
                record.generation(),
                record.trust(),
                record.manufacturer(),
                record.model(),
                record.metadata(),
                record.secret(),
                new PositionSeal(BEFORE).seal(PLACE, record.key()),
                record.writtenAt());
    }
}
