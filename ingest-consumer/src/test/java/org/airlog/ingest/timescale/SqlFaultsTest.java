package org.airlog.ingest.timescale;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlFaultsTest {

    @ParameterizedTest
    @CsvSource({
        "22021, true, NUL in a text",
        "22P05, true, NUL in jsonb",
        "23514, true, check violation",
        "54000, true, program limit exceeded",
        "23505, false, somebody else has written the row",
        "40P01, false, deadlock",
        "57P01, false, shutdown",
        "53100, false, disk full",
        "42501, false, privilege",
        ", false, the driver's own"
    })
    void onlyFaultsOfTheRowsThemselvesParkRows(@Nullable String state, boolean isOfRows) {
        assertThat(SqlFaults.isOfRows(new SQLException("fault", state))).isEqualTo(isOfRows);
    }

    @ParameterizedTest
    @CsvSource({
        "28P01, true, wrong password",
        "42501, true, privilege",
        "42P01, true, a table is gone",
        "08001, false, connection refused",
        "57P03, false, starting up",
        "53300, false, too many connections",
        "25P03, false, idle in transaction",
        "23505, false, somebody else has written the row",
        ", false, the driver's own"
    })
    void aPersonIsCalledOnlyWhereWaitingDoesNotHelp(@Nullable String state, boolean needsPerson) {
        assertThat(SqlFaults.needsPerson(new SQLException("fault", state))).isEqualTo(needsPerson);
    }
}
