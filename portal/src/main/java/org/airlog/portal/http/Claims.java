package org.airlog.portal.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.airlog.observation.Suid;
import org.airlog.portal.timescale.Standings;
import org.airlog.portal.timescale.Standings.Standing;
import org.airlog.portal.timescale.StoreUnavailableException;

/**
 * {@code POST /api/v1/claims} with {@code {"suid":…}}: whether the sensor has been claimed, whether it has been heard, and what
 * it is called in public. In the body, so that no log of addresses holds a SUID. The claim itself is a registration, as any
 * device's: {@code PUT /v1/sensors/{SUID}}. Thread-safe.
 */
public final class Claims {

    static final String PATH = "/api/v1/claims";

    private static final int MOST_BYTES = 1024;
    private static final JsonFactory FACTORY = new JsonFactory();

    private final Standings standings;

    /** Answers from {@code standings}. */
    public Claims(Standings standings) {
        this.standings = standings;
    }

    Answer answer(Context context) {
        Optional<Suid> suid;
        try {
            byte[] body = context.req().getInputStream().readNBytes(MOST_BYTES + 1);
            suid = body.length > MOST_BYTES ? Optional.empty() : suid(body);
        } catch (IOException broken) {
            suid = Optional.empty();
        }
        if (suid.isEmpty()) {
            return Answer.problem(
                    400, "Bad Request", "expected {\"suid\":\"…\"} with the number on the sticker, a UUID");
        }
        try {
            return told(standings.find(suid.get()));
        } catch (StoreUnavailableException e) {
            return Answer.problem(503, "Service Unavailable", e.detail());
        }
    }

    private static Answer told(Optional<Standing> standing) {
        var members = new LinkedHashMap<String, Object>();
        members.put("claimed", standing.map(Standing::isClaimed).orElse(false));
        standing.ifPresent(known -> {
            members.put("id", known.publicId());
            if (known.lastSeen() != null) {
                members.put("lastSeen", known.lastSeen());
            }
        });
        return Answer.ok("application/json", JsonText.of(members));
    }

    private static Optional<Suid> suid(byte[] body) throws IOException {
        try (var json = FACTORY.createParser(body)) {
            Optional<Suid> found = Optional.empty();
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return found;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean isSuid = json.currentName().equals("suid");
                if (json.nextToken() == JsonToken.VALUE_STRING && isSuid) {
                    found = Suid.parse(json.getText());
                }
                json.skipChildren();
            }
            return found;
        }
    }
}
