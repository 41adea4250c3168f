package org.airlog.observation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;

/** The files under {@code src/test/resources}: vectors that were computed independently, and golden bytes. */
public final class TestFiles {

    private TestFiles() {}

    /** A file of JSON. */
    public static JsonNode json(String name) {
        try (InputStream file = open(name)) {
            return new ObjectMapper().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /** A file of hex digits, in which blanks, line ends and what follows a {@code #} do not count. */
    public static byte[] hex(String name) {
        try (InputStream file = open(name)) {
            return parseHex(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /** A file as it is. */
    public static Payload payload(String name) {
        try (InputStream file = open(name)) {
            return Payload.of(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /** Hex digits as {@link #hex} reads them. */
    public static byte[] parseHex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("#.*", "").replaceAll("\\s", ""));
    }

    private static InputStream open(String name) {
        return Objects.requireNonNull(TestFiles.class.getClassLoader().getResourceAsStream(name), name);
    }
}
