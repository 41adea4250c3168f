package org.airlog.broker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.airlog.broker.intake.Verdict.Accepted;
import org.airlog.broker.intake.Verdict.Question;
import org.airlog.broker.intake.Verdict.Rejected;
import org.airlog.broker.intake.Verdict.Unsettled;
import org.airlog.broker.sensor.Sensor;
import org.airlog.observation.signature.HmacSha256;
import org.airlog.observation.signature.OpenSmogHash;
import org.airlog.observation.signature.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The authorization rules as one table: every combination of sensor, signature, path, transport and policy, against an
 * oracle that says in a few lines what the contract says.
 */
class AdmissionTableTest {

    enum Signed {
        NOT,
        RIGHT,
        WRONG,
        MALFORMED,
        BY_ANOTHER_SCHEME,
        STALE
    }

    record Case(Sensor sensor, Signed signed, boolean isRogue, Transport transport, boolean rogueEnabled) {}

    static Stream<Case> everything() {
        var cases = new ArrayList<Case>();
        for (Sensor sensor : List.of(
                Publishes.REGISTERED,
                Publishes.UNKNOWN,
                Publishes.UNSIGNED,
                Publishes.PROVISIONED,
                Publishes.REVOKED,
                Publishes.UNREADABLE)) {
            for (Signed signed : Signed.values()) {
                for (Transport transport : Transport.values()) {
                    for (boolean isRogue : new boolean[] {false, true}) {
                        for (boolean rogueEnabled : new boolean[] {false, true}) {
                            cases.add(new Case(sensor, signed, isRogue, transport, rogueEnabled));
                        }
                    }
                }
            }
        }
        return cases.stream();
    }

    @Test
    void theTableHasEveryCombination() {
        assertThat(everything()).hasSize(6 * 6 * 3 * 2 * 2);
    }

    @ParameterizedTest
    @MethodSource("everything")
    void decidesAsTheContractSays(Case each) {
        Verdict verdict = decide(each, Freshness.CAUGHT_UP);

        assertThat(name(verdict)).isEqualTo(expected(each));
    }

    @ParameterizedTest
    @MethodSource("everything")
    void neverJudgesASignatureByWhatMayBeOld(Case each) {
        Verdict verdict = decide(each, Freshness.MAY_LAG);

        assertThat(name(verdict)).isEqualTo(couldBeWrongForNews(each) ? "catch up" : expected(each));
    }

    private static boolean couldBeWrongForNews(Case each) {
        if (each.sensor() instanceof Sensor.Unreadable || each.signed() == Signed.NOT) {
            return false;
        }
        if (each.sensor() instanceof Sensor.Revoked) {
            return true;
        }
        if (each.isRogue()) {
            return false;
        }
        boolean isRegistered = each.sensor() instanceof Sensor.Registered;
        if (each.sensor().takesUnsigned() && each.rogueEnabled()) {
            return true;
        }
        return each.transport() != Transport.PLAIN
                && switch (each.signed()) {
                    case WRONG -> true;
                    case RIGHT, STALE -> !isRegistered;
                    case NOT, MALFORMED, BY_ANOTHER_SCHEME -> false;
                };
    }

    @ParameterizedTest
    @MethodSource("everything")
    void judgesNobodyBeforeTheRegistryIsLoaded(Case each) {
        assertThat(name(decide(each, Freshness.NOT_LOADED))).isEqualTo("unavailable");
    }

    private static String expected(Case each) {
        boolean isRegistered = each.sensor() instanceof Sensor.Registered;
        if (each.sensor() instanceof Sensor.Unreadable) {
            return "unavailable";
        }
        if (each.sensor() instanceof Sensor.Revoked) {
            return "not-allowed";
        }
        if (each.sensor().takesUnsigned() && each.rogueEnabled()) {
            return each.sensor() instanceof Sensor.Unknown ? "first use" : "rogue";
        }
        if (each.isRogue()) {
            return "not-allowed";
        }
        if (each.signed() == Signed.NOT) {
            return "signature-missing";
        }
        if (each.transport() == Transport.PLAIN) {
            return "not-allowed";
        }
        if (!isRegistered) {
            return "signature-wrong";
        }
        return switch (each.signed()) {
            case RIGHT -> "signed";
            case STALE -> "signature-stale";
            case NOT, WRONG, MALFORMED, BY_ANOTHER_SCHEME -> "signature-wrong";
        };
    }

    private static Verdict decide(Case each, Freshness freshness) {
        var rules = new Rules(
                each.rogueEnabled(),
                new Rules.SignatureRules(Set.of("opensmoghash", "hmac-sha256;t"), true, Duration.ofMinutes(5)),
                Publishes.RULES.clock(),
                false,
                Publishes.RULES.limits(),
                Publishes.RULES.upload(),
                Publishes.RULES.dialects());
        Publishes publish = Publishes.readings().over(each.transport());
        Publishes signed =
                switch (each.signed()) {
                    case NOT -> publish;
                    case RIGHT -> publish.signed();
                    case WRONG ->
                        publish.with(
                                "Authorization",
                                "OpenSmogHash "
                                        + OpenSmogHash.sign(
                                                        Secret.ofText("another"),
                                                        publish.publish().payload())
                                                .hex());
                    case MALFORMED -> publish.with("Authorization", "Basic dXNlcjpwYXNz");
                    case BY_ANOTHER_SCHEME ->
                        publish.with(
                                "Authorization",
                                "HMAC-SHA256 "
                                        + HmacSha256.sign(
                                                        Publishes.SECRET,
                                                        Publishes.TOPIC,
                                                        publish.publish().payload())
                                                .hex());
                    case STALE -> publish.signedAt(Publishes.NOW.minus(Duration.ofMinutes(6)));
                };
        Publishes routed = each.isRogue() ? signed.topic("rogue/" + Publishes.TOPIC) : signed;
        return new Intake(rules).decide(routed.publish(), suid -> each.sensor(), freshness, Moment.at(Publishes.NOW));
    }

    private static String name(Verdict verdict) {
        if (verdict instanceof Rejected rejected) {
            assertThat(rejected.detail()).isNotBlank();
            return rejected.reason().label();
        }
        if (verdict instanceof Accepted accepted) {
            return accepted.record().trust().label();
        }
        return ((Unsettled) verdict).question() instanceof Question.FirstUse ? "first use" : "catch up";
    }

    @Test
    void aSensorThatIsNotRegisteredCannotBeToldFromOneWhoseSecretIsUnknown() {
        everything()
                .filter(each -> each.sensor() instanceof Sensor.Provisioned
                        || (each.sensor() instanceof Sensor.Unknown && !each.rogueEnabled()))
                .filter(each -> each.signed() != Signed.RIGHT && each.signed() != Signed.STALE)
                .forEach(each -> {
                    var registered = new Case(
                            Publishes.REGISTERED, each.signed(), each.isRogue(), each.transport(), each.rogueEnabled());
                    for (Freshness freshness : Freshness.values()) {
                        assertThat(decide(each, freshness)).isEqualTo(decide(registered, freshness));
                    }
                });
    }
}
