package org.airlog.broker.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.airlog.broker.sensor.ClaimCode;
import org.airlog.broker.sensor.Sensor;
import org.airlog.broker.sensor.Standing;
import org.airlog.observation.Payload;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.PayloadLimits;
import org.airlog.observation.signature.HmacSha256;
import org.airlog.observation.signature.OpenSmogHash;
import org.airlog.observation.signature.Secret;

/** Publishes and rules of tests: each starts from what is usual and changes one thing. */
record Publishes(Publish publish) {

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final Suid SUID = Suid.parse("123e4567-e89b-12d3-a456-426655440000").orElseThrow();
    static final Secret SECRET = Secret.ofText("0123456789ABCDEF");
    static final UUID REGISTRATION = UUID.fromString("7d444840-9dc0-11d1-b245-5ffdce74fad2");
    static final Sensor REGISTERED = new Sensor.Registered(
            REGISTRATION, 1, Trust.SIGNED, SECRET, new Standing(NOW.minus(Duration.ofDays(9)), true, false, null));
    static final Sensor REVOKED = new Sensor.Revoked(REGISTRATION, 1, false);
    static final Sensor UNREADABLE = new Sensor.Unreadable(REGISTRATION, 1, "k1");
    static final Sensor UNSIGNED = new Sensor.Unsigned(Trust.ROGUE, NOW, false);
    static final Sensor PROVISIONED =
            new Sensor.Provisioned(new UUID(0, 0), 0, ClaimCode.of(SUID, Secret.ofText("the claim code")));
    static final Sensor UNKNOWN = new Sensor.Unknown();
    static final String TOPIC = "v1/sensors/" + SUID + "/readings";
    static final Suid DEFAULT_UPLOADS =
            Suid.parse("00000000-0000-8000-8000-000000000001").orElseThrow();

    static final Rules RULES = new Rules(
            true,
            new Rules.SignatureRules(Set.of("opensmoghash", "hmac-sha256"), true, Duration.ofMinutes(5)),
            new Rules.ClockRules(Duration.ofDays(400), Duration.ofMinutes(5)),
            false,
            PayloadLimits.DEFAULTS,
            new Rules.UploadRules(false, DEFAULT_UPLOADS, List.of()),
            new DialectRules(Set.copyOf(DialectRules.ALL), null, Map.of(), Map.of()));

    /** One plausible observation, unsigned, over TLS. */
    static Publishes readings() {
        return of(TOPIC, Payload.ofText(observations(1)));
    }

    static Publishes of(String topic, Payload payload) {
        var origin = new Origin(Principal.ANONYMOUS, "device", "192.0.2.7", Transport.TLS);
        return new Publishes(
                new Publish(topic, payload, 1, false, Protocol.MQTT_5, origin, "", List.of(), Optional.empty()));
    }

    /** {@code count} plausible observations, a second apart. */
    static String observations(int count) {
        var observations = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            observations.add("{\"timestamp\":" + (NOW.getEpochSecond() - 60 - i) + ",\"readings\":{\"PM10\":20.5}}");
        }
        return observations.toString();
    }

    Publishes payload(String text) {
        return new Publishes(new Publish(
                publish.topic(),
                Payload.ofText(text),
                publish.qos(),
                publish.isRetained(),
                publish.protocol(),
                publish.origin(),
                publish.contentType(),
                publish.properties(),
                publish.responseTopic()));
    }

    Publishes topic(String topic) {
        return new Publishes(new Publish(
                topic,
                publish.payload(),
                publish.qos(),
                publish.isRetained(),
                publish.protocol(),
                publish.origin(),
                publish.contentType(),
                publish.properties(),
                publish.responseTopic()));
    }

    Publishes contentType(String contentType) {
        return new Publishes(new Publish(
                publish.topic(),
                publish.payload(),
                publish.qos(),
                publish.isRetained(),
                publish.protocol(),
                publish.origin(),
                contentType,
                publish.properties(),
                publish.responseTopic()));
    }

    Publishes over(Transport transport) {
        Origin origin = publish.origin();
        return from(new Origin(origin.principal(), origin.clientId(), origin.address(), transport));
    }

    Publishes from(Origin origin) {
        return new Publishes(new Publish(
                publish.topic(),
                publish.payload(),
                publish.qos(),
                publish.isRetained(),
                publish.protocol(),
                origin,
                publish.contentType(),
                publish.properties(),
                publish.responseTopic()));
    }

    Publishes speaking(Protocol protocol, int qos, boolean isRetained) {
        return new Publishes(new Publish(
                publish.topic(),
                publish.payload(),
                qos,
                isRetained,
                protocol,
                publish.origin(),
                publish.contentType(),
                publish.properties(),
                publish.responseTopic()));
    }

    Publishes respondingTo(String responseTopic) {
        return new Publishes(new Publish(
                publish.topic(),
                publish.payload(),
                publish.qos(),
                publish.isRetained(),
                publish.protocol(),
                publish.origin(),
                publish.contentType(),
                publish.properties(),
                Optional.of(responseTopic)));
    }

    Publishes with(String name, String value) {
        var properties = new ArrayList<>(publish.properties());
        properties.add(new Property(name, value));
        return new Publishes(new Publish(
                publish.topic(),
                publish.payload(),
                publish.qos(),
                publish.isRetained(),
                publish.protocol(),
                publish.origin(),
                publish.contentType(),
                properties,
                publish.responseTopic()));
    }

    /** With its right OpenSmogHash. */
    Publishes signed() {
        return with(
                "Authorization",
                "OpenSmogHash " + OpenSmogHash.sign(SECRET, publish.payload()).hex());
    }

    /** With its right HMAC for the canonical topic, made at {@code time}. */
    Publishes signedAt(Instant time) {
        String hex = HmacSha256.sign(SECRET, TOPIC, time, publish.payload()).hex();
        return with("Authorization", "HMAC-SHA256 " + hex + ";t=" + time.getEpochSecond());
    }
}
