package org.airlog.portal.letters;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.airlog.observation.Payload;
import org.airlog.observation.Suid;

/** Letters of tests. */
final class Letters {

    static final Suid SUID = new Suid(new UUID(1, 2));
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private Letters() {}

    static Letter letter(long offset, Map<String, String> headers, byte[] value) {
        var all =
                new HashMap<>(Map.of("airlog-reason", "malformed", "airlog-topic", "v1/sensors/" + SUID + "/readings"));
        all.putAll(headers);
        return new Letter(
                new LetterId(0, offset),
                NOON.plusSeconds(offset),
                Optional.of(SUID),
                Payload.of(SUID.toBytes()),
                all,
                Optional.empty(),
                Payload.of(value),
                value.length,
                Optional.empty());
    }
}
