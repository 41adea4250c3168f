package org.airlog.ingest.timescale;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompressionTest {

    @ParameterizedTest
    @CsvSource({
        "2.16.0, true",
        "2.24.1, true",
        "3.0.0-dev, true",
        "2.15.3, false",
        "2.9.1, false",
        "1.7.5, false",
        "x, false"
    })
    void olderVersionsUnpackTooMuchToMerge(String version, boolean isRecent) {
        assertThat(Compression.isRecent(version)).isEqualTo(isRecent);
    }
}
