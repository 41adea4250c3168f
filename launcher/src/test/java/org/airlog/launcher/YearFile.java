package org.airlog.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** 8,760 real hourly observations: Marylebone Road, London, 2003. */
final class YearFile {

    static final int OBSERVATIONS = 8_760;

    private YearFile() {}

    /** A copy in {@code folder}, which also gets the file of its sensor. */
    static Path copyTo(Path folder) throws IOException {
        Path copy = folder.resolve("marylebone-2003.csv");
        try (InputStream year = Objects.requireNonNull(YearFile.class.getResourceAsStream("marylebone-2003.csv"))) {
            Files.copy(year, copy);
        }
        return copy;
    }
}
