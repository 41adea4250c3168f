package org.airlog.launcher.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.airlog.launcher.console.CommandFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://me:p%40ss+%2F@db:5433/air?sslmode=require",
                "postgres://me:p%40ss+%2F@db:5433/air?sslmode=require",
                "jdbc:postgresql://me:p%40ss+%2F@db:5433/air?sslmode=require"
            })
    void readsEverySpelling(String text) throws CommandFailedException {
        DatabaseUrl url = DatabaseUrl.parse(text);

        assertThat(url.jdbc()).isEqualTo("jdbc:postgresql://db:5433/air?sslmode=require");
        assertThat(url.user()).contains("me");
        assertThat(url.password()).contains("p@ss+/");
    }

    @Test
    void writesWhatPsqlTakes() {
        assertThat(DatabaseUrl.uri("jdbc:postgresql://db:5433/air", "me", "p@ss+/ "))
                .isEqualTo("postgresql://me:p%40ss%2B%2F%20@db:5433/air");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"db:5432/air", "postgresql://db", "mysql://me:hidden@db/air", "postgresql://me:hidden@/air", "%"
            })
    void refusesOthersWithoutShowingThem(String text) {
        assertThatThrownBy(() -> DatabaseUrl.parse(text))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageNotContaining("hidden");
    }
}
