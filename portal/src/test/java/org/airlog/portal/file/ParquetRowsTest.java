package org.airlog.portal.file;

import static org.assertj.core.api.Assertions.assertThat;

import blue.strategic.parquet.ParquetReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.airlog.portal.api.BucketRow;
import org.airlog.portal.api.RawRow;
import org.airlog.portal.api.ReadingKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetRowsTest {

    private static final List<ReadingKind> KINDS = List.of(
            new ReadingKind("PM2_5", "pm2_5", "µg/m³", "Fine dust", true),
            new ReadingKind("TEMP", "temp", "°C", "Temperature", true));
    private static final Instant NOON = Instant.parse("2024-05-31T12:00:00.000001Z");

    @TempDir
    Path folder;

    @Test
    void keepsRowsWithTheirGapsAndUnits() throws IOException {
        RowWriter rows = FileForm.PARQUET.rows(KINDS);
        rows.add(new RawRow(NOON, 0, Arrays.asList(12.5, null)));
        rows.add(new RawRow(NOON.plusSeconds(1), 2, Arrays.asList(null, -3.0)));

        Path file = Files.write(folder.resolve("rows.parquet"), rows.end());

        assertThat(lines(file))
                .containsExactly(
                        "time=1717156800000001 clock=0 PM2_5=12.5 TEMP=null",
                        "time=1717156801000001 clock=2 PM2_5=null TEMP=-3.0");
        assertThat(ParquetReader.readMetadata(file.toFile()).getFileMetaData().getKeyValueMetaData())
                .containsEntry("unit.PM2_5", "µg/m³")
                .containsEntry("unit.TEMP", "°C");
        assertThat(ParquetReader.readMetadata(file.toFile())
                        .getFileMetaData()
                        .getSchema()
                        .toString())
                .contains("required int64 time (TIMESTAMP(MICROS,true))", "optional double PM2_5");
    }

    @Test
    void keepsBuckets() throws IOException {
        RowWriter buckets = FileForm.PARQUET.buckets(KINDS);
        buckets.add(new BucketRow("TEMP", NOON, 3, 20.5, 19, 22, Optional.empty()));

        Path file = Files.write(folder.resolve("buckets.parquet"), buckets.end());

        assertThat(lines(file)).containsExactly("time=1717156800000001 type=TEMP count=3 avg=20.5 min=19.0 max=22.0");
    }

    @Test
    void isAFileWithoutARow() throws IOException {
        Path file = Files.write(
                folder.resolve("empty.parquet"),
                FileForm.PARQUET.rows(List.of()).end());

        assertThat(lines(file)).isEmpty();
    }

    @Test
    void givesItsBytesAwayBeforeItsEnd() throws IOException {
        var random = new Random(1);
        var file = new ByteArrayOutputStream();
        RowWriter rows = FileForm.PARQUET.rows(KINDS);
        int largest = 0;
        for (int i = 0; i < 600_000; i++) {
            rows.add(new RawRow(NOON.plusSeconds(i), 0, List.of(random.nextDouble(), random.nextDouble())));
            if (i % 5_000 == 0) {
                byte[] ready = rows.ready();
                largest = Math.max(largest, ready.length);
                file.writeBytes(ready);
            }
        }
        byte[] last = rows.end();
        file.writeBytes(last);

        assertThat(file.size()).isGreaterThan(8 << 20);
        assertThat(Math.max(largest, last.length)).isLessThan(4 << 20);
        Path whole = Files.write(folder.resolve("long.parquet"), file.toByteArray());
        assertThat(ParquetReader.readMetadata(whole.toFile()).getBlocks().stream()
                        .mapToLong(block -> block.getRowCount())
                        .sum())
                .isEqualTo(600_000);
    }

    private static List<String> lines(Path file) throws IOException {
        return ParquetText.of(file).stream()
                .map(cells -> String.join(" ", cells))
                .toList();
    }
}
