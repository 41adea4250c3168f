package org.airlog.broker.intake;

import static org.airlog.broker.intake.Publishes.NOW;
import static org.airlog.broker.intake.Publishes.REGISTRATION;
import static org.airlog.broker.intake.Publishes.SECRET;
import static org.airlog.broker.intake.Publishes.SUID;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.airlog.broker.intake.RegistrationPolicy.Kind;
import org.airlog.broker.intake.RegistrationPolicy.Ruling;
import org.airlog.broker.sensor.ClaimCode;
import org.airlog.broker.sensor.FormerSecret;
import org.airlog.broker.sensor.Sensor;
import org.airlog.broker.sensor.Standing;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.observation.codec.SensorRecord.State;
import org.airlog.observation.signature.HmacSha256;
import org.airlog.observation.signature.OpenSmogHash;
import org.airlog.observation.signature.Secret;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RegistrationPolicyTest {

    private static final String TOPIC = "v1/sensors/" + SUID;
    private static final Publishes REQUEST = Publishes.readings()
            .topic(TOPIC)
            .payload("{\"manufacturer\":\"Acme\",\"model\":\"Sniffer\"}")
            .respondingTo("client/device/registration");
    private static final Secret CODE = Secret.ofText("the claim code");
    private static final ClaimCode CLAIM = ClaimCode.of(SUID, CODE);
    private static final Secret FORMER = Secret.ofText("the one before");
    private static final UUID BEFORE = new UUID(8, 8);
    private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(90));

    @Test
    void openRegistersWhoeverAsks() {
        for (Sensor sensor : new Sensor[] {
            Publishes.UNKNOWN, Publishes.UNSIGNED, Publishes.REGISTERED, registered(LONG_AGO, true, false, null)
        }) {
            assertThat(rule(Kind.OPEN, sensor, REQUEST, null)).isEqualTo("signed");
            assertThat(rule(Kind.OPEN, sensor, REQUEST.with("Authorization", "nonsense"), null))
                    .isEqualTo("signed");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"OPEN", "SIGNED"})
    void whoSaysThatHeIsTheFirstTakesNobodyElsesSensorAlsoWhereOthersMay(Kind kind) {
        var first = REQUEST.with("If-None-Match", "*");

        assertThat(rule(kind, Publishes.UNKNOWN, first, null)).isEqualTo("signed");
        assertThat(rule(kind, registered(LONG_AGO, true, true, null), first, null))
                .isEqualTo("signed");
        assertThat(text(policy(kind)
                        .rule(
                                SUID,
                                registered(NOW, false, false, null),
                                first.publish(),
                                null,
                                new Moment(NOW, false))))
                .startsWith("not-allowed");
        assertThat(rule(
                        kind,
                        registered(LONG_AGO, false, false, null),
                        signed(SECRET).with("If-None-Match", "*"),
                        null))
                .isEqualTo("signed");
        for (Instant since : new Instant[] {LONG_AGO, NOW}) {
            assertThat(rule(kind, registered(since, false, false, null), first, null))
                    .startsWith("not-allowed: this SUID is registered: sign");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aRevokedSuidComesBackByAReleaseAtMost(Kind kind) {
        assertThat(rule(kind, Publishes.REVOKED, REQUEST, null)).startsWith("not-allowed: this SUID was revoked");
        assertThat(rule(kind, new Sensor.Revoked(REGISTRATION, 1, true), REQUEST, null))
                .startsWith(kind == Kind.PROVISIONED ? "not-allowed: this SUID is not provisioned" : "signed");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatCannotBeReadIsNotJudged(Kind kind) {
        assertThat(rule(kind, Publishes.UNREADABLE, REQUEST, null)).startsWith("unavailable");
        assertThat(rule(kind, Publishes.UNREADABLE, REQUEST, CODE)).startsWith("unavailable");
    }

    @Test
    void underSignedTheFirstOneIsFree() {
        assertThat(rule(Kind.SIGNED, Publishes.UNKNOWN, REQUEST, null)).isEqualTo("signed");
    }

    @ParameterizedTest
    @CsvSource({"0, true", "29, true", "30, false", "31, false"})
    void anUnsignedLifeKeepsItsSuidForThirtyDays(int daysAgo, boolean isKept) {
        var unsigned = new Sensor.Unsigned(Trust.ROGUE, NOW.minus(Duration.ofDays(daysAgo)), false);

        assertThat(rule(Kind.SIGNED, unsigned, REQUEST, null))
                .startsWith(isKept ? "not-allowed: this SUID has sent unsigned readings" : "signed");
        assertThat(rule(Kind.OPEN, unsigned, REQUEST, null)).isEqualTo("signed");
        assertThat(rule(Kind.PROVISIONED, unsigned, REQUEST, null)).startsWith("not-allowed");
    }

    @Test
    void aReleaseEndsWhatAnUnsignedLifeKeeps() {
        var released = new Sensor.Unsigned(Trust.ROGUE, NOW, true);

        assertThat(rule(Kind.SIGNED, released, REQUEST, null)).isEqualTo("signed");
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"SIGNED", "PROVISIONED"})
    void aRegisteredSensorRegistersAgainByItsSignature(Kind kind) {
        var sensor = registered(LONG_AGO, true, false, null);
        var stale = NOW.minus(Duration.ofMinutes(6));

        assertThat(rule(kind, sensor, REQUEST, null)).startsWith("not-allowed: this SUID is registered: sign");
        assertThat(rule(kind, sensor, signed(SECRET), null)).isEqualTo("signed");
        assertThat(rule(kind, sensor, hmac(TOPIC, NOW), null)).isEqualTo("signed");
        assertThat(rule(kind, sensor, hmac(TOPIC, stale), null)).startsWith("signature-stale");
        assertThat(rule(kind, sensor, hmac(TOPIC + "/readings", NOW), null)).startsWith("signature-wrong");
        assertThat(rule(kind, sensor, signed(Secret.ofText("another")), null)).startsWith("signature-wrong");
        assertThat(rule(kind, sensor, REQUEST.with("Authorization", "Basic eDp5"), null))
                .startsWith("signature-wrong");
    }

    @Test
    void theTopicCountsAsTheDeviceSpelledIt() {
        String spelled = "v1/sensors/" + SUID.toString().toUpperCase(Locale.ROOT);
        Publishes request = REQUEST.topic(spelled);
        String hex =
                HmacSha256.sign(SECRET, spelled, request.publish().payload()).hex();

        assertThat(rule(
                        Kind.SIGNED,
                        registered(LONG_AGO, true, false, null),
                        request.with("Authorization", "HMAC-SHA256 " + hex),
                        null))
                .isEqualTo("signed");
    }

    @Test
    void aSchemeThatIsNotAcceptedForReadingsIsNotForRegistrations() {
        var policy = new RegistrationPolicy(
                Kind.SIGNED, new Rules.SignatureRules(Set.of("hmac-sha256;t"), true, Duration.ofMinutes(5)));
        Sensor sensor = registered(LONG_AGO, true, false, null);

        assertThat(text(policy.rule(SUID, sensor, signed(SECRET).publish(), null, Moment.at(NOW))))
                .startsWith("signature-wrong: the scheme OpenSmogHash is not accepted here");
    }

    @Test
    void aReleaseLetsTheNextOneFollowWhateverItSigns() {
        var released = registered(LONG_AGO, true, true, null);

        assertThat(rule(Kind.SIGNED, released, REQUEST, null)).isEqualTo("signed");
        assertThat(rule(Kind.SIGNED, released, signed(Secret.ofText("old")), null))
                .isEqualTo("signed");
        assertThat(rule(Kind.PROVISIONED, released, REQUEST, null)).startsWith("not-allowed");
    }

    @ParameterizedTest
    @CsvSource({"0, true", "86399, true", "86400, false", "90000, false"})
    void anAnswerMayHaveBeenLostFor24Hours(int secondsAgo, boolean isFree) {
        Instant since = NOW.minusSeconds(secondsAgo);

        assertThat(rule(Kind.SIGNED, registered(since, false, false, null), REQUEST, null))
                .startsWith(isFree ? "signed" : "not-allowed");
        assertThat(rule(Kind.SIGNED, registered(since, true, false, null), REQUEST, null))
                .startsWith("not-allowed");
    }

    @Test
    void whoNeverGotTheNewSecretMaySignWithTheOneBefore() {
        var justRegistered = registered(NOW.minusSeconds(5), false, false, null);

        assertThat(rule(Kind.SIGNED, justRegistered, signed(Secret.ofText("the one before")), null))
                .isEqualTo("signed");
    }

    @Test
    void whoSignsKeepsHisSecretUntilTheNewOneHasSigned() {
        var request = signed(SECRET).publish();

        Ruling ruling =
                policy(Kind.SIGNED).rule(SUID, registered(LONG_AGO, true, false, null), request, null, Moment.at(NOW));

        assertThat(ruling).isEqualTo(new Ruling.Granted(Trust.SIGNED, Optional.of(REGISTRATION)));
        for (Sensor unproven : new Sensor[] {
            registered(NOW, false, false, null), registered(LONG_AGO, true, true, null), Publishes.UNKNOWN
        }) {
            assertThat(policy(Kind.SIGNED).rule(SUID, unproven, REQUEST.publish(), null, Moment.at(NOW)))
                    .isEqualTo(new Ruling.Granted(Trust.SIGNED, Optional.empty()));
        }
    }

    @Test
    void aLostAnswerToASignedRequestIsAskedForAgainWithTheSecretBeforeAndByNobodyElse() {
        var renewed = renewed(null);

        assertThat(policy(Kind.SIGNED).rule(SUID, renewed, signed(FORMER).publish(), null, Moment.at(NOW)))
                .isEqualTo(new Ruling.Granted(Trust.SIGNED, Optional.of(BEFORE)));
        assertThat(rule(Kind.SIGNED, renewed, signed(SECRET), null)).isEqualTo("signed");
        assertThat(rule(Kind.SIGNED, renewed, REQUEST, null)).startsWith("not-allowed: this SUID is registered: sign");
        assertThat(rule(Kind.SIGNED, renewed, signed(Secret.ofText("another")), null))
                .startsWith("signature-wrong");
    }

    @ParameterizedTest
    @CsvSource({"-1, signature-wrong", "0, signature-wrong", "1, signed"})
    void aSecretWhoseOverlapHasEndedRegistersNothing(int secondsLeft, String expected) {
        assertThat(rule(Kind.SIGNED, renewed(NOW.plusSeconds(secondsLeft)), signed(FORMER), null))
                .startsWith(expected);
    }

    @Test
    void theFirstSignatureOfANewSecretEndsTheOneBeforeUnderEveryPolicyAndItsOwnDoesNot() {
        for (Kind kind : Kind.values()) {
            assertThat(sighting(kind, renewed(null), REGISTRATION)).isEqualTo("USED");
            assertThat(sighting(kind, renewed(NOW.plusSeconds(1)), REGISTRATION))
                    .isEqualTo("USED");
            assertThat(sighting(kind, renewed(null), BEFORE)).isEqualTo("none");
            assertThat(sighting(kind, renewed(NOW), REGISTRATION)).isEqualTo("none");
        }
    }

    @Test
    void noTimeIsJudgedByAClockThatHasJustJumped() {
        var policy = policy(Kind.SIGNED);
        var jumped = new Moment(NOW, false);

        assertThat(text(policy.rule(SUID, Publishes.UNSIGNED, REQUEST.publish(), null, jumped)))
                .startsWith("unavailable");
        assertThat(text(policy.rule(SUID, registered(NOW, false, false, null), REQUEST.publish(), null, jumped)))
                .startsWith("unavailable");
        assertThat(text(policy.rule(SUID, registered(NOW, true, false, null), REQUEST.publish(), null, jumped)))
                .startsWith("not-allowed");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aListedSuidIsRegisteredByItsClaimCodeAloneUnderEveryPolicy(Kind kind) {
        var listed = new Sensor.Provisioned(new UUID(0, 0), 0, CLAIM);

        assertThat(rule(kind, listed, REQUEST, CODE)).isEqualTo("certified");
        assertThat(rule(kind, listed, REQUEST, null)).startsWith("not-allowed: this SUID is provisioned");
        assertThat(rule(kind, listed, REQUEST, Secret.ofText("another"))).startsWith("not-allowed: the claim code");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aClaimCodeThatIsNotTheSuidsIsNeverTakenForNone(Kind kind) {
        for (Sensor sensor : new Sensor[] {
            Publishes.UNKNOWN,
            Publishes.UNSIGNED,
            Publishes.REGISTERED,
            new Sensor.Revoked(REGISTRATION, 1, true),
            registered(NOW, false, true, CLAIM)
        }) {
            assertThat(rule(kind, sensor, signed(SECRET), Secret.ofText("another")))
                    .startsWith("not-allowed: the claim code is not this SUID's");
        }
    }

    @Test
    void provisionedRegistersNobodyElse() {
        assertThat(rule(Kind.PROVISIONED, Publishes.UNKNOWN, REQUEST, null))
                .startsWith("not-allowed: this SUID is not provisioned");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aClaimedSensorInUseNeedsMoreThanItsClaimCode(Kind kind) {
        var inUse = registered(LONG_AGO, true, false, CLAIM);

        assertThat(rule(kind, inUse, REQUEST, CODE)).startsWith("not-allowed: this SUID is registered: sign");
        assertThat(rule(kind, inUse, REQUEST, null)).startsWith("not-allowed");
        assertThat(rule(kind, inUse, signed(SECRET), null)).isEqualTo("certified");
        assertThat(rule(kind, inUse, signed(SECRET), CODE)).isEqualTo("certified");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aClaimedSensorThatWasReleasedOrNeverAnsweredNeedsItsClaimCode(Kind kind) {
        for (Sensor free :
                new Sensor[] {registered(LONG_AGO, true, true, CLAIM), registered(NOW, false, false, CLAIM)}) {
            assertThat(rule(kind, free, REQUEST, CODE)).isEqualTo("certified");
            assertThat(rule(kind, free, REQUEST, null)).startsWith("not-allowed: this SUID is provisioned");
        }
    }

    @Test
    void aFirstSignedPublishIsWrittenDownWhereAPolicyNeedsIt() {
        var fresh = registered(NOW.minusSeconds(10), false, false, null);

        assertThat(policy(Kind.SIGNED)
                        .sighting(SUID, fresh, Optional.of(REGISTRATION), UUID::randomUUID, Moment.at(NOW)))
                .hasValueSatisfying(step -> {
                    assertThat(step.state()).isEqualTo(State.USED);
                    assertThat(step.current()).isEqualTo(REGISTRATION);
                });
        assertThat(sighting(Kind.PROVISIONED, fresh)).isEqualTo("USED");
        assertThat(sighting(Kind.OPEN, fresh)).isEqualTo("none");
        assertThat(sighting(Kind.OPEN, registered(NOW, false, false, CLAIM))).isEqualTo("USED");
        assertThat(sighting(Kind.SIGNED, registered(NOW, true, false, null))).isEqualTo("none");
        assertThat(sighting(Kind.SIGNED, registered(LONG_AGO, false, false, null)))
                .isEqualTo("none");
    }

    @Test
    void anUnsignedLifeIsDatedOnceADayWhereAPolicyNeedsIt() {
        var yesterday = new Sensor.Unsigned(Trust.LEGACY, NOW.minus(Duration.ofHours(25)), false);
        var today = new Sensor.Unsigned(Trust.LEGACY, NOW.minus(Duration.ofHours(23)), false);

        assertThat(policy(Kind.SIGNED).sighting(SUID, yesterday, Optional.empty(), UUID::randomUUID, Moment.at(NOW)))
                .contains(SensorRecord.unsigned(SUID, Trust.LEGACY, NOW));
        assertThat(sighting(Kind.SIGNED, today)).isEqualTo("none");
        assertThat(sighting(Kind.OPEN, yesterday)).isEqualTo("none");
        assertThat(sighting(Kind.SIGNED, Publishes.UNKNOWN)).isEqualTo("none");
    }

    private static String sighting(Kind kind, Sensor sensor) {
        return sighting(kind, sensor, sensor instanceof Sensor.Registered signer ? signer.secretStep() : null);
    }

    private static String sighting(Kind kind, Sensor sensor, @Nullable UUID signer) {
        return policy(kind)
                .sighting(SUID, sensor, Optional.ofNullable(signer), UUID::randomUUID, Moment.at(NOW))
                .map(step -> step.state().name())
                .orElse("none");
    }

    private static Sensor registered(Instant since, boolean isSettled, boolean isReleased, @Nullable ClaimCode claim) {
        Trust trust = claim == null ? Trust.SIGNED : Trust.CERTIFIED;
        return new Sensor.Registered(REGISTRATION, 1, trust, SECRET, new Standing(since, isSettled, isReleased, claim));
    }

    /** Settled, with {@link #FORMER} beside its secret. */
    private static Sensor renewed(@Nullable Instant until) {
        return new Sensor.Registered(
                REGISTRATION,
                2,
                Trust.SIGNED,
                SECRET,
                new Standing(NOW, true, false, null),
                REGISTRATION,
                FormerSecret.known(BEFORE, BEFORE, Trust.SIGNED, FORMER, until));
    }

    private static Publishes signed(Secret secret) {
        return REQUEST.with(
                "Authorization",
                "OpenSmogHash "
                        + OpenSmogHash.sign(secret, REQUEST.publish().payload()).hex());
    }

    private static Publishes hmac(String topic, Instant time) {
        String hex = HmacSha256.sign(SECRET, topic, time, REQUEST.publish().payload())
                .hex();
        return REQUEST.with("Authorization", "HMAC-SHA256 " + hex + ";t=" + time.getEpochSecond());
    }

    private static RegistrationPolicy policy(Kind kind) {
        return new RegistrationPolicy(kind, Publishes.RULES.signature());
    }

    private static String rule(Kind kind, Sensor sensor, Publishes request, @Nullable Secret code) {
        return text(policy(kind).rule(SUID, sensor, request.publish(), code, Moment.at(NOW)));
    }

    /** The trust that is granted, or the reason and detail. */
    private static String text(Ruling ruling) {
        if (ruling instanceof Ruling.Granted granted) {
            return granted.trust().label();
        }
        var rejected = ((Ruling.Denied) ruling).rejected();
        return rejected.reason().label() + ": " + rejected.detail();
    }
}
