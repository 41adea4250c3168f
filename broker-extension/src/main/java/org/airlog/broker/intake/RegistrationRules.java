package org.airlog.broker.intake;

import static org.airlog.observation.Reason.MALFORMED;
import static org.airlog.observation.Reason.NOT_ALLOWED;
import static org.airlog.observation.Reason.UNAVAILABLE;

import java.util.Optional;
import org.airlog.broker.intake.Verdict.Rejected;
import org.airlog.broker.sensor.Sensor;
import org.airlog.observation.Reason;
import org.airlog.observation.Suid;

/**
 * What every request to the registry must be, how its answer may travel, and which SUIDs nobody can register. Who may
 * register the others says {@link RegistrationPolicy}.
 */
public final class RegistrationRules {

    private RegistrationRules() {}

    /** Where the replies to {@code clientId} may go: this and what is below it. */
    public static String repliesOf(String clientId) {
        return "client/" + clientId + "/";
    }

    /** What stands against a request itself, a registration or an operator's, whoever the sensor is. */
    public static Optional<Rejected> objection(Publish publish) {
        if (publish.protocol() != Protocol.MQTT_5 || publish.qos() != 1) {
            return refuse(
                    NOT_ALLOWED, "the registry takes MQTT 5 requests with QoS 1; a registration may be an HTTP PUT");
        }
        if (publish.isRetained()) {
            return refuse(NOT_ALLOWED, "retained publishes are not accepted");
        }
        if (!publish.origin().transport().isPrivate()) {
            return refuse(NOT_ALLOWED, "a request to the registry must come over TLS");
        }
        String replies = repliesOf(publish.origin().clientId());
        Optional<String> responseTopic = publish.responseTopic();
        if (responseTopic.isEmpty()) {
            return refuse(MALFORMED, "a request to the registry needs a response topic under client/{client id}/");
        }
        String rest =
                responseTopic.get().startsWith(replies) ? responseTopic.get().substring(replies.length()) : "";
        boolean isOwn = !rest.isEmpty() && rest.indexOf('+') < 0 && rest.indexOf('#') < 0;
        return isOwn ? Optional.empty() : refuse(NOT_ALLOWED, "the response topic must lie under client/{client id}/");
    }

    /** What stands against registering {@code suid}, which is {@code sensor} now. */
    public static Optional<Rejected> objection(Suid suid, Sensor sensor, Rules rules) {
        if (rules.isForUnsigned(suid)) {
            return refuse(NOT_ALLOWED, "this SUID belongs to a device that cannot sign, and cannot be registered");
        }
        return sensor instanceof Sensor.Unreadable
                ? refuse(UNAVAILABLE, "the registration of this SUID cannot be read just now")
                : Optional.empty();
    }

    private static Optional<Rejected> refuse(Reason reason, String detail) {
        return Optional.of(Rejected.of(reason, detail));
    }
}
