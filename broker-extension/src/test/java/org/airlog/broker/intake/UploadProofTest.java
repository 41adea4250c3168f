package org.airlog.broker.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.security.MessageDigest;
import java.security.MessageDigestSpi;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.airlog.broker.sensor.Sensor;
import org.airlog.observation.Payload;
import org.airlog.observation.Suid;
import org.airlog.observation.signature.SaltedHash;
import org.airlog.observation.signature.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the hashes of an upload prove, and what it costs to look. */
class UploadProofTest {

    private static final String BODY = "{\"co2\":[415]}";
    private static final Suid OTHER =
            Suid.parse("123e4567-e89b-12d3-a456-426655440001").orElseThrow();
    private static final Rules.Salt ONE = new Rules.Salt(Secret.ofText("one"), Publishes.SUID);
    private static final Rules.Salt TWO = new Rules.Salt(Secret.ofText("two"), null);
    private static final Rules.Salt THREE = new Rules.Salt(Secret.ofText("three"), OTHER);
    private static final List<Rules.Salt> SALTS = List.of(ONE, TWO, THREE);

    @Test
    void nothingIsGivenWithoutAHeader() {
        assertThat(proof(upload())).isEqualTo(new UploadProof(false, false, Set.of(), Map.of()));
    }

    @ParameterizedTest
    @CsvSource({"''", "00", "zz5c1fa8a9b04b3b3bb6ae7d5dbb5a2c", "0x5c1fa8a9b04b3b3bb6ae7d5dbb5a2c"})
    void aMalformedHeaderCountsAsNotGiven(String value) {
        assertThat(proof(upload().with("Content-MD5-Salted", value)).isGiven()).isFalse();
        assertThat(proof(with(upload(), "SHA256", "one").with("Content-MD5-Salted", value)))
                .returns(true, UploadProof::holds)
                .returns(Map.of(SaltedHash.MATCHED, "sha256"), UploadProof::checksums);
    }

    @Test
    void oneMatchingHashIsEnoughWhateverItsSalt() {
        for (String salt : List.of("one", "two", "three")) {
            assertThat(proof(with(upload(), "SHA256", salt)).holds()).isTrue();
        }
        assertThat(proof(with(upload(), "SHA256", "four")).holds()).isFalse();
    }

    @Test
    void allThatAreGivenMustMatch() {
        Publishes upload = with(with(with(upload(), "SHA512", "one"), "MD5", "four"), "SHA1", "one");

        assertThat(proof(upload))
                .returns(true, UploadProof::isGiven)
                .returns(false, UploadProof::holds)
                .returns(Set.of(), UploadProof::owners);
        assertThat(proof(upload).checksums())
                .containsExactly(entry(SaltedHash.FAILED, "md5"), entry(SaltedHash.MATCHED, "sha1,sha512"));
    }

    @Test
    void allThatAreGivenMustMatchHoweverManyTheyAre() {
        Publishes upload = upload();
        for (int i = 0; i < 20; i++) {
            upload = with(upload, "SHA256", "one");
        }
        assertThat(proof(upload).holds()).isTrue();

        assertThat(proof(with(upload, "SHA256", "four")))
                .returns(false, UploadProof::holds)
                .returns(Map.of(SaltedHash.FAILED, "sha256"), UploadProof::checksums);
    }

    @Test
    void differentSaltsMayHaveMadeDifferentHashes() {
        UploadProof proof = proof(with(with(upload(), "SHA256", "one"), "MD5", "two"));

        assertThat(proof.holds()).isTrue();
        assertThat(proof.owners()).containsExactly(Publishes.SUID);
    }

    @Test
    void theOwnersOfAllSaltsThatMadeAHashAreNamed() {
        assertThat(proof(with(with(upload(), "SHA256", "one"), "MD5", "three")).owners())
                .containsExactlyInAnyOrder(Publishes.SUID, OTHER);
        assertThat(proof(with(upload(), "MD5", "two")).owners()).isEmpty();
    }

    @Test
    void algorithmsAreNamedAsHashlibDoesInTheirOrder() {
        Publishes upload = upload();
        for (String algorithm : List.of("SHA-512", "sha3-256", "MD5", "sha_224", "SHA1")) {
            upload = with(upload, algorithm, "two");
        }

        assertThat(proof(upload).checksums())
                .containsExactly(entry(SaltedHash.MATCHED, "md5,sha1,sha224,sha3_256,sha512"));
    }

    @Test
    void nothingIsRecordedWhereNoSaltsAreConfigured() {
        UploadProof proof = UploadProof.of(with(upload(), "SHA256", "one").publish(), List.of());

        assertThat(proof)
                .returns(true, UploadProof::isGiven)
                .returns(false, UploadProof::holds)
                .returns(Map.of(), UploadProof::checksums);
    }

    @Test
    void oneLookIsOnePassOverThePayloadHoweverManySaltsAndHashesThereAre() {
        List<Rules.Salt> many = IntStream.range(0, 50)
                .mapToObj(i -> new Rules.Salt(Secret.ofText("salt-" + (10 + i)), null))
                .toList();
        Payload body = Payload.ofText("x".repeat(10_000));
        Publishes upload = Publishes.of("upload", body);
        for (int i = 0; i < 40; i++) {
            upload = upload.with("Content-SHA224-Salted", "00".repeat(28));
        }
        Publishes given = upload;

        long hashed = hashed(() -> UploadProof.of(given.publish(), many));

        assertThat(hashed).isEqualTo(10_000 + 50 * "salt-00".length());
    }

    @Test
    void nothingIsHashedOfWhatIsTooLargeOrComesBeforeTheRegistryIsLoaded() {
        String tooLarge = " ".repeat(Publishes.RULES.limits().maxPayloadBytes() + 1);

        assertThat(hashed(() -> decide(tooLarge, Freshness.CAUGHT_UP))).isZero();
        assertThat(hashed(() -> decide(BODY, Freshness.NOT_LOADED))).isZero();
        assertThat(hashed(() -> decide(BODY, Freshness.CAUGHT_UP))).isPositive();
    }

    private static UploadProof proof(Publishes upload) {
        return UploadProof.of(upload.publish(), SALTS);
    }

    private static Publishes upload() {
        return Publishes.of("upload", Payload.ofText(BODY));
    }

    /** {@code upload} with the hash that {@code salt} makes; worked out here and not by what is tested. */
    private static Publishes with(Publishes upload, String algorithm, String salt) {
        String bare = algorithm.replaceAll("[-_]", "").toUpperCase(Locale.ROOT);
        String javaName =
                bare.startsWith("SHA3") ? "SHA3-" + bare.substring(4) : bare.replaceFirst("^SHA(?=\\d)", "SHA-");
        try {
            var digest = MessageDigest.getInstance(javaName);
            byte[] hash = digest.digest(Payload.ofText(BODY + salt).bytes());
            return upload.with(
                    "Content-" + algorithm + "-Salted", HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static void decide(String payload, Freshness freshness) {
        var rules = Publishes.RULES;
        var intake = new Intake(new Rules(
                true,
                rules.signature(),
                rules.clock(),
                false,
                rules.limits(),
                new Rules.UploadRules(true, Publishes.DEFAULT_UPLOADS, SALTS),
                Publishes.RULES.dialects()));
        Publishes upload =
                Publishes.of("upload", Payload.ofText(payload)).with("Content-SHA224-Salted", "00".repeat(28));
        intake.decide(
                upload.publish(),
                suid -> new Sensor.Unreadable(Publishes.REGISTRATION, 1, "k1"),
                freshness,
                Moment.at(Publishes.NOW));
    }

    /** Bytes that went into SHA-224 digests while {@code looking}: the platform is given one that counts. */
    private static long hashed(Runnable looking) {
        CountingDigest.BYTES.set(0);
        Security.insertProviderAt(new CountingProvider(), 1);
        try {
            looking.run();
        } finally {
            Security.removeProvider("Counting");
        }
        return CountingDigest.BYTES.get();
    }

    private static final class CountingProvider extends Provider {

        private static final long serialVersionUID = 1;

        CountingProvider() {
            super("Counting", "1", "counts what is hashed");
            put("MessageDigest.SHA-224", CountingDigest.class.getName());
        }
    }

    /** Counts its input and makes ones of it. */
    public static final class CountingDigest extends MessageDigestSpi implements Cloneable {

        private static final AtomicLong BYTES = new AtomicLong();

        @Override
        protected int engineGetDigestLength() {
            return 28;
        }

        @Override
        protected void engineUpdate(byte input) {
            BYTES.incrementAndGet();
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {
            BYTES.addAndGet(length);
        }

        @Override
        protected byte[] engineDigest() {
            var ones = new byte[28];
            Arrays.fill(ones, (byte) 1);
            return ones;
        }

        @Override
        protected void engineReset() {}
    }
}
