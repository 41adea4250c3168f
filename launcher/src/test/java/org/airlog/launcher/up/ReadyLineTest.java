package org.airlog.launcher.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ReadyLineTest {

    private static final String PLAIN =
            "READY http=http://127.0.0.1:8080 mqtt=mqtt://[::1]:1883 kafka=127.0.0.1:9092 database=postgresql://a:b@c/d"
                    + " management=http://127.0.0.1:9095,http://127.0.0.1:9096";

    @Test
    void beginsAsItAlwaysHas() {
        assertThat(line(OptionalInt.empty(), OptionalInt.empty(), Optional.empty()))
                .isEqualTo(PLAIN);
    }

    @Test
    void endsWithWhatTlsAdds() {
        assertThat(line(OptionalInt.of(8443), OptionalInt.of(8883), Optional.of(Path.of("/a b/authority.pem"))))
                .isEqualTo(
                        PLAIN + " https=https://127.0.0.1:8443 mqtts=mqtts://[::1]:8883 authority=/a b/authority.pem");
    }

    private static String line(OptionalInt https, OptionalInt mqtts, Optional<Path> authority) {
        return new ReadyLine(
                        "127.0.0.1",
                        8080,
                        "[::1]",
                        1883,
                        "127.0.0.1:9092",
                        "postgresql://a:b@c/d",
                        "http://127.0.0.1:9095,http://127.0.0.1:9096",
                        https,
                        mqtts,
                        authority)
                .toString();
    }
}
