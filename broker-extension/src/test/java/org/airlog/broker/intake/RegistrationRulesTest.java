package org.airlog.broker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.airlog.broker.intake.Verdict.Rejected;
import org.airlog.broker.sensor.Sensor;
import org.airlog.observation.Reason;
import org.airlog.observation.Suid;
import org.airlog.observation.signature.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationRulesTest {

    private static final Publishes REQUEST =
            Publishes.readings().topic("v1/sensors/" + Publishes.SUID).respondingTo("client/device/registration");

    @Test
    void aRequestOverTlsWithAnOwnResponseTopicMayRegister() {
        assertThat(RegistrationRules.objection(REQUEST.publish())).isEmpty();
        assertThat(RegistrationRules.objection(REQUEST.over(Transport.LOOPBACK).publish()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "client/other/registration",
                "client/device",
                "client/device/",
                "client/device/#",
                "client/device/+",
                "client/device-2/registration",
                "v1/sensors/x/errors"
            })
    void theAnswerGoesToNobodyElse(String responseTopic) {
        assertThat(reason(REQUEST.respondingTo(responseTopic))).isEqualTo(Reason.NOT_ALLOWED);
    }

    @Test
    void withoutAnAnswerThereIsNoRegistration() {
        assertThat(reason(Publishes.readings())).isEqualTo(Reason.MALFORMED);
        assertThat(reason(REQUEST.speaking(Protocol.MQTT_3, 1, false))).isEqualTo(Reason.NOT_ALLOWED);
        assertThat(reason(REQUEST.speaking(Protocol.MQTT_5, 0, false))).isEqualTo(Reason.NOT_ALLOWED);
    }

    @Test
    void aSecretIsNotSentWhereOthersReadAlong() {
        assertThat(reason(REQUEST.over(Transport.PLAIN))).isEqualTo(Reason.NOT_ALLOWED);
    }

    @Test
    void aRetainedRequestIsRefused() {
        assertThat(reason(REQUEST.speaking(Protocol.MQTT_5, 1, true))).isEqualTo(Reason.NOT_ALLOWED);
    }

    @Test
    void aSensorThatCannotBeReadCannotBeRegisteredNow() {
        assertThat(objection(Publishes.UNKNOWN)).isEmpty();
        assertThat(objection(Publishes.UNSIGNED)).isEmpty();
        assertThat(objection(Publishes.REGISTERED)).isEmpty();
        assertThat(objection(Publishes.REVOKED)).isEmpty();
        assertThat(objection(Publishes.UNREADABLE).map(Rejected::reason)).contains(Reason.UNAVAILABLE);
    }

    @Test
    void noSuidThatOwnsUploadsCanBeRegistered() {
        var owner = new Suid(new UUID(4, 2));
        var rules = rules(
                new Rules.UploadRules(false, Publishes.SUID, List.of(new Rules.Salt(Secret.ofText("salt"), owner))),
                Publishes.RULES.dialects());

        assertThat(RegistrationRules.objection(Publishes.SUID, Publishes.UNKNOWN, rules)
                        .map(Rejected::reason))
                .contains(Reason.NOT_ALLOWED);
        assertThat(RegistrationRules.objection(owner, Publishes.UNSIGNED, rules).map(Rejected::reason))
                .contains(Reason.NOT_ALLOWED);
    }

    @Test
    void noSuidOfADialectsDeviceCanBeRegistered() {
        var mapped = new Suid(new UUID(4, 3));
        var dialects = new DialectRules(Set.of(), null, Map.of("tasmota.plug", mapped), Map.of());
        var rules = rules(Publishes.RULES.upload(), dialects);

        assertThat(RegistrationRules.objection(mapped, Publishes.UNKNOWN, rules).map(Rejected::reason))
                .contains(Reason.NOT_ALLOWED);
        assertThat(RegistrationRules.objection(Suid.derived("tasmota", "lamp"), Publishes.UNSIGNED, rules)
                        .map(Rejected::reason))
                .contains(Reason.NOT_ALLOWED);
    }

    private static Optional<Rejected> objection(Sensor sensor) {
        return RegistrationRules.objection(Publishes.SUID, sensor, Publishes.RULES);
    }

    private static Rules rules(Rules.UploadRules uploads, DialectRules dialects) {
        return new Rules(
                true,
                Publishes.RULES.signature(),
                Publishes.RULES.clock(),
                false,
                Publishes.RULES.limits(),
                uploads,
                dialects);
    }

    private static Reason reason(Publishes request) {
        return RegistrationRules.objection(request.publish()).orElseThrow().reason();
    }
}
