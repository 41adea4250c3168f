package org.airlog.portal.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.airlog.portal.api.BucketRow;
import org.airlog.portal.api.RawRow;
import org.airlog.portal.api.ReadingKind;
import org.junit.jupiter.api.Test;

class CsvWriterTest {

    private static final ReadingKind STRANGE =
            new ReadingKind("radon, \"bq\"", "radon_bq", "", "as a device named it", false);
    private static final Instant NOON = Instant.parse("2024-05-31T12:00:00Z");

    @Test
    void quotesWhatADeviceHasNamed() {
        RowWriter rows = FileForm.CSV.rows(List.of(STRANGE));
        rows.add(new RawRow(NOON, 2, Arrays.asList(1.5)));
        RowWriter buckets = FileForm.CSV.buckets(List.of(STRANGE));
        buckets.add(new BucketRow(STRANGE.name(), NOON, 1, 1.5, 1, 2, Optional.empty()));

        assertThat(new String(rows.end(), UTF_8))
                .isEqualTo("time,clock,\"radon, \"\"bq\"\"\"\r\n2024-05-31T12:00:00Z,2,1.5\r\n");
        assertThat(new String(buckets.end(), UTF_8))
                .isEqualTo(
                        "time,type,count,avg,min,max\r\n" + "2024-05-31T12:00:00Z,\"radon, \"\"bq\"\"\",1,1.5,1,2\r\n");
    }
}
