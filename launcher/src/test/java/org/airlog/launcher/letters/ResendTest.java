package org.airlog.launcher.letters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.airlog.observation.Payload;
import org.airlog.portal.letters.Letter;
import org.airlog.portal.letters.LetterId;
import org.junit.jupiter.api.Test;

class ResendTest {

    private static final byte[] PAYLOAD = "[{}]".getBytes(UTF_8);

    @Test
    void wholeReadingsCanBeSentOnceMore() {
        assertThat(Resend.objection(letter(Map.of("airlog-length", "4"), PAYLOAD)))
                .isEmpty();
    }

    @Test
    void whatWasCutCannot() {
        assertThat(Resend.objection(letter(Map.of("airlog-length", "5000"), PAYLOAD)))
                .hasValueSatisfying(why -> assertThat(why).contains("cut"));
    }

    @Test
    void whatWasWithheldCannot() {
        assertThat(Resend.objection(letter(Map.of("airlog-length", "0"), new byte[0])))
                .hasValueSatisfying(why -> assertThat(why).contains("withheld"));
    }

    @Test
    void whatIsNotReadingsCannot() {
        var upload = letter(Map.of("airlog-topic", "upload", "airlog-length", "4"), PAYLOAD);

        assertThat(Resend.objection(upload)).isPresent();
    }

    @Test
    void whatMayNotBeWholeCannot() {
        assertThat(Resend.objection(letter(Map.of(), PAYLOAD))).isPresent();
    }

    private static Letter letter(Map<String, String> headers, byte[] value) {
        var all = new HashMap<>(Map.of("airlog-topic", "v1/sensors/00000000-0000-0001-0000-000000000002/readings"));
        all.putAll(headers);
        return new Letter(
                new LetterId(0, 0),
                Instant.EPOCH,
                Optional.empty(),
                Payload.of(new byte[0]),
                all,
                Optional.empty(),
                Payload.of(value),
                value.length,
                Optional.empty());
    }
}
