package org.airlog.broker.intake;

import static org.airlog.broker.intake.Publishes.NOW;
import static org.airlog.broker.intake.Publishes.REGISTERED;
import static org.airlog.broker.intake.Publishes.REVOKED;
import static org.airlog.broker.intake.Publishes.SUID;
import static org.airlog.broker.intake.Publishes.TOPIC;
import static org.airlog.broker.intake.Publishes.UNKNOWN;
import static org.airlog.broker.intake.Publishes.UNSIGNED;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.airlog.broker.intake.Verdict.Accepted;
import org.airlog.broker.intake.Verdict.Rejected;
import org.airlog.broker.intake.Verdict.Unsettled;
import org.airlog.broker.intake.limit.AddressBlocks;
import org.airlog.broker.intake.limit.Limit;
import org.airlog.broker.intake.limit.LimitRules;
import org.airlog.broker.intake.limit.Limits;
import org.airlog.broker.intake.limit.Wait;
import org.airlog.broker.sensor.Sensor;
import org.airlog.configuration.LimitKeys;
import org.airlog.configuration.Rate;
import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.airlog.observation.Suid;
import org.junit.jupiter.api.Test;

/** Each limit of rate as its sender meets it: by what name, after how much, and who else is touched. */
class IntakeLimitsTest {

    private static final String STRANGER = "198.51.100.9";
    private static final Publishes WRONG = Publishes.readings().with("Authorization", "OpenSmogHash " + "0".repeat(64));

    private final Intake intake = new Intake(Publishes.RULES);
    private Limits limits = limits(Map.of());
    private Duration patience = Duration.ZERO;
    private Moment now = Moment.at(NOW);
    private Toll last = toll(Publishes.readings());

    @Test
    void aSensorPublishesTwiceASecondAfterABurstOf240() {
        assertThat(accepted(Publishes.readings().signed(), REGISTERED, 500)).isEqualTo(240);
        assertOverLimit(decide(Publishes.readings().signed(), REGISTERED), Limit.SENSOR_PUBLISHES, 1);

        pass(Duration.ofSeconds(5));
        assertThat(accepted(Publishes.readings().signed(), REGISTERED, 500)).isEqualTo(10);
    }

    @Test
    void aSensorSigns200ObservationsASecondAfterABurstOf200000() {
        Publishes full =
                Publishes.readings().payload(Publishes.observations(2_500)).signed();

        for (int i = 0; i < 79; i++) {
            assertThat(toll(full).signedObservations(SUID, 2_500, now)).isEmpty();
        }
        assertThat(decide(full, REGISTERED)).isInstanceOf(Accepted.class);
        Rejected rejected = assertOverLimit(decide(full, REGISTERED), Limit.SENSOR_OBSERVATIONS, 13);
        assertThat(rejected.observations()).isEqualTo(2_500);
        assertThat(rejected.detail()).isEqualTo("sensor-observations, retry in 13 s");
    }

    @Test
    void anUnsignedSensorSends20ObservationsASecondAfterABurstOf5000() {
        Publishes hundred = Publishes.readings().payload(Publishes.observations(100));

        assertThat(accepted(hundred, UNSIGNED, 100)).isEqualTo(50);
        assertOverLimit(decide(hundred, UNSIGNED), Limit.UNSIGNED_OBSERVATIONS, 5);
    }

    @Test
    void anAddressPublishes50ASecondAfterABurstOf500WhateverTheyAre() {
        for (int i = 0; i < 500; i++) {
            assertThat(reason(decide(Publishes.readings().payload("nonsense"), UNSIGNED)))
                    .isEqualTo(Reason.MALFORMED);
        }

        assertOverLimit(decide(Publishes.readings().payload("nonsense"), UNSIGNED), Limit.ADDRESS_PUBLISHES, 1);
        assertThat(decide(at("192.0.2.8", Publishes.readings()), UNSIGNED)).isInstanceOf(Accepted.class);
    }

    @Test
    void aPrefixOfIpv6IsOneAddress() {
        for (int i = 0; i < 500; i++) {
            decide(at("2001:db8::" + Integer.toHexString(i), Publishes.readings()), UNSIGNED);
        }

        assertOverLimit(decide(at("2001:db8::ffff", Publishes.readings()), UNSIGNED), Limit.ADDRESS_PUBLISHES, 1);
    }

    @Test
    void anAddressSends200UnsignedObservationsASecondAfterABurstOf20000() {
        String full = Publishes.observations(2_500);
        for (int i = 0; i < 8; i++) {
            assertThat(decide(of(suid(i), full), UNSIGNED)).isInstanceOf(Accepted.class);
        }

        assertOverLimit(decide(of(suid(9), full), UNSIGNED), Limit.ADDRESS_UNSIGNED_OBSERVATIONS, 13);
        assertThat(decide(at("192.0.2.8", of(suid(9), full)), UNSIGNED)).isInstanceOf(Accepted.class);
        assertThat(decide(Publishes.readings().payload(full).signed(), REGISTERED))
                .as("signed ones are the sensor's affair")
                .isInstanceOf(Accepted.class);
    }

    @Test
    void anAddressUses60NewSuidsAnHour() {
        for (int i = 0; i < 60; i++) {
            assertThat(decide(of(suid(i), Publishes.observations(1)), UNKNOWN)).isInstanceOf(Unsettled.class);
        }

        assertOverLimit(decide(of(suid(60), Publishes.observations(1)), UNKNOWN), Limit.ADDRESS_NEW_SENSORS, 60);
        assertThat(decide(of(suid(1), Publishes.observations(1)), UNSIGNED))
                .as("those that are known go on")
                .isInstanceOf(Accepted.class);
    }

    @Test
    void legacySuidsAndDevicesOfDialectsAreNewSensorsToo() {
        limits = limits(Map.of(Limit.ADDRESS_NEW_SENSORS, "1/h"));
        assertThat(decide(upload("suid=" + suid(1)), UNKNOWN)).isInstanceOf(Unsettled.class);

        assertOverLimit(decide(upload("suid=" + suid(2)), UNKNOWN), Limit.ADDRESS_NEW_SENSORS, 3_600);
        Publishes tasmota = Publishes.of("tele/kitchen/SENSOR", Payload.ofText("{\"AM2301\":{\"Temperature\":22.6}}"));
        assertOverLimit(decide(tasmota, UNKNOWN), Limit.ADDRESS_NEW_SENSORS, 3_600);
    }

    @Test
    void oneNetCannotUseUpTheNewSensorsOfAll() {
        int taken = 0;
        for (int i = 0; i < 3_000; i++) {
            String address = "198.51." + i % 250 + "." + i / 250;
            taken += decide(at(address, of(suid(i), Publishes.observations(1))), UNKNOWN) instanceof Unsettled ? 1 : 0;
        }

        assertThat(taken).isBetween(1_100, 1_112);
        assertThat(decide(at("203.0.113.1", Publishes.readings()), UNKNOWN)).isInstanceOf(Unsettled.class);
        Verdict refused = decide(at("198.51.7.77", of(suid(7_777), Publishes.observations(1))), UNKNOWN);
        assertThat(((Rejected) refused).overLimit().map(Wait::limit)).contains(Limit.NEW_SENSORS);
    }

    @Test
    void thoseWhoFailTwentyTimesWaitAMinuteAndAreNotLookedAt() {
        for (int i = 0; i < 20; i++) {
            assertThat(reason(decide(WRONG, REGISTERED))).isEqualTo(Reason.SIGNATURE_WRONG);
        }

        assertOverLimit(decide(WRONG, REGISTERED), Limit.FAILED_SIGNATURES, 60);
        assertOverLimit(decide(Publishes.readings().signed(), REGISTERED), Limit.FAILED_SIGNATURES, 60);
        assertOverLimit(
                intake.decide(WRONG.publish(), suid -> REGISTERED, Freshness.MAY_LAG, now, toll(WRONG)),
                Limit.FAILED_SIGNATURES,
                60);

        pass(Duration.ofSeconds(59));
        assertOverLimit(decide(WRONG, REGISTERED), Limit.FAILED_SIGNATURES, 1);
        pass(Duration.ofSeconds(1));
        assertThat(decide(Publishes.readings().signed(), REGISTERED)).isInstanceOf(Accepted.class);
    }

    @Test
    void theOwnerElsewhereIsTouchedByNoStrangersFailures() {
        for (int i = 0; i < 600; i++) {
            decide(at(STRANGER, WRONG), REGISTERED);
        }

        assertThat(accepted(Publishes.readings().signed(), REGISTERED, 240)).isEqualTo(240);
    }

    @Test
    void whatAStrangerSendsIsNotChargedToTheSensor() {
        limits = limits(Map.of(
                Limit.FAILED_SIGNATURES, "999999/s",
                Limit.ADDRESS_PUBLISHES, "999999/s",
                Limit.SENSOR_OBSERVATIONS, "1/h burst 80"));
        String full = Publishes.observations(2);
        for (int i = 0; i < 300; i++) {
            assertThat(reason(decide(at(STRANGER, Publishes.readings().payload(full)), REGISTERED)))
                    .isEqualTo(Reason.SIGNATURE_MISSING);
            assertThat(reason(decide(at(STRANGER, WRONG.payload(full)), REGISTERED)))
                    .isEqualTo(Reason.SIGNATURE_WRONG);
        }

        assertThat(accepted(Publishes.readings().payload(full).signed(), REGISTERED, 100))
                .isEqualTo(40);
    }

    @Test
    void otherSensorsOfTheAddressGoOnWhileOneFails() {
        for (int i = 0; i < 21; i++) {
            decide(WRONG, REGISTERED);
        }

        assertThat(decide(of(suid(1), Publishes.observations(1)).signed(), REGISTERED))
                .isInstanceOf(Accepted.class);
    }

    @Test
    void whoClaimsARevokedSuidTooOftenDoesNotAskTheRegistryAgain() {
        for (int i = 0; i < 20; i++) {
            assertThat(reason(decide(WRONG, REVOKED))).isEqualTo(Reason.NOT_ALLOWED);
        }

        assertOverLimit(
                intake.decide(WRONG.publish(), suid -> REVOKED, Freshness.MAY_LAG, now, toll(WRONG)),
                Limit.FAILED_SIGNATURES,
                60);
    }

    @Test
    void whoIsALittleOverIsLetThroughAndOwesAWait() {
        patience = Duration.ofSeconds(2);

        assertThat(accepted(Publishes.readings().signed(), REGISTERED, 240)).isEqualTo(240);
        assertThat(last.owed()).isEmpty();
        for (int i = 1; i <= 4; i++) {
            assertThat(decide(Publishes.readings().signed(), REGISTERED)).isInstanceOf(Accepted.class);
            assertThat(last.owed()).contains(new Wait(Limit.SENSOR_PUBLISHES, Duration.ofMillis(500L * i)));
        }
        assertOverLimit(decide(Publishes.readings().signed(), REGISTERED), Limit.SENSOR_PUBLISHES, 3);
    }

    @Test
    void aBacklogOfADayPassesAtTheRateOfItsSensorWithNothingRefused() {
        patience = Duration.ofSeconds(2);
        Duration waited = Duration.ZERO;

        for (int i = 0; i < 1_440; i++) {
            assertThat(decide(Publishes.readings().signed(), REGISTERED)).isInstanceOf(Accepted.class);
            Duration wait = last.owed().map(Wait::duration).orElse(Duration.ZERO);
            pass(wait);
            waited = waited.plus(wait);
        }

        assertThat(waited).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void aBacklogOfADayInTenPublishesPassesAtOnce() {
        Publishes tenth = Publishes.readings().payload(Publishes.observations(144));

        assertThat(accepted(tenth.signed(), REGISTERED, 10)).isEqualTo(10);
    }

    @Test
    void aYearOfMinutesWaitsForNothingButTheObservations() {
        patience = Duration.ofSeconds(2);
        Publishes full = Publishes.readings();
        Duration waited = Duration.ZERO;

        for (int publish = 0; publish < 211; publish++) {
            assertThat(toll(full).signedPublish(SUID, now)).isEmpty();
            Optional<Rejected> refused = toll(full).signedObservations(SUID, 2_500, now);
            while (refused.isPresent()) {
                Wait wait = refused.flatMap(Rejected::overLimit).orElseThrow();
                pass(Duration.ofSeconds(wait.seconds()));
                waited = waited.plusSeconds(wait.seconds());
                refused = toll(full).signedObservations(SUID, 2_500, now);
            }
        }

        assertThat(waited).isBetween(Duration.ofMinutes(25), Duration.ofMinutes(29));
    }

    @Test
    void aPublishThatIsJudgedTwicePaysOnce() {
        limits = limits(Map.of(
                Limit.ADDRESS_PUBLISHES, "1/h", Limit.UNSIGNED_OBSERVATIONS, "1/h", Limit.ADDRESS_NEW_SENSORS, "1/h"));
        Publishes first = Publishes.readings();
        Toll toll = toll(first);

        assertThat(intake.decide(first.publish(), suid -> UNKNOWN, Freshness.MAY_LAG, now, toll))
                .isInstanceOf(Unsettled.class);
        assertThat(intake.decide(first.publish(), suid -> UNSIGNED, Freshness.CAUGHT_UP, now, toll))
                .isInstanceOf(Accepted.class);
    }

    @Test
    void theSuidThatUploadsShareHasNoLimitOfItsOwn() {
        limits = limits(Map.of(Limit.UNSIGNED_OBSERVATIONS, "1/h"));

        assertThat(decide(upload(""), UNSIGNED)).isInstanceOf(Accepted.class);
        assertThat(decide(upload(""), UNSIGNED)).isInstanceOf(Accepted.class);
        assertThat(decide(upload("suid=" + suid(1)), UNSIGNED)).isInstanceOf(Accepted.class);
        assertOverLimit(decide(upload("suid=" + suid(1)), UNSIGNED), Limit.UNSIGNED_OBSERVATIONS, 3_600);
    }

    @Test
    void wrongHashesOfUploadsAreFailuresWhereTheyAreAskedFor() {
        Rules rules = Publishes.RULES;
        var strict = new Intake(new Rules(
                rules.isRogueEnabled(),
                rules.signature(),
                rules.clock(),
                rules.isAllOrNothing(),
                rules.limits(),
                new Rules.UploadRules(true, Publishes.DEFAULT_UPLOADS, List.of(new Rules.Salt(Publishes.SECRET, null))),
                rules.dialects()));
        Publishes wrong = upload("").with("Content-SHA256-Salted", "0".repeat(64));
        for (int i = 0; i < 20; i++) {
            assertThat(reason(strict.decide(wrong.publish(), suid -> UNSIGNED, Freshness.CAUGHT_UP, now, toll(wrong))))
                    .isEqualTo(Reason.SIGNATURE_WRONG);
        }

        assertOverLimit(
                strict.decide(wrong.publish(), suid -> UNSIGNED, Freshness.CAUGHT_UP, now, toll(wrong)),
                Limit.FAILED_SIGNATURES,
                60);
    }

    @Test
    void registrationsAre120AnHourAfter60AndNotCountedForOperators() {
        Publishes request = Publishes.readings();
        for (int i = 0; i < 60; i++) {
            assertThat(toll(request).registration(now)).isEmpty();
        }

        assertThat(toll(request).registration(now).flatMap(Rejected::overLimit))
                .contains(new Wait(Limit.REGISTRATIONS, Duration.ofSeconds(30)));
        for (Principal principal : List.of(Principal.OPERATOR, Principal.PORTAL)) {
            var origin = new Origin(principal, "client", "192.0.2.7", Transport.TLS);
            assertThat(toll(request.from(origin)).registration(now)).isEmpty();
            assertThat(toll(request.from(origin)).request(now)).isEmpty();
        }
    }

    @Test
    void limitsOfAnAddressDoNotCountWhereManyShareIt() {
        limits = new Limits(
                new LimitRules(true, rates(Map.of()), AddressBlocks.parse(List.of("192.0.2.0/24"))),
                new SplittableRandom(1));

        for (int i = 0; i < 600; i++) {
            assertThat(reason(decide(WRONG, REGISTERED))).isEqualTo(Reason.SIGNATURE_WRONG);
        }
        assertThat(accepted(Publishes.readings().signed(), REGISTERED, 500)).isEqualTo(240);
    }

    @Test
    void nothingIsLimitedWhereLimitsAreSwitchedOff() {
        limits = new Limits(new LimitRules(false, rates(Map.of()), AddressBlocks.NONE), new SplittableRandom(1));

        assertThat(accepted(Publishes.readings().signed(), REGISTERED, 2_000)).isEqualTo(2_000);
        for (int i = 0; i < 2_000; i++) {
            assertThat(reason(decide(WRONG, REGISTERED))).isEqualTo(Reason.SIGNATURE_WRONG);
            assertThat(decide(of(suid(i), Publishes.observations(1)), UNKNOWN)).isInstanceOf(Unsettled.class);
        }
    }

    @Test
    void aChangedLimitForgetsNothingOfWhatWasUsed() {
        Publishes signed = Publishes.readings().signed();
        assertThat(accepted(signed, REGISTERED, 100)).isEqualTo(100);

        limits = limits.changed(
                new LimitRules(true, rates(Map.of(Limit.SENSOR_PUBLISHES, "2/s burst 150")), AddressBlocks.NONE),
                now.nanos());
        assertThat(accepted(signed, REGISTERED, 500)).isEqualTo(50);
        limits = limits.changed(new LimitRules(false, rates(Map.of()), AddressBlocks.NONE), now.nanos());
        assertThat(accepted(signed, REGISTERED, 500)).isEqualTo(500);
        limits = limits.changed(new LimitRules(true, rates(Map.of()), AddressBlocks.NONE), now.nanos());

        assertThat(accepted(signed, REGISTERED, 500)).isEqualTo(90);
    }

    @Test
    void limitsThatAreSwitchedOnCount() {
        limits = new Limits(new LimitRules(false, rates(Map.of()), AddressBlocks.NONE), new SplittableRandom(1))
                .changed(new LimitRules(true, rates(Map.of()), AddressBlocks.NONE), now.nanos());

        assertThat(accepted(Publishes.readings().signed(), REGISTERED, 500)).isEqualTo(240);
    }

    /** What a publish finds is what it goes by: its terms are replaced as a whole, and those it has are not touched. */
    @Test
    void aPublishGoesToItsEndByTheTermsThatItFound() {
        Terms found = Terms.first(
                Publishes.RULES, new LimitRules(true, rates(Map.of()), AddressBlocks.NONE), new SplittableRandom(1));
        Terms changed = found.changed(
                new Rules(
                        false,
                        Publishes.RULES.signature(),
                        Publishes.RULES.clock(),
                        true,
                        Publishes.RULES.limits(),
                        Publishes.RULES.upload(),
                        Publishes.RULES.dialects()),
                new LimitRules(true, rates(Map.of(Limit.SENSOR_PUBLISHES, "1/h burst 1")), AddressBlocks.NONE),
                now.nanos());
        Publishes signed = Publishes.readings().signed();

        limits = found.limits();
        for (int i = 0; i < 2; i++) {
            assertThat(found.intake()
                            .decide(signed.publish(), suid -> REGISTERED, Freshness.CAUGHT_UP, now, toll(signed)))
                    .isInstanceOf(Accepted.class);
        }

        limits = changed.limits();
        assertOverLimit(
                changed.intake().decide(signed.publish(), suid -> REGISTERED, Freshness.CAUGHT_UP, now, toll(signed)),
                Limit.SENSOR_PUBLISHES,
                7_200);
    }

    private int accepted(Publishes publish, Sensor sensor, int tries) {
        int accepted = 0;
        for (int i = 0; i < tries; i++) {
            // Of addresses enough that theirs is not the limit.
            accepted += decide(at("192.0.2." + i % 200, publish), sensor) instanceof Accepted ? 1 : 0;
        }
        return accepted;
    }

    private Verdict decide(Publishes publish, Sensor sensor) {
        last = toll(publish);
        return intake.decide(publish.publish(), suid -> sensor, Freshness.CAUGHT_UP, now, last);
    }

    private Toll toll(Publishes publish) {
        return new Toll(limits, publish.publish().origin(), patience);
    }

    private void pass(Duration time) {
        now = Moment.at(now.time().plus(time));
    }

    private static Rejected assertOverLimit(Verdict verdict, Limit limit, int seconds) {
        assertThat(verdict).isInstanceOfSatisfying(Rejected.class, rejected -> {
            assertThat(rejected.reason()).isEqualTo(Reason.OVER_LIMIT);
            assertThat(rejected.detail()).isEqualTo(limit.label() + ", retry in " + seconds + " s");
            assertThat(rejected.overLimit().map(Wait::limit)).contains(limit);
        });
        return (Rejected) verdict;
    }

    private static Optional<Reason> reasonOf(Verdict verdict) {
        return verdict instanceof Rejected rejected ? Optional.of(rejected.reason()) : Optional.empty();
    }

    private static Reason reason(Verdict verdict) {
        return reasonOf(verdict).orElseThrow(() -> new AssertionError("not rejected: " + verdict));
    }

    private static Publishes at(String address, Publishes publish) {
        Origin origin = publish.publish().origin();
        return publish.from(new Origin(origin.principal(), origin.clientId(), address, origin.transport()));
    }

    private static Publishes of(Suid suid, String observations) {
        return Publishes.readings()
                .topic(TOPIC.replace(SUID.toString(), suid.toString()))
                .payload(observations);
    }

    private static Publishes upload(String query) {
        return Publishes.of("upload", Payload.ofText("{\"time\":[" + NOW.getEpochSecond() + "],\"co2\":[400]}"))
                .contentType("application/json")
                .with("Airlog-Query", query);
    }

    private static Suid suid(int number) {
        return new Suid(new UUID(0x4000, number));
    }

    private static Limits limits(Map<Limit, String> changed) {
        return new Limits(new LimitRules(true, rates(changed), AddressBlocks.NONE), new SplittableRandom(1));
    }

    /** The defaults, but for what is {@code changed}. */
    private static Map<Limit, Rate> rates(Map<Limit, String> changed) {
        var rates = new EnumMap<Limit, Rate>(Limit.class);
        for (Limit limit : Limit.values()) {
            String key = "airlog.limits." + limit.label();
            String otherwise = Objects.requireNonNull(LimitKeys.ALL.stream()
                    .filter(known -> known.name().equals(key))
                    .findFirst()
                    .orElseThrow()
                    .defaultText());
            rates.put(limit, Rate.parse(Objects.requireNonNullElse(changed.get(limit), otherwise)));
        }
        return rates;
    }
}
