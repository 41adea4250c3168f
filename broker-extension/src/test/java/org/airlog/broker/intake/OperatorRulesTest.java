package org.airlog.broker.intake;

import static org.airlog.broker.intake.Publishes.NOW;
import static org.airlog.broker.intake.Publishes.REGISTRATION;
import static org.airlog.broker.intake.Publishes.SUID;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.UUID;
import org.airlog.broker.intake.OperatorRules.Ruling;
import org.airlog.broker.intake.PublishTopic.Registry.Act;
import org.airlog.broker.intake.RegistrationPolicy.Kind;
import org.airlog.broker.sensor.ClaimCode;
import org.airlog.broker.sensor.Sensor;
import org.airlog.broker.sensor.Standing;
import org.airlog.observation.Trust;
import org.airlog.observation.signature.Secret;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OperatorRulesTest {

    private static final Secret CODE = Secret.ofText("the claim code");
    private static final ClaimCode CLAIM = ClaimCode.of(SUID, CODE);

    /** What each act does to each sensor: the step that is written, or why none is. */
    @ParameterizedTest
    @CsvSource({
        "unknown,          not-allowed, PROVISIONED, not-allowed, not-allowed",
        "unsigned,         RELEASED,    PROVISIONED, REVOKED,     not-allowed",
        "releasedUnsigned, unchanged,   PROVISIONED, REVOKED,     not-allowed",
        "registered,       RELEASED,    PROVISIONED, REVOKED,     REKEYED",
        "released,         unchanged,   PROVISIONED, REVOKED,     REKEYED",
        "claimed,          RELEASED,    unchanged,   REVOKED,     REKEYED",
        "listed,           not-allowed, unchanged,   REVOKED,     not-allowed",
        "listedOtherwise,  not-allowed, PROVISIONED, REVOKED,     not-allowed",
        "revoked,          RELEASED,    PROVISIONED, unchanged,   not-allowed",
        "releasedRevoked,  unchanged,   PROVISIONED, REVOKED,     not-allowed",
        "unreadable,       unavailable, unavailable, REVOKED,     unavailable"
    })
    void doesToEachSensorWhatItSays(String sensor, String release, String provision, String revoke, String rotate) {
        assertThat(rule(Act.RELEASE, sensor(sensor), Kind.SIGNED)).isEqualTo(release);
        assertThat(rule(Act.PROVISION, sensor(sensor), Kind.SIGNED)).isEqualTo(provision);
        assertThat(rule(Act.REVOKE, sensor(sensor), Kind.SIGNED)).isEqualTo(revoke);
        assertThat(rule(Act.ROTATE, sensor(sensor), Kind.SIGNED)).isEqualTo(rotate);
    }

    @ParameterizedTest
    @CsvSource({"registered, not-allowed", "revoked, not-allowed", "claimed, RELEASED"})
    void underProvisionedAReleaseHelpsOnlyWhoHasAClaimCode(String sensor, String expected) {
        assertThat(rule(Act.RELEASE, sensor(sensor), Kind.PROVISIONED)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(Principal.class)
    void onlyOperatorAndPortalMayAsk(Principal principal) {
        boolean may = principal == Principal.OPERATOR || principal == Principal.PORTAL;

        assertThat(OperatorRules.objection(principal).isEmpty()).isEqualTo(may);
    }

    private static Sensor sensor(String name) {
        return switch (name) {
            case "unknown" -> Publishes.UNKNOWN;
            case "unsigned" -> Publishes.UNSIGNED;
            case "releasedUnsigned" -> new Sensor.Unsigned(Trust.ROGUE, NOW, true);
            case "registered" -> Publishes.REGISTERED;
            case "released" -> registered(new Standing(NOW, true, true, null));
            case "claimed" -> registered(new Standing(NOW, true, false, CLAIM));
            case "listed" -> new Sensor.Provisioned(new UUID(0, 0), 0, CLAIM);
            case "listedOtherwise" ->
                new Sensor.Provisioned(new UUID(0, 0), 0, ClaimCode.of(SUID, Secret.ofText("another code")));
            case "revoked" -> Publishes.REVOKED;
            case "releasedRevoked" -> new Sensor.Revoked(REGISTRATION, 1, true);
            default -> Publishes.UNREADABLE;
        };
    }

    private static Sensor registered(Standing standing) {
        return new Sensor.Registered(REGISTRATION, 1, Trust.SIGNED, Publishes.SECRET, standing);
    }

    private static String rule(Act act, Sensor sensor, Kind kind) {
        var policy = new RegistrationPolicy(kind, Publishes.RULES.signature());
        Ruling ruling = OperatorRules.rule(act, SUID, sensor, act == Act.PROVISION ? CODE : null, policy);
        if (ruling instanceof Ruling.Step step) {
            return step.state().name();
        }
        return ruling instanceof Ruling.Denied denied
                ? denied.rejected().reason().label()
                : Ruling.Unchanged.class.getSimpleName().toLowerCase(Locale.ROOT);
    }
}
