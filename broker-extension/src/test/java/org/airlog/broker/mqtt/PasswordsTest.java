package org.airlog.broker.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.airlog.broker.intake.Principal;
import org.junit.jupiter.api.Test;

class PasswordsTest {

    private int hashed;
    private final Executor counting = work -> {
        hashed++;
        work.run();
    };
    private final Passwords passwords = new Passwords(
            Map.of(
                    "gateway", new Account(Principal.GATEWAY, hash("the gateway's")),
                    "anna", new Account(Principal.OPERATOR, hash("anna's")),
                    "bert", new Account(Principal.OPERATOR, hash("bert's"))),
            counting);

    @Test
    void eachUserHasItsOwnPassword() {
        assertThat(identify("gateway", "the gateway's")).contains(Principal.GATEWAY);
        assertThat(identify("anna", "anna's")).contains(Principal.OPERATOR);
        assertThat(identify("anna", "bert's")).isEmpty();
        assertThat(identify("bert", "bert's")).contains(Principal.OPERATOR);
        assertThat(identify("bert", "anna's")).isEmpty();
    }

    @Test
    void whatWasRightOnceIsHashedOnce() {
        identify("anna", "anna's");
        identify("anna", "anna's");

        assertThat(hashed).isEqualTo(1);
        assertThat(identify("bert", "anna's")).isEmpty();
    }

    /** Time must not tell which users there are. */
    @Test
    void anUnknownUserCostsAHashLikeAWrongPassword() {
        assertThat(identify("carl", "anna's")).isEmpty();
        assertThat(identify("anna", "wrong")).isEmpty();
        assertThat(hashed).isEqualTo(2);

        assertThat(new Passwords(Map.of(), counting)
                        .identify("carl", "x".getBytes(UTF_8))
                        .toCompletableFuture()
                        .join())
                .isEmpty();
        assertThat(hashed).isEqualTo(3);
    }

    @Test
    void aFloodIsTurnedAwayWhoeverItNames() {
        var flooded = new Passwords(Map.of("anna", new Account(Principal.OPERATOR, hash("anna's"))), work -> {
            throw new RejectedExecutionException("full");
        });

        for (String user : new String[] {"anna", "carl"}) {
            assertThat(flooded.identify(user, "x".getBytes(UTF_8)).toCompletableFuture())
                    .isCompletedExceptionally();
        }
    }

    /** As a CONNECT is identified. */
    private Optional<Principal> identify(String user, String password) {
        byte[] bytes = password.getBytes(UTF_8);
        return passwords
                .proven(user, bytes)
                .or(() -> passwords.identify(user, bytes).toCompletableFuture().join());
    }

    private static String hash(String password) {
        return BCrypt.withDefaults().hashToString(4, password.toCharArray());
    }
}
