package org.airlog.broker.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.extension.sdk.api.packets.disconnect.DisconnectReasonCode;
import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import java.util.List;
import java.util.Optional;
import org.airlog.broker.intake.Origin;
import org.airlog.broker.intake.Principal;
import org.airlog.broker.intake.Protocol;
import org.airlog.broker.intake.Publish;
import org.airlog.broker.intake.Transport;
import org.airlog.broker.intake.Verdict.Rejected;
import org.airlog.broker.mqtt.ReasonCodes.Reply;
import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of the contract, section 4. */
class ReasonCodesTest {

    @ParameterizedTest
    @CsvSource({
        "MALFORMED, PAYLOAD_FORMAT_INVALID",
        "TIME_IMPLAUSIBLE, PAYLOAD_FORMAT_INVALID",
        "VALUE_IMPLAUSIBLE, PAYLOAD_FORMAT_INVALID",
        "CONTENT_TYPE_UNSUPPORTED, PAYLOAD_FORMAT_INVALID",
        "TOPIC_INVALID, TOPIC_NAME_INVALID",
        "SIGNATURE_MISSING, NOT_AUTHORIZED",
        "SIGNATURE_WRONG, NOT_AUTHORIZED",
        "SIGNATURE_STALE, NOT_AUTHORIZED",
        "NOT_ALLOWED, NOT_AUTHORIZED",
        "TOO_LARGE, QUOTA_EXCEEDED"
    })
    void aFinalRefusalIsAPubackThatSaysWhy(Reason reason, AckReasonCode code) {
        String text = reason.label() + ": why";

        assertThat(reply(Protocol.MQTT_5, Principal.ANONYMOUS, 1, reason)).isEqualTo(new Reply.Refuse(code, text));
        assertThat(reply(Protocol.MQTT_5, Principal.GATEWAY, 1, reason)).isEqualTo(new Reply.Refuse(code, text));
        assertThat(reply(Protocol.MQTT_3, Principal.ANONYMOUS, 1, reason)).isEqualTo(new Reply.Acknowledge());
    }

    @ParameterizedTest
    @CsvSource({
        "OVER_LIMIT, QUOTA_EXCEEDED, QUOTA_EXCEEDED",
        "UNAVAILABLE, IMPLEMENTATION_SPECIFIC_ERROR, IMPLEMENTATION_SPECIFIC_ERROR"
    })
    void aRefusalThatMayPassSendsNoPubackButToTheGateway(
            Reason reason, DisconnectReasonCode disconnect, AckReasonCode acknowledgement) {
        String text = reason.label() + ": why";

        assertThat(reply(Protocol.MQTT_5, Principal.ANONYMOUS, 1, reason))
                .isEqualTo(new Reply.Disconnect(disconnect, text));
        assertThat(reply(Protocol.MQTT_5, Principal.SENSOR, 1, reason))
                .isEqualTo(new Reply.Disconnect(disconnect, text));
        assertThat(reply(Protocol.MQTT_3, Principal.ANONYMOUS, 1, reason))
                .isEqualTo(new Reply.Disconnect(disconnect, text));
        assertThat(reply(Protocol.MQTT_5, Principal.GATEWAY, 1, reason))
                .isEqualTo(new Reply.Refuse(acknowledgement, text));
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void qos0IsAnsweredNothing(Reason reason) {
        assertThat(reply(Protocol.MQTT_5, Principal.ANONYMOUS, 0, reason)).isEqualTo(new Reply.Acknowledge());
        assertThat(reply(Protocol.MQTT_3, Principal.ANONYMOUS, 0, reason)).isEqualTo(new Reply.Acknowledge());
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"MALFORMED", "TIME_IMPLAUSIBLE", "VALUE_IMPLAUSIBLE", "CONTENT_TYPE_UNSUPPORTED"})
    void whatADeviceGotWrongIsADeadLetter(Reason reason) {
        assertThat(ReasonCodes.isDeadLetter(reason)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"MALFORMED", "TIME_IMPLAUSIBLE", "VALUE_IMPLAUSIBLE", "CONTENT_TYPE_UNSUPPORTED"})
    void whatAStrangerMayForgeIsNot(Reason reason) {
        assertThat(ReasonCodes.isDeadLetter(reason)).isFalse();
    }

    private static Reply reply(Protocol protocol, Principal principal, int qos, Reason reason) {
        var publish = new Publish(
                "upload",
                Payload.ofText(""),
                qos,
                false,
                protocol,
                new Origin(principal, "client", "192.0.2.7", Transport.TLS),
                "",
                List.of(),
                Optional.empty());
        return ReasonCodes.reply(publish, Rejected.of(reason, "why"));
    }
}
