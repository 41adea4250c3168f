package org.airlog.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class AllThreeIT {

    private static final Logger log = LoggerFactory.getLogger(AllThreeIT.class);

    @TempDir
    Path directory;

    @Test
    void runTogetherInOneJvmAndStartAgain() throws Exception {
        runAllThree("first start");
        runAllThree("restart");
    }

    private void runAllThree(String name) throws Exception {
        Path zip = ExtensionZip.write(directory.resolve("extension.zip"), "extension.jar", Optional.of("client=alpha"));
        Instant began = Instant.now();
        try (EmbeddedKafka kafka = new EmbeddedKafka(directory.resolve("kafka"), 0);
                EmbeddedPostgres postgres = new EmbeddedPostgres(directory.resolve("postgres"), 0, "secret");
                EmbeddedBroker broker = new EmbeddedBroker(directory.resolve("broker"), 0, new PackedExtension(zip))) {
            kafka.start();
            Instant kafkaStarted = Instant.now();
            postgres.start();
            Instant postgresStarted = Instant.now();
            broker.start();
            Instant brokerStarted = Instant.now();
            log.atInfo()
                    .addKeyValue(
                            "kafkaMillis", Duration.between(began, kafkaStarted).toMillis())
                    .addKeyValue(
                            "postgresMillis",
                            Duration.between(kafkaStarted, postgresStarted).toMillis())
                    .addKeyValue(
                            "brokerMillis",
                            Duration.between(postgresStarted, brokerStarted).toMillis())
                    .log(name);

            try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
                    Connection connection = DriverManager.getConnection(postgres.jdbcUrl(), "airlog", "secret")) {
                assertThat(admin.describeCluster().nodes().get(10, TimeUnit.SECONDS))
                        .hasSize(1);
                assertThat(connection.isValid(10)).isTrue();
            }
            var client = MqttClient.builder()
                    .useMqttVersion5()
                    .identifier("alpha")
                    .serverPort(broker.mqttPort())
                    .buildBlocking();
            assertThat(client.connect().getReasonCode()).isEqualTo(Mqtt5ConnAckReasonCode.SUCCESS);
            client.disconnect();
        }
    }
}
