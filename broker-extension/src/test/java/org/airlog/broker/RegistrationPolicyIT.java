package org.airlog.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.airlog.observation.Payload;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.observation.codec.SensorRecord.State;
import org.airlog.observation.codec.SensorRecordCodec;
import org.airlog.observation.signature.Secret;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may register, and what an operator may do about it, over real MQTT. */
@Tag("once")
class RegistrationPolicyIT {

    private static final String SECRET = "[0-9A-F]{64}";
    private static final int NOT_AUTHORIZED = 0x87;

    @TempDir
    Path directory;

    private final Suid suid = new Suid(UUID.randomUUID());

    @Test
    void underSignedASensorIsKeptByWhoHasItsSecretOrAnOperator() throws Exception {
        try (var airlog = new Installation(directory, Map.of("airlog.registration.policy", "signed")).start();
                var device = RegistryRequester.anonymous(airlog.port());
                var operator = RegistryRequester.operator(airlog.port());
                var gateway = RegistryRequester.gateway(airlog.port())) {
            // The answer may be lost until the secret has signed.
            assertThat(device.register(suid)).matches(SECRET);
            Secret first = Secret.ofText(device.register(suid));
            assertThat(publish(airlog, new Device(suid, first))).isLessThan(0x80);
            awaitStep(airlog, State.USED);
            assertThat(device.register(suid)).startsWith("not-allowed: this SUID is registered: sign");
            assertThat(device.registerSigned(suid, Secret.ofText("another"))).startsWith("signature-wrong: ");

            // Whoever signs the registration keeps his secret until the new one has signed: an answer may be lost.
            assertThat(device.registerSigned(suid, first)).matches(SECRET);
            assertThat(publish(airlog, new Device(suid, first))).isLessThan(0x80);
            assertThat(device.register(suid)).startsWith("not-allowed: this SUID is registered: sign");
            Secret second = Secret.ofText(device.registerSigned(suid, first));
            assertThat(publish(airlog, new Device(suid, second))).isLessThan(0x80);
            awaitSteps(airlog, State.USED, 2);
            assertThat(publish(airlog, new Device(suid, first))).isEqualTo(NOT_AUTHORIZED);

            // An operator lets the next one in, and nobody else may.
            assertThat(device.act(suid, "release", "")).startsWith("not-allowed: only an operator");
            assertThat(gateway.act(suid, "release", "")).startsWith("not-allowed: only an operator");
            assertThat(operator.act(suid, "release", ""))
                    .isEqualTo("{\"suid\":\"" + suid + "\",\"act\":\"release\",\"result\":\"done\"}");
            assertThat(operator.act(suid, "release", "")).contains("unchanged");
            Secret third = Secret.ofText(device.register(suid));
            assertThat(publish(airlog, new Device(suid, third))).isLessThan(0x80);
            awaitSteps(airlog, State.USED, 3);
            assertThat(device.register(suid)).startsWith("not-allowed");

            // A rotated secret is the operator's from the first moment; the one before signs until it is in use.
            String rotated = operator.act(suid, "rotate", "");
            assertThat(rotated).contains("\"secret_before_until\":\"2");
            Secret fourth = secretIn(rotated);
            assertThat(publish(airlog, new Device(suid, third))).isLessThan(0x80);
            assertThat(device.register(suid)).startsWith("not-allowed");
            assertThat(publish(airlog, new Device(suid, fourth))).isLessThan(0x80);
            awaitSteps(airlog, State.USED, 4);
            assertThat(publish(airlog, new Device(suid, third))).isEqualTo(NOT_AUTHORIZED);

            // All that it signed is one sensor's, whichever secret signed.
            assertThat(airlog.stored(suid).subList(3, 6))
                    .extracting(ObservationRecord::registration)
                    .containsOnly(airlog.stored(suid).get(5).registration());

            // In an emergency nothing overlaps.
            assertThat(operator.act(suid, "rotate", "{\"now\":1}")).startsWith("malformed: ");
            String emergency = operator.act(suid, "rotate", "{\"now\":true}");
            assertThat(emergency).doesNotContain("secret_before_until");
            assertThat(publish(airlog, new Device(suid, fourth))).isEqualTo(NOT_AUTHORIZED);
            fourth = secretIn(emergency);
            assertThat(publish(airlog, new Device(suid, fourth))).isLessThan(0x80);

            assertThat(operator.act(suid, "revoke", "")).contains("done");
            assertThat(publish(airlog, new Device(suid, fourth))).isEqualTo(NOT_AUTHORIZED);
            assertThat(device.registerSigned(suid, fourth)).startsWith("not-allowed: this SUID was revoked");
            assertThat(operator.act(suid, "release", "")).contains("done");
            assertThat(device.register(suid)).matches(SECRET);
        }
    }

    @Test
    void underSignedAnUnsignedLifeKeepsItsSuid() throws Exception {
        var settings = Map.of("airlog.registration.policy", "signed", "airlog.registration.secret-bytes", "256");
        try (var airlog = new Installation(directory, settings).start();
                var device = RegistryRequester.anonymous(airlog.port());
                var operator = RegistryRequester.operator(airlog.port())) {
            assertThat(publishUnsigned(airlog)).isLessThan(0x80);

            assertThat(device.register(suid)).startsWith("not-allowed: this SUID has sent unsigned readings");

            assertThat(operator.act(suid, "release", "")).contains("done");
            assertThat(publishUnsigned(airlog)).isLessThan(0x80);
            Secret long256 = Secret.ofText(device.register(suid));
            assertThat(long256.reveal()).matches("[0-9A-F]{512}");
            assertThat(publishUnsigned(airlog)).isEqualTo(NOT_AUTHORIZED);
            assertThat(publish(airlog, new Device(suid, long256))).isLessThan(0x80);
        }
    }

    @Test
    void underProvisionedTheClaimCodeOfAListedSuidMakesACertifiedSensor() throws Exception {
        String code = "claim-" + UUID.randomUUID();
        try (var airlog = new Installation(directory, Map.of("airlog.registration.policy", "provisioned")).start();
                var device = RegistryRequester.anonymous(airlog.port());
                var operator = RegistryRequester.operator(airlog.port())) {
            assertThat(device.register(suid)).startsWith("not-allowed: this SUID is not provisioned");
            assertThat(operator.act(suid, "provision", "{\"claim_code\":\"short\"}"))
                    .startsWith("malformed: ");
            assertThat(operator.act(suid, "provision", "{\"claim_code\":\"" + code + "\"}"))
                    .contains("done");
            assertThat(operator.act(suid, "provision", "{\"claim_code\":\"" + code + "\"}"))
                    .contains("unchanged");

            assertThat(publishUnsigned(airlog)).isEqualTo(NOT_AUTHORIZED);
            assertThat(device.register(suid)).startsWith("not-allowed: this SUID is provisioned");
            assertThat(device.claim(suid, "another code")).startsWith("not-allowed: the claim code is not");
            assertThat(device.claim(suid, code)).matches(SECRET);
            Secret secret = Secret.ofText(device.claim(suid, code));
            assertThat(publish(airlog, new Device(suid, secret))).isLessThan(0x80);
            awaitStep(airlog, State.USED);

            assertThat(device.claim(suid, code)).startsWith("not-allowed: this SUID is registered: sign");
            assertThat(device.registerSigned(suid, secret)).matches(SECRET);
            assertThat(airlog.stored(suid)).extracting(ObservationRecord::trust).containsExactly(Trust.CERTIFIED);

            // No code lies in the log in the clear.
            assertThat(airlog.read(SensorRecord.TOPIC)).isNotEmpty().allSatisfy(record -> assertThat(
                            new String(record.value(), StandardCharsets.ISO_8859_1))
                    .doesNotContain(code));
            assertThat(airlog.read("airlog.rejected"))
                    .noneMatch(record -> new String(record.value(), StandardCharsets.ISO_8859_1).contains(code));
        }
    }

    private static Secret secretIn(String answer) {
        return Secret.ofText(answer.replaceAll(".*\"secret\":\"(" + SECRET + ")\".*", "$1"));
    }

    private void awaitStep(Installation airlog, State state) {
        awaitSteps(airlog, state, 1);
    }

    private void awaitSteps(Installation airlog, State state, int count) {
        Awaitility.await().until(() -> steps(airlog, state) >= count);
    }

    private long steps(Installation airlog, State state) throws Exception {
        long steps = 0;
        for (var record : airlog.read(SensorRecord.TOPIC)) {
            boolean isOurs = Arrays.equals(Arrays.copyOf(record.key(), 16), suid.toBytes());
            if (isOurs && SensorRecordCodec.decode(record.value()).state() == state) {
                steps++;
            }
        }
        return steps;
    }

    private static int publish(Installation airlog, Device device) throws Exception {
        Payload payload = Device.reading(Duration.ofMinutes(1), 20.5);
        return publish(airlog, device.topic(), payload, Map.of("Authorization", device.authorization(payload)));
    }

    private int publishUnsigned(Installation airlog) throws Exception {
        Payload payload = Device.reading(Duration.ofMinutes(1), 20.5);
        return publish(airlog, "v1/sensors/" + suid + "/readings", payload, Map.of());
    }

    private static int publish(Installation airlog, String topic, Payload payload, Map<String, String> properties)
            throws Exception {
        try (var client = RawMqtt.connect(airlog.port(), 5, "publisher-" + UUID.randomUUID())) {
            client.publish(topic, 1, false, 7, payload.bytes(), properties);
            RawMqtt.Packet puback = client.read();
            assertThat(puback.type()).isEqualTo(RawMqtt.PUBACK);
            return puback.reasonCode();
        }
    }
}
