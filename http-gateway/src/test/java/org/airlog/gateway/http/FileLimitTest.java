package org.airlog.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileLimitTest {

    @ParameterizedTest
    @CsvSource({"1048576, 10000", "30000, 10000", "20000, 6666", "4096, 1365", "1024, 341", "100, 64"})
    void connectionsGetAThirdOfTheFilesAtMost(long openFiles, int connections) {
        assertThat(FileLimit.connections(10_000, openFiles)).isEqualTo(connections);
    }
}
