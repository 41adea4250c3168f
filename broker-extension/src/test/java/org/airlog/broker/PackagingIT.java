package org.airlog.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The zip as an operator gets it. */
class PackagingIT {

    private static final String FOLDER = "/airlog-broker-extension/";

    @TempDir
    Path directory;

    @Test
    void theZipHoldsOneFolderWithEverythingAndNothingOfHiveMq() throws Exception {
        try (FileSystem zip = FileSystems.newFileSystem(Installation.packedZip())) {
            assertThat(names(zip.getPath("/"))).containsExactly("airlog-broker-extension/");
            assertThat(names(zip.getPath(FOLDER)))
                    .containsExactlyInAnyOrder(
                            "hivemq-extension.xml",
                            "airlog-broker-extension.jar",
                            "lib/",
                            "conf/",
                            "LICENSE",
                            "sbom.json");
            assertThat(names(zip.getPath(FOLDER + "lib")))
                    .anyMatch(name -> name.startsWith("kafka-clients-"))
                    .anyMatch(name -> name.startsWith("observation-"))
                    .noneMatch(name -> name.startsWith("slf4j"))
                    .noneMatch(name -> name.startsWith("metrics-"))
                    .noneMatch(name -> name.startsWith("hivemq"));
            assertThat(Files.readString(zip.getPath(FOLDER + "hivemq-extension.xml")))
                    .contains("<id>airlog-broker-extension</id>")
                    .doesNotContain("${");
        }
    }

    @Test
    void theServiceFileIsOnNoOtherClassPath() {
        String service = "META-INF/services/com.hivemq.extension.sdk.api.ExtensionMain";

        assertThat(getClass().getClassLoader().getResource(service)).isNull();
    }

    @Test
    void theExtensionUsesItsOwnKafkaClients() throws Exception {
        Path variant = Variants.enteredBy(LoaderTellingExtension.class, directory.resolve("variant"));
        try (var airlog = new Installation(directory, variant, Map.of()).start()) {
            assertThat(airlog.status("/healthy")).isEqualTo(200);

            assertThat(System.getProperty(LoaderTellingExtension.PRODUCER_LOADER))
                    .isEqualTo(System.getProperty(LoaderTellingExtension.OWN_LOADER))
                    .contains("IsolatedExtensionClassloader");
        }
    }

    @Test
    void aBadConfigurationLetsNobodyIn() throws Exception {
        var settings = Map.of("airlog.sealing.keys", "none", "airlog.signature.accepted", "MD5");
        try (var airlog = new Installation(directory, settings).startWithoutKafka();
                var client = RawMqtt.open(airlog.port(), 5)) {
            RawMqtt.Packet connack =
                    client.sendConnect("anybody", true, false, Map.of()).read();

            assertThat(connack.type()).isEqualTo(RawMqtt.CONNACK);
            assertThat(connack.reasonCode()).isGreaterThanOrEqualTo(0x80);
        }
    }

    private static String[] names(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.map(child -> child.getFileName() + (Files.isDirectory(child) ? "/" : ""))
                    .map(name -> name.replace("//", "/"))
                    .toArray(String[]::new);
        }
    }
}
