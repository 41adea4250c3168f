package org.airlog.portal.letters;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.airlog.observation.Suid;
import org.airlog.observation.UuidBytes;

/** Which topic letters lie in, and how it names their sensor. */
public enum LetterKind {
    /** Acknowledged, yet neither storable nor decodable. Keyed by the SUID. */
    PARKED("airlog.parked") {
        @Override
        public Optional<Suid> suid(byte[] key, String mqttTopic) {
            return key.length >= UuidBytes.LENGTH
                    ? Optional.of(Suid.ofBytes(Arrays.copyOf(key, UuidBytes.LENGTH)))
                    : Optional.empty();
        }
    },
    /** Refused at the door. Its key may be a client id of 16 bytes, so the SUID is that of the topic. */
    REJECTED("airlog.rejected") {
        @Override
        public Optional<Suid> suid(byte[] key, String mqttTopic) {
            Matcher matcher = SUID_IN_TOPIC.matcher(mqttTopic);
            return matcher.find() ? Suid.parse(matcher.group(1)) : Optional.empty();
        }
    };

    private static final Pattern SUID_IN_TOPIC = Pattern.compile("(?:^|/)sensors/([^/]+)");

    private final String topic;

    LetterKind(String topic) {
        this.topic = topic;
    }

    /** The Kafka topic. */
    public String topic() {
        return topic;
    }

    public abstract Optional<Suid> suid(byte[] key, String mqttTopic);
}
