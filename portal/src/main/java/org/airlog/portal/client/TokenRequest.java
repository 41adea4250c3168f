package org.airlog.portal.client;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.airlog.observation.signature.Secret;

/**
 * What {@code POST /v1/token} is asked for: the client credentials grant of RFC 6749, section 4.4, by either of the ways of
 * section 2.3.1.
 */
public sealed interface TokenRequest {

    /** The most bytes that a form may have. */
    int MOST_BYTES = 4_096;

    /**
     * An app that says who it is.
     *
     * @param secrets what it may mean by its secret: as it was sent, and in the form that the RFC has it in
     */
    record Login(String appId, List<Secret> secrets) implements TokenRequest {

        /** Copies the list. */
        public Login {
            secrets = List.copyOf(secrets);
        }
    }

    /** No request for a token. */
    record Refused(TokenError error, String description) implements TokenRequest {}

    /** Reads one; {@code authorizations} are the values of that header, {@code body} is the form. */
    static TokenRequest of(Optional<String> contentType, List<String> authorizations, String body) {
        String type = contentType.orElse("").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!type.equals("application/x-www-form-urlencoded")) {
            return malformed("the body must be application/x-www-form-urlencoded");
        }
        var form = new TokenForm(body);
        if (form.isRepetitive()) {
            return malformed("a parameter is given twice");
        }
        Optional<String> grant = form.value("grant_type");
        if (grant.isEmpty()) {
            return malformed("grant_type is missing");
        }
        if (!grant.get().equals("client_credentials")) {
            return new Refused(TokenError.UNSUPPORTED_GRANT_TYPE, "grant_type can only be client_credentials");
        }
        if (form.value("scope").isPresent()) {
            return new Refused(TokenError.INVALID_SCOPE, "there are no scopes");
        }
        if (authorizations.size() > 1
                || (!authorizations.isEmpty() && form.value("client_secret").isPresent())) {
            return malformed("the app says twice who it is");
        }
        return authorizations.isEmpty() ? ofForm(form) : ofHeader(authorizations.get(0), form);
    }

    private static TokenRequest ofForm(TokenForm form) {
        Optional<String> appId = form.value("client_id");
        Optional<String> secret = form.value("client_secret");
        return appId.isPresent() && secret.isPresent()
                ? new Login(appId.get(), List.of(Secret.ofText(secret.get())))
                : unknown();
    }

    private static TokenRequest ofHeader(String authorization, TokenForm form) {
        String[] words = authorization.strip().split(" +", 2);
        if (words.length < 2 || !words[0].equalsIgnoreCase("Basic")) {
            return unknown();
        }
        String decoded;
        try {
            decoded = new String(Base64.getDecoder().decode(words[1].strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return unknown();
        }
        int colon = decoded.indexOf(':');
        if (colon < 1 || colon + 1 == decoded.length()) {
            return unknown();
        }
        String appId = TokenForm.decoded(decoded.substring(0, colon));
        String secret = decoded.substring(colon + 1);
        if (!form.value("client_id").orElse(appId).equals(appId)) {
            return malformed("client_id is not the app of the header");
        }
        // The RFC has both in the form's encoding, which few clients do.
        return new Login(appId, List.of(Secret.ofText(secret), Secret.ofText(TokenForm.decoded(secret))));
    }

    private static Refused malformed(String description) {
        return new Refused(TokenError.INVALID_REQUEST, description);
    }

    private static Refused unknown() {
        return new Refused(
                TokenError.INVALID_CLIENT, "the app must say its id and secret, by HTTP Basic or in the form");
    }
}
