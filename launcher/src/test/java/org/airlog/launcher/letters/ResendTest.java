package org.airlog.launcher.letters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.airlog.launcher.letters.Letters.letter;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ResendTest {

    private static final byte[] PAYLOAD = "[{}]".getBytes(UTF_8);

    @Test
    void wholeReadingsCanBeSentOnceMore() {
        assertThat(Resend.objection(letter(0, Map.of("airlog-length", "4"), PAYLOAD)))
                .isEmpty();
    }

    @Test
    void whatWasCutCannot() {
        assertThat(Resend.objection(letter(0, Map.of("airlog-length", "5000"), PAYLOAD)))
                .hasValueSatisfying(why -> assertThat(why).contains("cut"));
    }

    @Test
    void whatWasWithheldCannot() {
        assertThat(Resend.objection(letter(0, Map.of("airlog-length", "0"), new byte[0])))
                .hasValueSatisfying(why -> assertThat(why).contains("withheld"));
    }

    @Test
    void whatIsNotReadingsCannot() {
        var upload = letter(0, Map.of("airlog-topic", "upload", "airlog-length", "4"), PAYLOAD);

        assertThat(Resend.objection(upload)).isPresent();
    }

    @Test
    void whatMayNotBeWholeCannot() {
        assertThat(Resend.objection(letter(0, Map.of(), PAYLOAD))).isPresent();
    }
}
