package org.airlog.observation.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.airlog.observation.Allocation;
import org.airlog.observation.Refusal;

/**
 * Everything that reads a stranger's bytes, fuzzed: the first byte of an input is the letter of a {@link FuzzTarget}, the
 * rest is what it reads.
 *
 * <p>As an ordinary test it reads the corpus beside it ({@code EveryDecoderFuzzTestInputs}). With {@code JAZZER_FUZZ=1}
 * Jazzer makes inputs of its own, guided by coverage, and adds to the corpus those that fail.
 */
class EveryDecoderFuzzTest {

    @FuzzTest
    void readsOrRefuses(byte[] input) {
        if (input.length > 0) {
            byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
            FuzzTarget.of(input[0])
                    .ifPresent(target -> Allocation.staysInProportion(bytes.length, () -> feed(target, bytes)));
        }
    }

    private static void feed(FuzzTarget target, byte[] bytes) {
        try {
            target.feed(bytes);
        } catch (Refusal refused) {
            // One of the two things that may happen.
        }
    }
}
