package org.airlog.broker.sensor;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.airlog.observation.signature.Secret;

/** What was found under a seal: a secret's text, or the key that would open it. {@code toString} is redacted. */
final class Opened {

    private final byte[] text;
    private final String missingKeyId;

    /** An empty {@code text} for a seal that does not open here; an empty {@code missingKeyId} where no key would help. */
    Opened(byte[] text, String missingKeyId) {
        this.text = text;
        this.missingKeyId = missingKeyId;
    }

    boolean isOpen() {
        return text.length > 0;
    }

    /** Not a copy. */
    byte[] text() {
        return text;
    }

    Optional<Secret> secret() {
        return isOpen() ? Optional.of(Secret.ofText(new String(text, StandardCharsets.UTF_8))) : Optional.empty();
    }

    String missingKeyId() {
        return missingKeyId;
    }

    @Override
    public String toString() {
        return "Opened[redacted]";
    }
}
