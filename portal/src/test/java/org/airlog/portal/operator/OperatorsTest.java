package org.airlog.portal.operator;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperatorsTest {

    private final Operators operators = new Operators(
            Map.of("operator", hash("right, and long"), "anna", hash("anna's own"), "long", hash("x".repeat(72))));

    @Test
    void knowsTheirPasswords() {
        assertThat(operators.isRight("operator", "right, and long")).isTrue();
        assertThat(operators.isRight("anna", "anna's own")).isTrue();
        assertThat(operators.isRight("long", "x".repeat(72))).isTrue();
    }

    @Test
    void knowsNoOthers() {
        assertThat(operators.isRight("operator", "anna's own")).isFalse();
        assertThat(operators.isRight("anna", "")).isFalse();
        assertThat(operators.isRight("bert", "anna's own")).isFalse();
        assertThat(operators.isRight("", "")).isFalse();
        // bcrypt would look at the first 72 bytes alone.
        assertThat(operators.isRight("long", "x".repeat(73))).isFalse();
        assertThat(new Operators(Map.of()).isRight("operator", "operator")).isFalse();
    }

    @Test
    void knowsThemWhateverTheirHashesCost() {
        var mixed = new Operators(Map.of(
                "cheap", BCrypt.withDefaults().hashToString(4, "one".toCharArray()),
                "dear", BCrypt.withDefaults().hashToString(5, "two".toCharArray())));

        assertThat(mixed.isRight("cheap", "one")).isTrue();
        assertThat(mixed.isRight("dear", "two")).isTrue();
        assertThat(mixed.isRight("cheap", "two")).isFalse();
        assertThat(mixed.isRight("dear", "one")).isFalse();
        assertThat(mixed.isRight("nobody", "one")).isFalse();
    }

    @Test
    void keepsTheHashesToItself() {
        assertThat(operators).asString().contains("anna").doesNotContain("$2a$");
        assertThat(new Login("anna", "anna's own")).asString().doesNotContain("anna");
    }

    private static String hash(String password) {
        return BCrypt.withDefaults().hashToString(4, password.toCharArray());
    }
}
