package org.airlog.portal.http;

import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.airlog.portal.client.Apps;
import org.airlog.portal.client.TokenError;
import org.airlog.portal.client.TokenRequest;

/** {@code POST /v1/token}: an app's id and secret for an access token (RFC 6749, section 4.4). Thread-safe. */
public final class Tokens {

    static final String PATH = "/v1/token";

    private static final String CHALLENGE = "Basic realm=\"airlog\"";
    private static final String SECONDS_TO_WAIT = "60";

    private final Apps apps;
    private final InstantSource clock;
    private final Guesses guesses = new Guesses(System::nanoTime);

    /** For {@code apps}. */
    public Tokens(Apps apps, InstantSource clock) {
        this.apps = apps;
        this.clock = clock;
    }

    /** The answer to {@code body}; empty where it was too long to be read. */
    Answer answer(Context context, Optional<String> body) {
        if (body.isEmpty()) {
            return refused(TokenError.INVALID_REQUEST, "the body is longer than " + TokenRequest.MOST_BYTES + " bytes");
        }
        var request = context.req();
        List<String> authorizations = Collections.list(request.getHeaders("Authorization"));
        TokenRequest asked = TokenRequest.of(Optional.ofNullable(request.getContentType()), authorizations, body.get());
        if (asked instanceof TokenRequest.Refused refusal) {
            return refused(refusal.error(), refusal.description());
        }
        var login = (TokenRequest.Login) asked;
        String address = request.getRemoteAddr();
        if (!guesses.isAllowed(address, login.appId())) {
            return refused(TokenError.SLOW_DOWN, "too many wrong secrets: wait a minute")
                    .with("Retry-After", SECONDS_TO_WAIT);
        }
        if (!apps.isKnown(login.appId(), login.secrets())) {
            // Apps that do not exist must not use up the counters.
            if (apps.secrets().containsKey(login.appId())) {
                guesses.wrong(address, login.appId());
            }
            return refused(TokenError.INVALID_CLIENT, "no app has this id and this secret");
        }
        return token(apps.token(login.appId(), clock.instant()));
    }

    private static Answer token(String token) {
        var members = new LinkedHashMap<String, Object>();
        members.put("access_token", token);
        members.put("token_type", "bearer");
        members.put("expires_in", (int) Apps.LIFETIME.toSeconds());
        return uncached(Answer.ok("application/json", JsonText.of(members)));
    }

    private static Answer refused(TokenError error, String description) {
        var members = new LinkedHashMap<String, Object>();
        members.put("error", error.label());
        members.put("error_description", description);
        var answer =
                uncached(Answer.ok("application/json", JsonText.of(members)).withStatus(error.status()));
        return error == TokenError.INVALID_CLIENT ? answer.with("WWW-Authenticate", CHALLENGE) : answer;
    }

    private static Answer uncached(Answer answer) {
        return answer.with("Cache-Control", "no-store").with("Pragma", "no-cache");
    }
}
