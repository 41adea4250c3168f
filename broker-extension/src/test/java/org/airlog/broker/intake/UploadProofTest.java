package org.airlog.broker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigestSpi;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.airlog.broker.sensor.Sensor;
import org.airlog.observation.Payload;
import org.airlog.observation.signature.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the hashes of an upload cost: the platform is given an algorithm that counts its digests. */
class UploadProofTest {

    private static final AtomicInteger DIGESTS = new AtomicInteger();
    private static final String HEADER = "Content-BLAKE2S-Salted";
    private static final String ZEROS = "00".repeat(32);
    private static final List<Rules.Salt> SALTS =
            List.of(new Rules.Salt(Secret.ofText("one"), null), new Rules.Salt(Secret.ofText("two"), null));
    private static final Intake INTAKE = new Intake(new Rules(
            true,
            Publishes.RULES.signature(),
            Publishes.RULES.clock(),
            false,
            Publishes.RULES.limits(),
            new Rules.UploadRules(true, Publishes.DEFAULT_UPLOADS, SALTS),
            Publishes.RULES.dialects()));

    @BeforeEach
    void addTheCountingAlgorithm() {
        DIGESTS.set(0);
        Security.addProvider(new CountingProvider());
    }

    @AfterEach
    void removeTheCountingAlgorithm() {
        Security.removeProvider("Counting");
    }

    @Test
    void oneLookMakesOneDigestForEachSaltHoweverManyHashesThereAre() {
        assertThat(decide(upload(40, "{}"), Freshness.CAUGHT_UP)).isInstanceOf(Verdict.Rejected.class);

        assertThat(DIGESTS).hasValue(SALTS.size());
    }

    @Test
    void nothingIsHashedOfWhatIsTooLarge() {
        decide(upload(1, " ".repeat(Publishes.RULES.limits().maxPayloadBytes() + 1)), Freshness.CAUGHT_UP);

        assertThat(DIGESTS).hasValue(0);
    }

    @Test
    void nothingIsHashedBeforeTheRegistryIsLoaded() {
        decide(upload(1, "{}"), Freshness.NOT_LOADED);

        assertThat(DIGESTS).hasValue(0);
    }

    @Test
    void theFirstFourHashesCountAndFurtherOnesAreNotGiven() {
        Publishes upload = upload(4, "{}").with("Content-MD5-Salted", "00".repeat(16));

        assertThat(UploadProof.of(upload.publish(), SALTS).checksums())
                .containsOnlyKeys(UploadProof.MATCHED)
                .doesNotContainValue("MD5");
    }

    private static Publishes upload(int hashes, String payload) {
        Publishes upload = Publishes.of("upload", Payload.ofText(payload));
        for (int i = 0; i < hashes; i++) {
            upload = upload.with(HEADER, ZEROS);
        }
        return upload;
    }

    private static Verdict decide(Publishes upload, Freshness freshness) {
        return INTAKE.decide(
                upload.publish(),
                suid -> new Sensor.Unreadable(Publishes.REGISTRATION, 1, "k1"),
                freshness,
                Moment.at(Publishes.NOW));
    }

    /** Offers BLAKE2s, which the JDK does not. */
    private static final class CountingProvider extends Provider {

        private static final long serialVersionUID = 1;

        CountingProvider() {
            super("Counting", "1", "counts digests");
            put("MessageDigest.BLAKE2S-256", ZeroDigest.class.getName());
        }
    }

    /** Makes zeros of everything. */
    public static final class ZeroDigest extends MessageDigestSpi {

        @Override
        protected int engineGetDigestLength() {
            return 32;
        }

        @Override
        protected void engineUpdate(byte input) {}

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {}

        @Override
        protected byte[] engineDigest() {
            DIGESTS.incrementAndGet();
            return new byte[32];
        }

        @Override
        protected void engineReset() {}
    }
}
