package org.airlog.portal.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketTest {

    @ParameterizedTest
    @CsvSource({
        "RAW, 2024-05-31T06:07:08Z, 2024-05-31T06:07:08Z",
        "MINUTES_5, 2024-05-31T06:05:00Z, 2024-05-31T06:10:00Z",
        "HOUR, 2024-05-31T06:00:00Z, 2024-05-31T07:00:00Z",
        "HOURS_6, 2024-05-31T06:00:00Z, 2024-05-31T12:00:00Z",
        "DAY, 2024-05-31T00:00:00Z, 2024-06-01T00:00:00Z",
        "WEEK, 2024-05-27T00:00:00Z, 2024-06-03T00:00:00Z"
    })
    void beginsAtWholeMultiplesOfItsLength(Bucket bucket, String start, String end) {
        Instant time = Instant.parse("2024-05-31T06:07:08Z");

        assertThat(bucket.start(time)).isEqualTo(start);
        assertThat(bucket.end(time)).isEqualTo(end);
        assertThat(bucket.end(bucket.start(time))).isEqualTo(bucket.start(time));
    }

    @Test
    void beginsBeforeItsOriginToo() {
        assertThat(Bucket.DAY.start(Instant.parse("1969-07-20T20:17:40Z"))).isEqualTo("1969-07-20T00:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({"P2D, RAW", "P2DT0.000001S, HOUR", "P62D, HOUR", "P63D, DAY"})
    void suitsTheRange(Duration range, Bucket bucket) {
        assertThat(Bucket.suiting(range)).isEqualTo(bucket);
    }

    @ParameterizedTest
    @CsvSource({"hour, HOUR", "PT1H, HOUR", "day, DAY", "P7D, WEEK", "week, WEEK", "raw, RAW", "PT5M, MINUTES_5"})
    void hasNames(String text, Bucket bucket) throws Exception {
        assertThat(Bucket.of(Parameters.of("bucket=" + text, List.of("bucket")), "auto"))
                .contains(bucket);
    }

    @Test
    void leavesTheChoiceToAuto() throws Exception {
        assertThat(Bucket.of(Parameters.of("bucket=auto", List.of("bucket")), "raw"))
                .isEmpty();
    }

    @Test
    void saysWhichThereAre() throws Exception {
        var parameters = Parameters.of("bucket=PT7M", List.of("bucket"));

        assertThatThrownBy(() -> Bucket.of(parameters, "auto"))
                .hasMessage(
                        "bucket: expected auto, hour, day, week or one of raw, PT1M, PT5M, PT10M, PT15M, PT30M, PT1H,"
                                + " PT3H, PT6H, PT12H, P1D, P7D");
    }
}
