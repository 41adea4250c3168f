package org.airlog.broker.intake;

import java.util.Optional;
import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.airlog.observation.Suid;

/**
 * A refused publish that is worth a look. Not for forged ones: a stranger must not fill our disk.
 *
 * @param suid empty where the topic names none
 * @param clientId of the MQTT client that sent it
 * @param topic canonical, without a signature suffix
 * @param reason why it was refused
 * @param detail for a person; no secret, no signature, no position
 * @param contentType of the payload; empty where not stated
 * @param payload as it arrived; kept up to 4 KiB
 * @param clientAddress the rate is limited for each
 */
public record RejectedPublish(
        Optional<Suid> suid,
        String clientId,
        String topic,
        Reason reason,
        String detail,
        String contentType,
        Payload payload,
        String clientAddress) {}
