package org.airlog.portal.http;

import io.javalin.http.Context;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.airlog.portal.client.Apps;
import org.airlog.portal.client.NearbyAir;
import org.airlog.portal.client.NearbyAirJson;
import org.airlog.portal.client.Position;
import org.airlog.portal.download.QueryString;
import org.airlog.portal.timescale.NearbyReadings;
import org.airlog.portal.timescale.StoreUnavailableException;

/** {@code GET /v1/quality}: the air at a position, for apps with a token (RFC 6750). Thread-safe. */
public final class Quality {

    static final String PATH = "/v1/quality";

    private static final Pattern BEARER = Pattern.compile("(?i:Bearer) +([^ ]+)");
    private static final String CHALLENGE = "Bearer realm=\"airlog\"";

    private final Apps apps;
    private final NearbyReadings readings;
    private final InstantSource clock;

    /** Answers {@code apps} from {@code readings}. */
    public Quality(Apps apps, NearbyReadings readings, InstantSource clock) {
        this.apps = apps;
        this.readings = readings;
        this.clock = clock;
    }

    Answer answer(Context context) {
        Instant now = clock.instant();
        List<String> authorizations = Collections.list(context.req().getHeaders("Authorization"));
        if (authorizations.isEmpty()) {
            return unauthorized("this path needs an access token of " + Tokens.PATH, CHALLENGE);
        }
        Matcher bearer = BEARER.matcher(authorizations.get(0).strip());
        if (authorizations.size() > 1
                || !bearer.matches()
                || apps.appOf(bearer.group(1), now).isEmpty()) {
            return unauthorized(
                    "the access token is none of ours, or is over: get another one",
                    CHALLENGE + ", error=\"invalid_token\"");
        }
        var query = new QueryString(
                Optional.ofNullable(context.req().getQueryString()).orElse(""));
        Optional<Position> position = Position.parse(
                query.first("latitude").orElse(""), query.first("longitude").orElse(""));
        return position.isPresent()
                ? answer(position.get(), now)
                : Answer.problem(
                        400,
                        "Bad Request",
                        "latitude (-90 to 90) and longitude (-180 to 180) must be decimal numbers of degrees");
    }

    private Answer answer(Position position, Instant now) {
        try {
            NearbyAir air = within(NearbyAir.NEAR_METRES, position, now);
            if (air.assessment().isEmpty()) {
                air = within(NearbyAir.FAR_METRES, position, now);
            }
            // Whom it is for is a secret, and where he is his own business.
            return Answer.ok("application/json", NearbyAirJson.of(air)).with("Cache-Control", "private, max-age=60");
        } catch (StoreUnavailableException e) {
            return Answer.problem(503, "Service Unavailable", e.detail());
        }
    }

    private NearbyAir within(double metres, Position position, Instant now) throws StoreUnavailableException {
        return NearbyAir.at(position, readings.around(position, metres, now.minus(NearbyAir.MAX_AGE)), now);
    }

    private static Answer unauthorized(String detail, String challenge) {
        return Answer.problem(401, "Unauthorized", detail).with("WWW-Authenticate", challenge);
    }
}
