package org.airlog.portal.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.airlog.observation.signature.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenRequestTest {

    private static final String FORM = "application/x-www-form-urlencoded; charset=utf-8";
    private static final String GRANT = "grant_type=client_credentials";

    @Test
    void takesIdAndSecretOfTheHeader() {
        assertThat(of(GRANT, basic("org.example.Air:a:b"))).isEqualTo(login("org.example.Air", "a:b", "a:b"));
    }

    @Test
    void takesThemOfTheForm() {
        assertThat(of(GRANT + "&client_id=org.example.Air&client_secret=a%2Bb"))
                .isEqualTo(new TokenRequest.Login("org.example.Air", List.of(Secret.ofText("a+b"))));
    }

    /** RFC 6749 has both parts in the form's encoding, curl's {@code --user} has not. */
    @Test
    void takesASecretOfTheHeaderAsItIsAndDecoded() {
        assertThat(of(GRANT, basic("app:a+b%2F"))).isEqualTo(login("app", "a+b%2F", "a b/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic",
                "Basic !!",
                "Basic OnNlY3JldA==", // :secret
                "Basic YXBwOg==", // app:
                "Basic YXBw", // app
                "Bearer YXBwOnNlY3JldA==",
            })
    void refusesAHeaderThatIsNone(String authorization) {
        assertThat(error(of(GRANT, authorization))).isEqualTo(TokenError.INVALID_CLIENT);
    }

    @ParameterizedTest
    @CsvSource({
        "'', INVALID_REQUEST",
        "grant_type=, INVALID_REQUEST",
        "grant_type=password, UNSUPPORTED_GRANT_TYPE",
        "grant_type=client_credentials&grant_type=client_credentials, INVALID_REQUEST",
        "grant_type=client_credentials&x=1&x=2, INVALID_REQUEST",
        "grant_type=client_credentials&scope=all, INVALID_SCOPE",
        "grant_type=client_credentials, INVALID_CLIENT",
        "grant_type=client_credentials&client_id=app, INVALID_CLIENT",
        "grant_type=client_credentials&client_id=app&client_secret=, INVALID_CLIENT",
    })
    void refusesWhatIsNoRequest(String body, TokenError error) {
        assertThat(error(of(body))).isEqualTo(error);
    }

    @Test
    void refusesWhoSaysTwiceWhoHeIs() {
        assertThat(error(of(GRANT + "&client_id=app&client_secret=s", basic("app:s"))))
                .isEqualTo(TokenError.INVALID_REQUEST);
        assertThat(error(of(GRANT, basic("app:s"), basic("app:s")))).isEqualTo(TokenError.INVALID_REQUEST);
        assertThat(error(of(GRANT + "&client_id=other", basic("app:s")))).isEqualTo(TokenError.INVALID_REQUEST);
    }

    @Test
    void takesAnEmptyScopeAndUnknownParameters() {
        assertThat(of(GRANT + "&scope=&audience=x", basic("app:s"))).isEqualTo(login("app", "s", "s"));
    }

    @Test
    void refusesOtherBodies() {
        assertThat(error(TokenRequest.of(Optional.empty(), List.of(), GRANT))).isEqualTo(TokenError.INVALID_REQUEST);
        assertThat(error(TokenRequest.of(Optional.of("application/json"), List.of(), "{}")))
                .isEqualTo(TokenError.INVALID_REQUEST);
    }

    private static TokenRequest of(String body, String... authorizations) {
        return TokenRequest.of(Optional.of(FORM), List.of(authorizations), body);
    }

    private static TokenError error(TokenRequest request) {
        return ((TokenRequest.Refused) request).error();
    }

    private static TokenRequest login(String appId, String asSent, String decoded) {
        return new TokenRequest.Login(appId, List.of(Secret.ofText(asSent), Secret.ofText(decoded)));
    }

    private static String basic(String login) {
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }
}
