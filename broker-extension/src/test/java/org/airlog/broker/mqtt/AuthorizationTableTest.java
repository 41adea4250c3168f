package org.airlog.broker.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.airlog.broker.intake.DialectRules;
import org.airlog.broker.intake.Freshness;
import org.airlog.broker.intake.Intake;
import org.airlog.broker.intake.Moment;
import org.airlog.broker.intake.Origin;
import org.airlog.broker.intake.Principal;
import org.airlog.broker.intake.Property;
import org.airlog.broker.intake.Protocol;
import org.airlog.broker.intake.Publish;
import org.airlog.broker.intake.PublishTopic;
import org.airlog.broker.intake.RegistrationPolicy;
import org.airlog.broker.intake.RegistrationPolicy.Ruling;
import org.airlog.broker.intake.RegistrationRules;
import org.airlog.broker.intake.Rules;
import org.airlog.broker.intake.Transport;
import org.airlog.broker.intake.Verdict;
import org.airlog.broker.intake.Verdict.Rejected;
import org.airlog.broker.sensor.Sensor;
import org.airlog.broker.sensor.Standing;
import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.PayloadLimits;
import org.airlog.observation.signature.OpenSmogHash;
import org.airlog.observation.signature.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code docs/authorization.csv} is what the door does: every combination once, each decided as the table says, in MQTT 5
 * and in MQTT 3.1.1. The gateway's test of the same name holds the column {@code http} to its answers.
 */
class AuthorizationTableTest {

    private static final Path TABLE = Path.of("../docs/authorization.csv");
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Suid SUID =
            Suid.parse("123e4567-e89b-12d3-a456-426655440000").orElseThrow();
    private static final Secret SECRET = Secret.ofText("0123456789ABCDEF");
    private static final Sensor REGISTERED = new Sensor.Registered(
            new UUID(4, 4), 1, Trust.SIGNED, SECRET, new Standing(NOW.minus(Duration.ofDays(90)), true, false, null));
    private static final Rules RULES = new Rules(
            true,
            new Rules.SignatureRules(Set.of("opensmoghash", "hmac-sha256"), true, Duration.ofMinutes(5)),
            new Rules.ClockRules(Duration.ofDays(400), Duration.ofMinutes(5)),
            false,
            PayloadLimits.DEFAULTS,
            new Rules.UploadRules(false, new Suid(new UUID(0, 1)), List.of()),
            new DialectRules(Set.of(), null, Map.of(), Map.of()));

    /** One row: what is asked, and what is answered. */
    record Row(
            boolean isRegistered,
            boolean hasHeader,
            boolean isRight,
            String path,
            String policy,
            String transport,
            String outcome,
            String mqtt5,
            String mqtt311) {

        static Row parse(String line) {
            String[] cells = line.split(",", -1);
            assertThat(cells).as(line).hasSize(10);
            assertThat(cells[0]).as(line).isIn("yes", "no");
            assertThat(cells[1] + cells[2]).as(line).isIn("no-", "yesyes", "yesno");
            return new Row(
                    cells[0].equals("yes"),
                    cells[1].equals("yes"),
                    cells[2].equals("yes"),
                    cells[3],
                    cells[4],
                    cells[5],
                    cells[6],
                    cells[8],
                    cells[9]);
        }

        String combination() {
            return String.join(" ", "" + isRegistered, "" + hasHeader, "" + isRight, path, policy, transport);
        }
    }

    static Stream<Row> rows() throws IOException {
        return Files.readAllLines(TABLE).stream().skip(1).map(Row::parse);
    }

    @Test
    void hasEveryCombinationOnce() throws IOException {
        var all = new ArrayList<String>();
        for (String registered : List.of("true", "false")) {
            for (String header : List.of("false false", "true true", "true false")) {
                for (String path : List.of("readings", "rogue", "registration")) {
                    for (String policy : List.of("open", "signed", "provisioned")) {
                        for (String transport : List.of("tls", "loopback", "plain")) {
                            all.add(String.join(" ", registered, header, path, policy, transport));
                        }
                    }
                }
            }
        }

        assertThat(rows().map(Row::combination)).containsExactlyInAnyOrderElementsOf(all);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void decidesInMqtt5AsTheTableSays(Row row) {
        Publish publish = publish(row, Protocol.MQTT_5, path(row));

        String outcome = decide(row, publish);

        assertThat(outcome).isEqualTo(row.outcome());
        assertThat(puback(publish, outcome)).isEqualTo(row.mqtt5());
    }

    /** A PUBACK comes in any case; the column says whether it means stored. */
    @ParameterizedTest
    @MethodSource("rows")
    void decidesInMqtt311AsTheTableSays(Row row) {
        String suffix = row.hasHeader() ? "/OpenSmogHash/" + hash(row) : "";
        Publish publish = publish(row, Protocol.MQTT_3, path(row) + suffix);

        String outcome = decide(row, publish);

        assertThat(outcome).isEqualTo(row.mqtt311());
        if (isRefusal(outcome)) {
            assertThat(ReasonCodes.reply(publish, rejected(outcome))).isEqualTo(new ReasonCodes.Reply.Acknowledge());
        }
    }

    private static String decide(Row row, Publish publish) {
        Sensor sensor = row.isRegistered() ? REGISTERED : new Sensor.Unknown();
        if (PublishTopic.parse(publish.topic()) instanceof PublishTopic.Registration) {
            return register(row, publish, sensor);
        }
        // The first use of an unknown SUID is written down, and then it is unsigned.
        Verdict verdict = new Intake(RULES).decide(publish, suid -> sensor, Freshness.CAUGHT_UP, Moment.at(NOW));
        if (verdict instanceof Verdict.Unsettled) {
            verdict = new Intake(RULES)
                    .decide(
                            publish,
                            suid -> new Sensor.Unsigned(Trust.ROGUE, NOW, false),
                            Freshness.CAUGHT_UP,
                            Moment.at(NOW));
        }
        return verdict instanceof Verdict.Accepted accepted
                ? accepted.record().trust().label()
                : ((Rejected) verdict).reason().label();
    }

    private static String register(Row row, Publish publish, Sensor sensor) {
        var policy = new RegistrationPolicy(
                RegistrationPolicy.Kind.valueOf(row.policy().toUpperCase(Locale.ROOT)), RULES.signature());
        Optional<Rejected> objection =
                RegistrationRules.objection(publish).or(() -> RegistrationRules.objection(SUID, sensor, RULES));
        if (objection.isPresent()) {
            return objection.get().reason().label();
        }
        Ruling ruling = policy.rule(SUID, sensor, publish, null, Moment.at(NOW));
        return ruling instanceof Ruling.Denied denied
                ? denied.rejected().reason().label()
                : "registered";
    }

    private static String puback(Publish publish, String outcome) {
        if (!isRefusal(outcome)) {
            return "0x00";
        }
        var refuse = (ReasonCodes.Reply.Refuse) ReasonCodes.reply(publish, rejected(outcome));
        return switch (refuse.code()) {
            case NOT_AUTHORIZED -> "0x87";
            case TOPIC_NAME_INVALID -> "0x90";
            default -> refuse.code().name();
        };
    }

    private static boolean isRefusal(String outcome) {
        return !Set.of("rogue", "signed", "registered").contains(outcome);
    }

    private static Rejected rejected(String label) {
        return Rejected.of(Reason.ofReasonString(label).orElseThrow(), "why");
    }

    private static Publish publish(Row row, Protocol protocol, String topic) {
        boolean isProperty = row.hasHeader() && protocol == Protocol.MQTT_5;
        return new Publish(
                topic,
                payload(row),
                1,
                false,
                protocol,
                new Origin(
                        Principal.ANONYMOUS,
                        "device",
                        "192.0.2.7",
                        Transport.valueOf(row.transport().toUpperCase(Locale.ROOT))),
                "",
                isProperty ? List.of(new Property("Authorization", "OpenSmogHash " + hash(row))) : List.of(),
                protocol == Protocol.MQTT_5 ? Optional.of("client/device/registration") : Optional.empty());
    }

    private static String path(Row row) {
        return switch (row.path()) {
            case "readings" -> "v1/sensors/" + SUID + "/readings";
            case "rogue" -> "rogue/v1/sensors/" + SUID + "/readings";
            default -> "v1/sensors/" + SUID;
        };
    }

    private static Payload payload(Row row) {
        return Payload.ofText(
                row.path().equals("registration")
                        ? "{\"manufacturer\":\"Acme\",\"model\":\"Sniffer\"}"
                        : "[{\"timestamp\":" + NOW.getEpochSecond() + ",\"readings\":{\"PM10\":20.5}}]");
    }

    private static String hash(Row row) {
        Secret secret = row.isRight() ? SECRET : Secret.ofText("another");
        return OpenSmogHash.sign(secret, payload(row)).hex();
    }
}
