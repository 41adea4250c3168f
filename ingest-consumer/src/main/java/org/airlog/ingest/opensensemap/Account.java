package org.airlog.ingest.opensensemap;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An account of the openSenseMap, signed in when it is first needed.
 *
 * <p>Its token lives for an hour, its refresh token for a week. The newer servers refresh only a token that still lives, so
 * that is done after 50 minutes. Where a token is refused: refresh once; where that is refused, whatever way (they differ),
 * sign in again; where that does not help either, an {@link ApiException}. The tokens are in memory alone. For one thread.
 */
final class Account {

    private static final Logger log = LoggerFactory.getLogger(Account.class);

    private static final Duration FRESH = Duration.ofMinutes(50);

    private final Api api;
    private final String email;
    private final String password;
    private final InstantSource clock;
    private @Nullable Tokens tokens;

    private record Tokens(String token, @Nullable String refreshToken, Instant since) {
        @Override
        public String toString() {
            return "Tokens[since " + since + "]";
        }
    }

    Account(Api api, String email, String password, InstantSource clock) {
        this.api = api;
        this.email = email;
        this.password = password;
        this.clock = clock;
    }

    /** The answer to a request of this account; never one that says that the account is not authorized. */
    Answer exchange(String method, String path, byte @Nullable [] json) throws ApiException, InterruptedException {
        Tokens current = tokens;
        if (current == null) {
            current = signIn();
        } else if (!clock.instant().isBefore(current.since().plus(FRESH))) {
            current = refresh(current);
        }
        Answer answer = api.exchange(method, path, bearer(current), json);
        if (answer.isUnauthorized()) {
            answer = api.exchange(method, path, bearer(refresh(current)), json);
        }
        if (answer.isUnauthorized()) {
            answer = api.exchange(method, path, bearer(signIn()), json);
        }
        if (answer.isUnauthorized()) {
            tokens = null;
            throw ApiException.refusal(method + " " + path, answer);
        }
        return answer;
    }

    private Tokens refresh(Tokens old) throws ApiException, InterruptedException {
        if (old.refreshToken() == null) {
            return signIn();
        }
        // The older servers want the refresh token alone, the newer ones the token with it.
        Answer answer = api.exchange(
                "POST", "/users/refresh-auth", bearer(old), Json.bytes(Map.of("token", old.refreshToken())));
        if (!answer.isSuccess()) {
            log.atInfo().addKeyValue("status", answer.status()).log("the token was not refreshed: signing in again");
            return signIn();
        }
        return keep("POST /users/refresh-auth", answer);
    }

    private Tokens signIn() throws ApiException, InterruptedException {
        tokens = null;
        Answer answer =
                api.exchange("POST", "/users/sign-in", null, Json.bytes(Map.of("email", email, "password", password)));
        if (!answer.isSuccess()) {
            throw ApiException.refusal("POST /users/sign-in", answer);
        }
        return keep("POST /users/sign-in", answer);
    }

    private Tokens keep(String request, Answer answer) throws ApiException {
        JsonNode body = Json.read(request, answer);
        String token = Json.text(body, "token");
        if (token == null) {
            throw ApiException.riddle(request);
        }
        var kept = new Tokens(token, Json.text(body, "refreshToken"), clock.instant());
        tokens = kept;
        return kept;
    }

    private static String bearer(Tokens tokens) {
        return "Bearer " + tokens.token();
    }
}
