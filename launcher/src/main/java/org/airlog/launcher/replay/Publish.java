package org.airlog.launcher.replay;

import java.util.Optional;
import org.airlog.observation.Payload;
import org.airlog.observation.Suid;
import org.airlog.observation.signature.HmacSha256;
import org.airlog.observation.signature.Secret;

/**
 * One publish of a sensor's readings.
 *
 * @param topic MQTT topic, and with a slash before it the path of HTTP
 * @param authorization the signature; empty = unsigned
 * @param observations how many are in the payload
 */
record Publish(String topic, Payload payload, Optional<String> authorization, int observations) {

    /** Signed by HMAC-SHA256 over topic and payload. */
    static Publish signed(Suid suid, Secret secret, Payload payload, int observations) {
        String topic = readingsTopic(suid);
        String hex = HmacSha256.sign(secret, topic, payload).hex();
        return new Publish(topic, payload, Optional.of(HmacSha256.SCHEME + " " + hex), observations);
    }

    /** An empty array without a signature: it can store nothing, and only a registered SUID lacks a signature then. */
    static Publish probe(Suid suid) {
        return new Publish(readingsTopic(suid), Payload.ofText("[]"), Optional.empty(), 0);
    }

    private static String readingsTopic(Suid suid) {
        return "v1/sensors/" + suid + "/readings";
    }

    /** The signature is left out. */
    @Override
    public String toString() {
        return "Publish[" + topic + ", " + payload + "]";
    }
}
