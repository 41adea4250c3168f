package org.airlog.observation.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.airlog.observation.Generated;
import org.airlog.observation.Property;
import org.junit.jupiter.api.Test;

class SealTest {

    private static final SealingKey OLD = SealingKey.parse("old:" + "11".repeat(32));
    private static final SealingKey NEW = SealingKey.parse("new:" + "22".repeat(32));
    private static final byte[] CONTEXT = {1, 2, 3};

    private final Seal seal = new Seal(List.of(OLD));

    @Test
    void opensWhatItSealed() {
        Property.holds(500, random -> {
            byte[] plain = Generated.bytes(random, 300);
            byte[] context = Generated.bytes(random, 40);
            assertThat(seal.open(seal.seal(plain, context), context)).isEqualTo(plain);
        });
    }

    @Test
    void neverSealsTheSameValueToTheSameBytes() {
        assertThat(seal.seal(new byte[] {7}, CONTEXT)).isNotEqualTo(seal.seal(new byte[] {7}, CONTEXT));
    }

    @Test
    void doesNotOpenInAnotherContext() {
        var sealed = seal.seal(new byte[] {7}, CONTEXT);

        assertThatThrownBy(() -> seal.open(sealed, new byte[] {1, 2, 4})).isInstanceOf(UnopenedException.class);
    }

    @Test
    void opensNothingWithAnyByteFlippedOrCutOff() {
        byte[] sealed = seal.seal(new byte[] {7, 8, 9}, CONTEXT).bytes();

        for (int i = 0; i < sealed.length; i++) {
            byte[] flipped = sealed.clone();
            flipped[i] ^= 1;
            byte[] cut = Arrays.copyOf(sealed, i);
            assertThatThrownBy(() -> seal.open(Sealed.of(flipped), CONTEXT)).isInstanceOf(UnopenedException.class);
            assertThatThrownBy(() -> seal.open(Sealed.of(cut), CONTEXT)).isInstanceOf(UnopenedException.class);
        }
    }

    @Test
    void throwsNothingElseForAnyBytes() {
        Property.holds(2_000, random -> {
            byte[] bytes = Generated.bytes(random, 80);
            assertThatThrownBy(() -> seal.open(Sealed.of(bytes), CONTEXT)).isInstanceOf(UnopenedException.class);
        });
    }

    @Test
    void sealsWithTheFirstKeyAndOpensWithEach() throws UnopenedException {
        var rotated = new Seal(List.of(NEW, OLD));

        assertThat(rotated.open(seal.seal(new byte[] {7}, CONTEXT), CONTEXT)).containsExactly(7);
        assertThatThrownBy(() -> seal.open(rotated.seal(new byte[] {7}, CONTEXT), CONTEXT))
                .isInstanceOf(UnopenedException.class);
    }

    @Test
    void namesTheKeyThatIsMissing() {
        var sealed = new Seal(List.of(NEW)).seal(new byte[] {7}, CONTEXT);

        var failure = catchThrowableOfType(UnopenedException.class, () -> seal.open(sealed, CONTEXT));

        assertThat(failure.keyId()).isEqualTo("new");
        assertThat(failure).hasMessageContaining("'new' is not configured");
    }

    @Test
    void printsNoByteThatItCannotTrust() {
        byte[] sealed = seal.seal(new byte[] {7}, CONTEXT).bytes();
        sealed[1] = '\n';

        var failure = catchThrowableOfType(UnopenedException.class, () -> seal.open(Sealed.of(sealed), CONTEXT));

        assertThat(failure.keyId()).isEmpty();
        assertThat(failure.getMessage()).doesNotContain("\n");
    }

    @Test
    void needsKeysWithDistinctIds() {
        assertThatThrownBy(() -> new Seal(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Seal(List.of(OLD, OLD)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("old");
    }

    @Test
    void readsItsOwnNewKeys() {
        String written = SealingKey.generate("k1", new SecureRandom());

        assertThat(written).matches("k1:[0-9a-f]{64}");
        assertThat(SealingKey.parse(written)).hasToString("SealingKey[k1]");
    }

    @Test
    void quotesNoKeyThatItCannotRead() {
        String digits = "0123456789abcdef".repeat(4);

        for (String written :
                List.of(digits, "K:" + digits, "k:" + digits + "0", "k:" + digits.replace('f', 'x'), "")) {
            assertThatThrownBy(() -> SealingKey.parse(written))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("0123");
        }
    }
}
