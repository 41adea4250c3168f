package org.airlog.broker.mqtt;

import com.hivemq.extension.sdk.api.packets.disconnect.DisconnectReasonCode;
import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import org.airlog.broker.intake.Principal;
import org.airlog.broker.intake.Protocol;
import org.airlog.broker.intake.Publish;
import org.airlog.broker.intake.Verdict.Rejected;
import org.airlog.observation.Reason;

/**
 * Refusals in the words of MQTT: the table of the contract.
 *
 * <p>MQTT 5 (section 4.4) forbids a client to send again what got a PUBACK of 0x80 or more, so a refusal that may pass
 * must not send one. MQTT 3.1.1 knows no refusal at all: there a PUBACK means stored, or refused for good.
 */
final class ReasonCodes {

    private ReasonCodes() {}

    /** How a refusal is told to its sender. */
    sealed interface Reply {

        /** A PUBACK that says why. */
        record Refuse(AckReasonCode code, String text) implements Reply {}

        /** A PUBACK that cannot say why, or none on QoS 0. */
        record Acknowledge() implements Reply {}

        /** No PUBACK: the connection ends, and the device keeps its copy. */
        record Disconnect(DisconnectReasonCode code, String text) implements Reply {}
    }

    /** The reply to {@code publish}, which was rejected. */
    static Reply reply(Publish publish, Rejected rejected) {
        if (publish.qos() == 0) {
            return new Reply.Acknowledge();
        }
        Reason reason = rejected.reason();
        String text = reason.label() + ": " + rejected.detail();
        boolean isGateway = publish.origin().principal() == Principal.GATEWAY;
        return switch (reason.recovery()) {
            case FINAL ->
                publish.protocol() == Protocol.MQTT_5
                        ? new Reply.Refuse(acknowledgement(reason), text)
                        : new Reply.Acknowledge();
            case RESEND_LATER ->
                isGateway && publish.protocol() == Protocol.MQTT_5
                        ? new Reply.Refuse(acknowledgement(reason), text)
                        : new Reply.Disconnect(disconnect(reason), text);
        };
    }

    /** The reason code of a PUBACK. */
    static AckReasonCode acknowledgement(Reason reason) {
        return switch (reason) {
            case MALFORMED, TIME_IMPLAUSIBLE, VALUE_IMPLAUSIBLE, CONTENT_TYPE_UNSUPPORTED ->
                AckReasonCode.PAYLOAD_FORMAT_INVALID;
            case TOPIC_INVALID -> AckReasonCode.TOPIC_NAME_INVALID;
            case SIGNATURE_MISSING, SIGNATURE_WRONG, SIGNATURE_STALE, NOT_ALLOWED -> AckReasonCode.NOT_AUTHORIZED;
            case TOO_LARGE, OVER_LIMIT -> AckReasonCode.QUOTA_EXCEEDED;
            case UNAVAILABLE -> AckReasonCode.IMPLEMENTATION_SPECIFIC_ERROR;
        };
    }

    /** The reason code of a DISCONNECT. */
    static DisconnectReasonCode disconnect(Reason reason) {
        return switch (reason) {
            case MALFORMED, TIME_IMPLAUSIBLE, VALUE_IMPLAUSIBLE, CONTENT_TYPE_UNSUPPORTED ->
                DisconnectReasonCode.PAYLOAD_FORMAT_INVALID;
            case TOPIC_INVALID -> DisconnectReasonCode.TOPIC_NAME_INVALID;
            case SIGNATURE_MISSING, SIGNATURE_WRONG, SIGNATURE_STALE, NOT_ALLOWED ->
                DisconnectReasonCode.NOT_AUTHORIZED;
            case TOO_LARGE, OVER_LIMIT -> DisconnectReasonCode.QUOTA_EXCEEDED;
            case UNAVAILABLE -> DisconnectReasonCode.IMPLEMENTATION_SPECIFIC_ERROR;
        };
    }

    /** Whether a refusal is kept for a person to look at: never a forged one, as strangers must not fill our disk. */
    static boolean isDeadLetter(Reason reason) {
        return switch (reason) {
            case MALFORMED, TIME_IMPLAUSIBLE, VALUE_IMPLAUSIBLE, CONTENT_TYPE_UNSUPPORTED -> true;
            case TOPIC_INVALID,
                    SIGNATURE_MISSING,
                    SIGNATURE_WRONG,
                    SIGNATURE_STALE,
                    NOT_ALLOWED,
                    TOO_LARGE,
                    OVER_LIMIT,
                    UNAVAILABLE -> false;
        };
    }
}
