package org.airlog.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BrokerXmlTest {

    /** Those who run HiveMQ themselves get the same limits as those who have us run it. */
    @Test
    void setsWhatTheImageOfHiveMqSetsAsWell() throws IOException {
        Path ofImage = Path.of("..", "deploy", "docker", "hivemq", "config.xml");

        assertThat(compared(Files.readString(ofImage))).isEqualTo(compared(BrokerXml.file("")));
    }

    /** Without what is each one's own: comments, listeners, and how many connections this machine has files for. */
    private static String compared(String xml) {
        return xml.replaceAll("(?s)<!--.*?-->", "")
                .replaceAll("(?s)<listeners>.*</listeners>", "")
                .replaceAll("<max-connections>\\d+</max-connections>", "")
                .replaceAll("\\s+", "");
    }
}
