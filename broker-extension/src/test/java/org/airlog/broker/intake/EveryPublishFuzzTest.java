package org.airlog.broker.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.airlog.broker.sensor.Sensor;
import org.airlog.observation.Payload;
import org.airlog.observation.Refusal;
import org.airlog.observation.codec.ObservationRecordCodec;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.sealing.SealingKey;
import org.airlog.observation.signature.Secret;

/**
 * The door's decision on any publish, fuzzed: topic, content type and user properties as the lines of a header, then a
 * blank line, then the payload.
 *
 * <p>No publish makes it throw; what it accepts can be written to the log and read again as it was. A registration's
 * payload is read too. Works as {@code EveryDecoderFuzzTest} of the module {@code observation} does.
 */
class EveryPublishFuzzTest {

    private static final List<Rules.Salt> SALTS = List.of(
            new Rules.Salt(Secret.ofText("my-super-secret-psk"), Publishes.SUID),
            new Rules.Salt(Secret.ofText("b"), null));
    private static final DialectRules.Box BOX = new DialectRules.Box(Map.of("1", "TEMP", "2", "PM10"), null);
    private static final Intake INTAKE = new Intake(new Rules(
            true,
            Publishes.RULES.signature(),
            Publishes.RULES.clock(),
            false,
            Publishes.RULES.limits(),
            new Rules.UploadRules(false, Publishes.DEFAULT_UPLOADS, SALTS),
            new DialectRules(Set.copyOf(DialectRules.ALL), null, Map.of(), Map.of("5a8d1c0e9fd3c200197ae0d1", BOX))));
    private static final ObservationRecordCodec RECORDS =
            new ObservationRecordCodec(new Seal(List.of(SealingKey.parse("k1:" + "11".repeat(32)))));

    @FuzzTest
    void isDecidedOn(byte[] input) throws Exception {
        Publish publish = publish(input);
        for (Sensor sensor : List.of(Publishes.REGISTERED, Publishes.UNSIGNED)) {
            Verdict verdict = INTAKE.decide(publish, suid -> sensor, Freshness.CAUGHT_UP, Moment.at(Publishes.NOW));
            if (verdict instanceof Verdict.Accepted accepted) {
                byte[] record = RECORDS.encode(accepted.suid(), accepted.record());
                assertThat(RECORDS.decode(accepted.suid(), record)).isEqualTo(accepted.record());
                assertThat(accepted.count()).isPositive();
            }
        }
        if (PublishTopic.parse(publish.topic()) instanceof PublishTopic.Registration) {
            register(publish.payload());
        }
    }

    private static void register(Payload payload) {
        try {
            RegistrationForm form = RegistrationForm.parse(payload);
            for (String text : List.of(form.manufacturer(), form.model(), form.metadata())) {
                assertThat(new String(text.getBytes(UTF_8), UTF_8))
                        .isEqualTo(text)
                        .doesNotContain("\0");
            }
            assertThat(form.metadata()).startsWith("{").endsWith("}");
        } catch (Refusal refused) {
            // What a device is told.
        }
    }

    private static Publish publish(byte[] input) {
        // One byte, one character: where the payload begins is the same in both.
        String text = new String(input, ISO_8859_1);
        int blank = text.indexOf("\n\n");
        int end = blank < 0 ? input.length : blank;
        byte[] payload = blank < 0 ? new byte[0] : Arrays.copyOfRange(input, blank + 2, input.length);
        List<String> lines = Arrays.asList(new String(Arrays.copyOf(input, end), UTF_8).split("\n", -1));
        var properties = new ArrayList<Property>();
        for (String line : lines.subList(Math.min(2, lines.size()), lines.size())) {
            int colon = line.indexOf(':');
            properties.add(new Property(
                    colon < 0 ? line : line.substring(0, colon), colon < 0 ? "" : line.substring(colon + 1)));
        }
        return new Publish(
                lines.get(0),
                Payload.of(payload),
                1,
                false,
                Protocol.MQTT_5,
                new Origin(Principal.GATEWAY, "airlog-gateway-1", "192.0.2.7", Transport.TLS),
                lines.size() > 1 ? lines.get(1) : "",
                properties,
                Optional.empty());
    }
}
