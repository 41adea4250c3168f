package org.airlog.resilience.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class NextFormatTest {

    @Test
    void readsTheMadeUpVersionAsTheOneThatIsThere() {
        assertThat(hex(NextFormat.asVersion1(bytes("9702c0c410ff")))).isEqualTo("9601c410ff");
    }

    @Test
    void leavesTheVersionThatIsThereAsItIs() {
        assertThat(hex(NextFormat.asVersion1(bytes("9601c410ff")))).isEqualTo("9601c410ff");
        assertThat(hex(NextFormat.asVersion1(bytes("9602")))).isEqualTo("9602");
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
