package org.airlog.broker.intake;

import static org.airlog.broker.intake.Publishes.NOW;
import static org.airlog.broker.intake.Publishes.REGISTERED;
import static org.airlog.broker.intake.Publishes.REGISTRATION;
import static org.airlog.broker.intake.Publishes.REVOKED;
import static org.airlog.broker.intake.Publishes.RULES;
import static org.airlog.broker.intake.Publishes.SUID;
import static org.airlog.broker.intake.Publishes.UNREADABLE;
import static org.airlog.broker.intake.Publishes.UNSIGNED;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import org.airlog.broker.intake.Verdict.Accepted;
import org.airlog.broker.intake.Verdict.Rejected;
import org.airlog.broker.intake.Verdict.Unsettled;
import org.airlog.broker.sensor.Sensor;
import org.airlog.observation.Reason;
import org.junit.jupiter.api.Test;

class ReplayTest {

    private static final Instant REFUSED_AT = NOW.minus(Duration.ofDays(2));
    private static final Instant REGISTERED_AT = NOW.minus(Duration.ofDays(9));

    private final Intake intake = new Intake(RULES);

    @Test
    void theOperatorsWordStandsInForTheSignatureAndTheTimeIsThatOfTheRefusal() {
        assertThat(decide(replay(REFUSED_AT), REGISTERED)).isInstanceOfSatisfying(Accepted.class, accepted -> {
            assertThat(accepted.record().registration()).isEqualTo(REGISTRATION);
            assertThat(accepted.record().receivedAt()).isEqualTo(REFUSED_AT);
            assertThat(accepted.count()).isEqualTo(1);
            assertThat(accepted.secretStep()).as("no secret has signed").isEmpty();
        });
    }

    @Test
    void nobodyElsesWordDoes() {
        for (Principal principal : EnumSet.complementOf(EnumSet.of(Principal.OPERATOR))) {
            assertThat(reason(decide(replay(REFUSED_AT).from(origin(principal, Transport.TLS)), REGISTERED)))
                    .as(principal.name())
                    .isEqualTo(Reason.SIGNATURE_MISSING);
        }
    }

    @Test
    void withoutThePropertyAnOperatorIsAStrangerLikeAnother() {
        var readings = Publishes.readings().from(origin(Principal.OPERATOR, Transport.TLS));

        assertThat(reason(decide(readings, REGISTERED))).isEqualTo(Reason.SIGNATURE_MISSING);
    }

    @Test
    void whatWasRefusedBeforeThisRegistrationBeganIsNotItsOwn() {
        assertThat(reason(decide(replay(REGISTERED_AT.minusSeconds(1)), REGISTERED)))
                .isEqualTo(Reason.NOT_ALLOWED);
        assertThat(reason(decide(replay(REGISTERED_AT.plusMillis(999)), REGISTERED)))
                .isEqualTo(Reason.NOT_ALLOWED);
        assertThat(decide(replay(REGISTERED_AT.plusSeconds(1)), REGISTERED)).isInstanceOf(Accepted.class);
    }

    @Test
    void aRegistryThatMayLagIsCaughtUpWithFirst() {
        Verdict verdict =
                intake.decide(replay(REFUSED_AT).publish(), suid -> REGISTERED, Freshness.MAY_LAG, Moment.at(NOW));

        assertThat(verdict).isInstanceOf(Unsettled.class);
    }

    @Test
    void theRogueWayStaysClosedForARegisteredSuid() {
        assertThat(reason(decide(replay(REFUSED_AT).topic("rogue/v1/sensors/" + SUID + "/readings"), REGISTERED)))
                .isEqualTo(Reason.NOT_ALLOWED);
    }

    @Test
    void itOpensNeitherARevokedNorAnUnreadableSuid() {
        assertThat(reason(decide(replay(REFUSED_AT), REVOKED))).isEqualTo(Reason.NOT_ALLOWED);
        assertThat(reason(decide(replay(REFUSED_AT), UNREADABLE))).isEqualTo(Reason.UNAVAILABLE);
    }

    @Test
    void itComesOverTlsOnlyAlsoWhereReadingsNeedNot() {
        var relaxed = new Intake(new Rules(
                true,
                new Rules.SignatureRules(RULES.signature().accepted(), false, Duration.ofMinutes(5)),
                RULES.clock(),
                false,
                RULES.limits(),
                RULES.upload(),
                RULES.dialects()));
        var plain = replay(REFUSED_AT).from(origin(Principal.OPERATOR, Transport.PLAIN));

        assertThat(reason(relaxed.decide(plain.publish(), suid -> REGISTERED, Freshness.CAUGHT_UP, Moment.at(NOW))))
                .isEqualTo(Reason.NOT_ALLOWED);
    }

    @Test
    void whatHasNoTimeOfItsOwnIsRefused() {
        assertThat(reason(decide(replay(REFUSED_AT).payload("[{\"readings\":{\"PM10\":1}}]"), REGISTERED)))
                .isEqualTo(Reason.NOT_ALLOWED);
        assertThat(reason(
                        decide(replay(REFUSED_AT).payload("[{\"timestamp\":43,\"readings\":{\"PM10\":1}}]"), UNSIGNED)))
                .isEqualTo(Reason.NOT_ALLOWED);
    }

    @Test
    void aMomentThatIsNoneOrStillToComeIsRefused() {
        assertThat(reason(decide(replay(NOW.plusSeconds(1)), REGISTERED))).isEqualTo(Reason.MALFORMED);
        var soon = Publishes.readings()
                .from(origin(Principal.OPERATOR, Transport.TLS))
                .with(Property.REPLAY, "yesterday");
        assertThat(reason(decide(soon, REGISTERED))).isEqualTo(Reason.MALFORMED);
    }

    private Verdict decide(Publishes publishes, Sensor sensor) {
        return intake.decide(publishes.publish(), suid -> sensor, Freshness.CAUGHT_UP, Moment.at(NOW));
    }

    private static Publishes replay(Instant refusedAt) {
        return Publishes.readings()
                .from(origin(Principal.OPERATOR, Transport.TLS))
                .with(Property.REPLAY, Long.toString(refusedAt.toEpochMilli()));
    }

    private static Origin origin(Principal principal, Transport transport) {
        return new Origin(principal, "airlog", "192.0.2.7", transport);
    }

    private static Reason reason(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Rejected.class);
        return ((Rejected) verdict).reason();
    }
}
