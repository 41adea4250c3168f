package org.airlog.portal.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.airlog.observation.signature.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Signed requests, by hashes that Python's hashlib made; see the file for how. */
class ProofTest {

    private static final List<Secret> SALTS = List.of(Secret.ofText("pepper"), Secret.ofText("grüner Tee"));

    record Vector(String algorithm, String query, String salt, String hash) {}

    static List<Vector> vectors() throws IOException {
        try (InputStream file = Objects.requireNonNull(ProofTest.class.getResourceAsStream("/signed-downloads.csv"))) {
            var vectors = new ArrayList<Vector>();
            new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(";", -1))
                    .forEach(cells -> vectors.add(new Vector(cells[0], cells[1], cells[2], cells[3])));
            return vectors;
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void takesAHashOfPathAndQuery(Vector vector) {
        var header = Map.entry("Content-" + vector.algorithm() + "-Salted", vector.hash());

        assertThat(proof(vector.query(), header)).isEqualTo(Proof.RIGHT);
        assertThat(proof(vector.query() + "&number=2", header)).isEqualTo(Proof.WRONG);
        assertThat(Proof.of("/upload", new QueryString(vector.query()), List.of(header), SALTS))
                .isEqualTo(Proof.WRONG);
        assertThat(Proof.of(
                        "/download",
                        new QueryString(vector.query()),
                        List.of(header),
                        List.of(Secret.ofText("another"))))
                .isEqualTo(Proof.WRONG);
    }

    @Test
    void demandsThatAllHashesAreRight() throws IOException {
        Vector right = vectors().get(0);
        var header = Map.entry(
                "content-" + right.algorithm() + "-salted", right.hash().toUpperCase(Locale.ROOT));
        var wrong = Map.entry("Content-MD5-Salted", "00".repeat(16));

        assertThat(proof(right.query(), header)).isEqualTo(Proof.RIGHT);
        assertThat(proof(right.query(), header, wrong)).isEqualTo(Proof.WRONG);
        assertThat(proof(right.query(), wrong, header)).isEqualTo(Proof.WRONG);
    }

    @Test
    void takesAMalformedHashForNone() throws IOException {
        Vector right = vectors().get(0);
        var header = Map.entry("Content-" + right.algorithm() + "-Salted", right.hash());
        var malformed = Map.entry("Content-MD5-Salted", "not hexadecimal");

        assertThat(proof("format=csv")).isEqualTo(Proof.MISSING);
        assertThat(proof("format=csv", malformed, Map.entry("Content-CRC32-Salted", "00000000")))
                .isEqualTo(Proof.MISSING);
        assertThat(proof(right.query(), malformed, header)).isEqualTo(Proof.RIGHT);
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    private static Proof proof(String query, Map.Entry<String, String>... headers) {
        return Proof.of("/download", new QueryString(query), List.of(headers), SALTS);
    }
}
