package org.airlog.portal.file;

import blue.strategic.parquet.Hydrator;
import blue.strategic.parquet.ParquetReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file of Parquet as people read it: {@code name=value} of each cell, also of an empty one. */
public final class ParquetText {

    private ParquetText() {}

    /** Each row's cells. */
    public static List<List<String>> of(Path file) throws IOException {
        try (var rows = ParquetReader.streamContent(file.toFile(), new Cells())) {
            return rows.toList();
        }
    }

    private static final class Cells implements Hydrator<List<String>, List<String>, String[]> {

        @Override
        public List<String> start() {
            return new ArrayList<>();
        }

        @Override
        public List<String> add(List<String> row, String[] column, @Nullable Object value) {
            row.add(String.join(".", Arrays.asList(column)) + "=" + value);
            return row;
        }

        @Override
        public List<String> finish(List<String> row) {
            return row;
        }
    }
}
