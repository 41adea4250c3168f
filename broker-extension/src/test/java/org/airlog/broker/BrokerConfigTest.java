package org.airlog.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.airlog.broker.intake.DialectRules;
import org.airlog.broker.intake.Principal;
import org.airlog.broker.intake.RegistrationPolicy;
import org.airlog.broker.intake.Rules;
import org.airlog.broker.intake.limit.AddressBlocks;
import org.airlog.broker.intake.limit.Limit;
import org.airlog.broker.mqtt.Account;
import org.airlog.configuration.ConfigException;
import org.airlog.configuration.Keys;
import org.airlog.configuration.Rate;
import org.airlog.configuration.Settings;
import org.airlog.observation.Source;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.PayloadLimits;
import org.airlog.observation.signature.Secret;
import org.airlog.tls.CertificateFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerConfigTest {

    private static final Path HOME = Path.of("/opt/hivemq/extensions/airlog-broker-extension");
    private static final Suid SUID =
            Suid.parse("123e4567-e89b-12d3-a456-426655440000").orElseThrow();
    private static final String KEY = "k1:" + "0".repeat(64);
    private static final String HASH = "$2a$12$" + "a".repeat(53);

    @Test
    void theDefaultsAreThese() {
        BrokerConfig config = of(Map.of("airlog.sealing.keys", KEY));

        assertThat(config.rules())
                .isEqualTo(new Rules(
                        true,
                        new Rules.SignatureRules(Set.of("opensmoghash", "hmac-sha256"), true, Duration.ofMinutes(5)),
                        new Rules.ClockRules(Duration.ofDays(400), Duration.ofMinutes(5)),
                        false,
                        PayloadLimits.DEFAULTS,
                        new Rules.UploadRules(
                                false,
                                Suid.parse("00000000-0000-8000-8000-000000000001")
                                        .orElseThrow(),
                                List.of()),
                        new DialectRules(Set.copyOf(DialectRules.ALL), null, Map.of(), Map.of())));
        assertThat(config.kafka()).isEqualTo(new BrokerConfig.Kafka("127.0.0.1:9092", Map.of(), 12, 1));
        assertThat(config.spool()).isEqualTo(new BrokerConfig.SpoolLimits(1L << 30, Duration.ofSeconds(20)));
        assertThat(config.dataDir()).isEqualTo(HOME.resolve("data"));
        assertThat(config.management()).hasToString("/127.0.0.1:9095");
        assertThat(config.certificate()).isEmpty();
        assertThat(config.accounts()).isEmpty();
        assertThat(config.rotationOverlap()).isEqualTo(Duration.ofHours(24));
        assertThat(config.secretBytes()).isEqualTo(32);
        assertThat(config.limits().isEnabled()).isTrue();
        assertThat(config.limits().rates())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        Limit.SENSOR_PUBLISHES, Rate.parse("2/s burst 240"),
                        Limit.SENSOR_OBSERVATIONS, Rate.parse("200/s burst 200000"),
                        Limit.UNSIGNED_OBSERVATIONS, Rate.parse("20/s burst 5000"),
                        Limit.ADDRESS_PUBLISHES, Rate.parse("50/s burst 500"),
                        Limit.ADDRESS_UNSIGNED_OBSERVATIONS, Rate.parse("200/s burst 20000"),
                        Limit.ADDRESS_NEW_SENSORS, Rate.parse("60/h burst 60"),
                        Limit.NEW_SENSORS, Rate.parse("10000/h burst 10000"),
                        Limit.FAILED_SIGNATURES, Rate.parse("20/m burst 20"),
                        Limit.REGISTRATIONS, Rate.parse("120/h burst 60")));
        assertThat(config.registrationPolicy()).isEqualTo(RegistrationPolicy.Kind.OPEN);
    }

    @Test
    void everyKeySetsWhatItSays() {
        var written = new HashMap<String, String>();
        written.put("airlog.sealing.keys", KEY + ", k2:" + "1".repeat(64));
        written.put("airlog.rogue.enabled", "false");
        written.put("airlog.signature.accepted", "HMAC-SHA256;t");
        written.put("airlog.signature.requires-tls", "false");
        written.put("airlog.signature.max-age", "1m");
        written.put("airlog.clock.max-age", "30y");
        written.put("airlog.clock.max-ahead", "1s");
        written.put("airlog.payload.all-or-nothing", "true");
        written.put("airlog.limits.payload-bytes", "2000");
        written.put("airlog.limits.observations-per-payload", "3");
        written.put("airlog.limits.readings-per-observation", "4");
        written.put("airlog.limits.name-length", "5");
        written.put("airlog.limits.json-depth", "6");
        written.put("airlog.limits.enabled", "false");
        written.put("airlog.limits.sensor-publishes", "1/s burst 2");
        written.put("airlog.limits.sensor-observations", "3/s");
        written.put("airlog.limits.unsigned-observations", "4/s");
        written.put("airlog.limits.address-publishes", "5/s");
        written.put("airlog.limits.address-unsigned-observations", "6/s");
        written.put("airlog.limits.address-new-sensors", "7/m");
        written.put("airlog.limits.new-sensors", "8/m");
        written.put("airlog.limits.failed-signatures", "9/m");
        written.put("airlog.limits.registrations", "10/h");
        written.put("airlog.limits.shared-addresses", "10.0.0.0/8, ::1");
        written.put("airlog.upload.requires-auth", "true");
        written.put("airlog.upload.default-suid", "123e4567-e89b-12d3-a456-426655440000");
        written.put("airlog.upload.salts.roof", "pepper");
        written.put("airlog.upload.salts.roof.suid", SUID.toString());
        written.put("airlog.dialects.enabled", "airRohr, openSenseMap");
        written.put("airlog.dialects.basic-auth", "balcony:secret");
        written.put("airlog.dialects.suids.sensor-community.esp8266-1497234", SUID.toString());
        written.put("airlog.dialects.opensensemap.boxes.5A8D1C.5B01", "pm10");
        written.put("airlog.dialects.opensensemap.boxes.5A8D1C.token", "t0ken");
        written.put("airlog.kafka.bootstrap-servers", "kafka:9092");
        written.put("airlog.kafka.partitions", "7");
        written.put("airlog.kafka.replication-factor", "3");
        written.put("airlog.kafka.client.security.protocol", "SSL");
        written.put("airlog.spool.max-mib", "4096");
        written.put("airlog.spool.stop-limit", "3s");
        written.put("airlog.broker.data-dir", "/var/lib/airlog");
        written.put("airlog.broker.management-bind", "0.0.0.0");
        written.put("airlog.broker.management-port", "1234");
        written.put("airlog.tls.certificate", "tls/c.pem");
        written.put("airlog.tls.private-key", "/k.pem");
        written.put("airlog.principal.gateway", HASH);
        written.put("airlog.principal.portal", HASH);
        written.put("airlog.principal.operator", HASH);
        written.put("airlog.principal.operators.anna", HASH);
        written.put("airlog.registration.rotation-overlap", "1h");
        written.put("airlog.registration.secret-bytes", "256");
        written.put("airlog.registration.policy", "Provisioned");

        BrokerConfig config = of(written);

        assertThat(config.rules())
                .isEqualTo(new Rules(
                        false,
                        new Rules.SignatureRules(Set.of("hmac-sha256;t"), false, Duration.ofMinutes(1)),
                        new Rules.ClockRules(Duration.ofDays(30 * 365), Duration.ofSeconds(1)),
                        true,
                        new PayloadLimits(2000, 3, 4, 5, 6),
                        new Rules.UploadRules(true, SUID, List.of(new Rules.Salt(Secret.ofText("pepper"), SUID))),
                        new DialectRules(
                                Set.of(Source.AIRROHR, Source.OPENSENSEMAP),
                                Secret.ofText("balcony:secret"),
                                Map.of("airrohr.esp8266.1497234", SUID),
                                Map.of(
                                        "5a8d1c",
                                        new DialectRules.Box(Map.of("5b01", "PM10"), Secret.ofText("t0ken"))))));
        assertThat(config.kafka())
                .isEqualTo(new BrokerConfig.Kafka("kafka:9092", Map.of("security.protocol", "SSL"), 7, 3));
        assertThat(config.sealingKeys()).hasSize(2);
        assertThat(config.spool()).isEqualTo(new BrokerConfig.SpoolLimits(4L << 30, Duration.ofSeconds(3)));
        assertThat(config.dataDir()).isEqualTo(Path.of("/var/lib/airlog"));
        assertThat(config.management()).hasToString("/0.0.0.0:1234");
        assertThat(config.certificate()).contains(new CertificateFiles(HOME.resolve("tls/c.pem"), Path.of("/k.pem")));
        assertThat(config.accounts())
                .isEqualTo(Map.of(
                        "gateway", new Account(Principal.GATEWAY, HASH),
                        "portal", new Account(Principal.PORTAL, HASH),
                        "operator", new Account(Principal.OPERATOR, HASH),
                        "anna", new Account(Principal.OPERATOR, HASH)));
        assertThat(config.rotationOverlap()).isEqualTo(Duration.ofHours(1));
        assertThat(config.limits().isEnabled()).isFalse();
        assertThat(config.limits().rates())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        Limit.SENSOR_PUBLISHES, Rate.parse("1/s burst 2"),
                        Limit.SENSOR_OBSERVATIONS, Rate.parse("3/s"),
                        Limit.UNSIGNED_OBSERVATIONS, Rate.parse("4/s"),
                        Limit.ADDRESS_PUBLISHES, Rate.parse("5/s"),
                        Limit.ADDRESS_UNSIGNED_OBSERVATIONS, Rate.parse("6/s"),
                        Limit.ADDRESS_NEW_SENSORS, Rate.parse("7/m"),
                        Limit.NEW_SENSORS, Rate.parse("8/m"),
                        Limit.FAILED_SIGNATURES, Rate.parse("9/m"),
                        Limit.REGISTRATIONS, Rate.parse("10/h")));
        assertThat(config.limits().sharedAddresses()).isNotEqualTo(AddressBlocks.NONE);
        assertThat(config.secretBytes()).isEqualTo(256);
        assertThat(config.registrationPolicy()).isEqualTo(RegistrationPolicy.Kind.PROVISIONED);
    }

    @Test
    void everyFaultIsToldAtOnceAndNoSecretWithIt() {
        var refused = catchThrowableOfType(
                ConfigException.class,
                () -> of(Map.of(
                        "airlog.sealing.keys", KEY + "," + KEY,
                        "airlog.principal.gateway", "in the clear",
                        "airlog.signature.accepted", "MD5",
                        "airlog.limits.shared-addresses", "10.0.0.0/8, proxy.example.org",
                        "airlog.upload.salts.roof.suid", "nobody",
                        "airlog.upload.default-suid", "nobody")));

        assertThat(refused.faults())
                .hasSize(6)
                .anyMatch(fault -> fault.startsWith("airlog.limits.shared-addresses: 'proxy.example.org'"))
                .anyMatch(fault -> fault.startsWith("airlog.sealing.keys: "))
                .anyMatch(fault -> fault.startsWith("airlog.principal.gateway: "))
                .anyMatch(fault -> fault.startsWith("airlog.signature.accepted: "))
                .anyMatch(fault -> fault.startsWith("airlog.upload.salts.roof.suid: "))
                .anyMatch(fault -> fault.startsWith("airlog.upload.default-suid: "));
        assertThat(refused.getMessage()).doesNotContain("0".repeat(64)).doesNotContain("in the clear");
    }

    @Test
    void anOperatorsNameIsNobodyElses() {
        var refused = catchThrowableOfType(
                ConfigException.class,
                () -> of(Map.of(
                        "airlog.sealing.keys",
                        KEY,
                        "airlog.principal.operators.gateway",
                        HASH,
                        "airlog.principal.operators." + SUID,
                        HASH,
                        "airlog.principal.operators.Anna",
                        HASH,
                        "airlog.principal.operators.bert",
                        "in the clear")));

        assertThat(refused.faults())
                .hasSize(4)
                .anyMatch(fault -> fault.startsWith("airlog.principal.operators.bert: expected a bcrypt hash"));
        assertThat(refused.getMessage()).doesNotContain("in the clear").doesNotContain(HASH);
    }

    @Test
    void tellsNothingSecretOfItself() {
        BrokerConfig config = of(Map.of(
                "airlog.sealing.keys",
                KEY,
                "airlog.principal.gateway",
                HASH,
                "airlog.kafka.client.ssl.key.password",
                "pass-phrase",
                "airlog.upload.salts.roof",
                "pepper"));

        assertThat(config.toString() + config.kafka() + config.rules() + config.accounts())
                .doesNotContain("0".repeat(64))
                .doesNotContain(HASH)
                .doesNotContain("pass-phrase")
                .doesNotContain("pepper");
    }

    @Test
    void whatIsWrongWithDialectsIsToldAtOnce() {
        var refused = catchThrowableOfType(
                ConfigException.class,
                () -> of(Map.ofEntries(
                        Map.entry("airlog.sealing.keys", KEY),
                        Map.entry("airlog.dialects.enabled", "tasmota, zigbee"),
                        Map.entry("airlog.dialects.basic-auth", "secret"),
                        Map.entry("airlog.dialects.suids.zigbee.lamp", SUID.toString()),
                        Map.entry("airlog.dialects.suids.tasmota.plug", "nobody"),
                        Map.entry("airlog.dialects.suids.airrohr.esp8266-1", SUID.toString()),
                        Map.entry(
                                "airlog.dialects.suids.sensor-community.esp8266-1",
                                Suid.derived("a", "b").toString()),
                        Map.entry("airlog.dialects.opensensemap.boxes.5a8d1c", "PM10"),
                        Map.entry("airlog.dialects.opensensemap.boxes.5a8d1c.1", "no name"),
                        Map.entry("airlog.dialects.opensensemap.boxes.5a8d1c.2", "lat"),
                        Map.entry("airlog.dialects.opensensemap.boxes.5a8d1c.3", "PM2_5"),
                        Map.entry("airlog.dialects.opensensemap.boxes.5a8d1c.4", "pm2.5"))));

        assertThat(refused.faults())
                .hasSize(9)
                .anyMatch(fault -> fault.startsWith("airlog.dialects.enabled: there is no dialect 'zigbee'"))
                .anyMatch(fault -> fault.startsWith("airlog.dialects.basic-auth: "))
                .anyMatch(fault -> fault.startsWith("airlog.dialects.suids.zigbee.lamp: "))
                .anyMatch(fault -> fault.startsWith("airlog.dialects.suids.tasmota.plug: "))
                .anyMatch(fault -> fault.startsWith("airlog.dialects.suids.sensor-community.esp8266-1: "))
                .anyMatch(fault -> fault.startsWith("airlog.dialects.opensensemap.boxes.5a8d1c: "))
                .anyMatch(fault -> fault.startsWith("airlog.dialects.opensensemap.boxes.5a8d1c.1: "))
                .anyMatch(fault -> fault.startsWith("airlog.dialects.opensensemap.boxes.5a8d1c.2: "))
                .anyMatch(fault -> fault.startsWith("airlog.dialects.opensensemap.boxes.5a8d1c.4: "));
    }

    @Test
    void aVariableOfTheEnvironmentNamesADeviceToo() {
        Settings settings = Settings.load(
                Optional.empty(),
                Map.of(
                        "AIRLOG_SEALING_KEYS",
                        KEY,
                        "AIRLOG_DIALECTS_SUIDS_SENSOR_COMMUNITY_ESP8266_1497234",
                        SUID.toString(),
                        "AIRLOG_DIALECTS_OPENSENSEMAP_BOXES_5A8D1C_5B01",
                        "PM10"),
                List.of(Keys.SEALING_KEYS));

        DialectRules dialects = BrokerConfig.of(settings, HOME).rules().dialects();

        assertThat(dialects.suids()).isEqualTo(Map.of("airrohr.esp8266.1497234", SUID));
        assertThat(dialects.boxes()).isEqualTo(Map.of("5a8d1c", new DialectRules.Box(Map.of("5b01", "PM10"), null)));
    }

    @Test
    void theFileInConfIsReadAndTheEnvironmentWins(@TempDir Path home) throws IOException {
        Files.createDirectories(home.resolve("conf"));
        Files.writeString(
                home.resolve("conf").resolve("airlog.properties"),
                "airlog.sealing.keys=" + KEY + "\nairlog.kafka.partitions=3\nairlog.registration.secret-bytes=64\n");

        BrokerConfig config =
                BrokerConfig.of(new WrittenConfig(home, Map.of("AIRLOG_KAFKA_PARTITIONS", "5")).read(), home);

        assertThat(config.kafka().partitions()).isEqualTo(5);
        assertThat(config.secretBytes()).isEqualTo(64);
    }

    private static BrokerConfig of(Map<String, String> written) {
        return BrokerConfig.of(Settings.of(written, List.of(Keys.SEALING_KEYS)), HOME);
    }
}
