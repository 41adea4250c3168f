package org.airlog.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenFilesTest {

    @ParameterizedTest
    @CsvSource({"1048576, 100000", "20000, 6666", "4096, 1365", "1024, 341", "100, 64"})
    void connectionsGetAThirdOfTheFilesAtMost(long openFiles, int connections) {
        assertThat(OpenFiles.connections(openFiles)).isEqualTo(connections);
    }
}
