package org.airlog.broker.intake;

import static org.airlog.observation.Reason.MALFORMED;
import static org.airlog.observation.Reason.NOT_ALLOWED;
import static org.airlog.observation.Reason.SIGNATURE_MISSING;
import static org.airlog.observation.Reason.SIGNATURE_WRONG;
import static org.airlog.observation.Reason.TOPIC_INVALID;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.airlog.broker.intake.DialectRules.Box;
import org.airlog.observation.Refusal;
import org.airlog.observation.ReportedObservation;
import org.airlog.observation.Source;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.Codecs;
import org.airlog.observation.codec.PayloadLimits;
import org.airlog.observation.signature.Secret;
import org.jspecify.annotations.Nullable;

/**
 * What a publish of a firmware dialect says, and whose it is: where each dialect names its device, and what it must prove.
 *
 * <p>No dialect signs. What some can prove is that they know a password (airRohr, HTTP Basic) or a token (openSenseMap),
 * and that is demanded where the configuration has one; compared in constant time. Immutable and thread-safe.
 */
final class Dialects {

    /** In {@code extra}: which of a sensor.community device's sensors it was, by its pin. */
    static final String SENSOR_PIN = "sensor_pin";

    private static final String BASIC = "Basic";
    private static final Pattern PIN = Pattern.compile("[0-9A-Za-z_-]{1,16}");
    private static final Pattern AS_AIR_ROHR = Pattern.compile("(?:^|&)luftdaten(?:=(?!(?:0|false)(?:&|$))|&|$)");

    private final DialectRules rules;
    private final PayloadLimits limits;

    Dialects(DialectRules rules, PayloadLimits limits) {
        this.rules = rules;
        this.limits = limits;
    }

    /** Whose observations, by which interface, and what is kept of how. */
    record Heard(Suid suid, Source source, List<ReportedObservation> observations, Map<String, String> provenance) {}

    /** What {@code publish} says; refuses what proves too little, names no device, or cannot be read. */
    Heard hear(PublishTopic.Dialect topic, Publish publish) throws Refusal {
        if (!rules.enabled().contains(topic.dialect())) {
            throw new Refusal(TOPIC_INVALID, "the dialect " + topic.dialect().label() + " is switched off here");
        }
        return switch (topic.dialect()) {
            case AIRROHR -> airRohr(publish);
            case SENSOR_COMMUNITY -> sensorCommunity(publish);
            case OPENSENSEMAP -> openSenseMap(topic, publish);
            case AIRGRADIENT ->
                heard(
                        topic.dialect(),
                        topic.device(),
                        Codecs.airGradient(publish.contentType()).decode(publish.payload(), limits),
                        Map.of());
            case TASMOTA ->
                heard(
                        topic.dialect(),
                        topic.device(),
                        Codecs.tasmota(publish.contentType()).decode(publish.payload(), limits),
                        Map.of());
            case OPENSMOG, UPLOAD -> throw new IllegalArgumentException(topic.dialect() + " is no dialect");
        };
    }

    private Heard airRohr(Publish publish) throws Refusal {
        requireBasicAuth(publish);
        var report = Codecs.airRohr(publish.contentType()).decode(publish.payload(), limits);
        String device = Optional.ofNullable(report.deviceId())
                .or(() -> sensor(publish))
                .orElseThrow(() -> new Refusal(MALFORMED, "the payload names no device: esp8266id is expected"));
        return heard(Source.AIRROHR, device, report.observations(), Map.of());
    }

    private Heard sensorCommunity(Publish publish) throws Refusal {
        String device = sensor(publish)
                .orElseThrow(() -> new Refusal(
                        MALFORMED, "the header X-Sensor names no device: such as esp8266-1497234 is expected"));
        var report = Codecs.airRohr(publish.contentType()).decode(publish.payload(), limits);
        Map<String, String> pin = publish.property(Property.SENSOR_PIN)
                .map(String::strip)
                .filter(text -> PIN.matcher(text).matches())
                .map(text -> Map.of(SENSOR_PIN, text))
                .orElseGet(Map::of);
        return heard(Source.SENSOR_COMMUNITY, device, report.observations(), pin);
    }

    private Heard openSenseMap(PublishTopic.Dialect topic, Publish publish) throws Refusal {
        Box box = rules.box(topic.device());
        if (box != null) {
            requireToken(box.token(), publish);
        }
        if (AS_AIR_ROHR.matcher(publish.property(Property.QUERY).orElse("")).find()) {
            var report = Codecs.airRohr(publish.contentType()).decode(publish.payload(), limits);
            return heard(topic.dialect(), topic.device(), report.observations(), Map.of());
        }
        if (box == null) {
            throw new Refusal(
                    NOT_ALLOWED,
                    "nobody has said what this box measures: set airlog.dialects.opensensemap.boxes." + topic.device()
                            + ".<sensor id>");
        }
        var decoder = Codecs.openSenseMap(publish.contentType(), box.readingBySensor());
        return heard(topic.dialect(), topic.device(), decoder.decode(publish.payload(), limits), Map.of());
    }

    private Heard heard(
            Source dialect, String deviceId, List<ReportedObservation> observations, Map<String, String> provenance)
            throws Refusal {
        DialectDevice device = DialectDevice.of(dialect, deviceId)
                .orElseThrow(() -> new Refusal(
                        MALFORMED,
                        "a device id has 1 to " + DialectDevice.MAX_LENGTH
                                + " characters, no blanks and none of / + #"));
        return new Heard(rules.suidOf(device), dialect, observations, provenance);
    }

    private static Optional<String> sensor(Publish publish) {
        return publish.property(Property.SENSOR).map(String::strip).filter(id -> !id.isEmpty());
    }

    private void requireBasicAuth(Publish publish) throws Refusal {
        Secret wanted = rules.basicAuth();
        if (wanted == null) {
            return;
        }
        String given = publish.property(Property.AUTHORIZATION).orElse("").strip();
        boolean isBasic = given.regionMatches(true, 0, BASIC, 0, BASIC.length());
        String credentials = isBasic ? given.substring(BASIC.length()).strip() : "";
        if (given.isEmpty() || (isBasic && credentials.isEmpty())) {
            throw new Refusal(SIGNATURE_MISSING, "this device must send its user and password by HTTP Basic");
        }
        if (!decoded(credentials).map(wanted::equals).orElse(false)) {
            throw new Refusal(SIGNATURE_WRONG, "the user or the password is wrong");
        }
    }

    private static void requireToken(@Nullable Secret wanted, Publish publish) throws Refusal {
        if (wanted == null) {
            return;
        }
        String given = publish.property(Property.AUTHORIZATION).orElse("").strip();
        if (given.isEmpty()) {
            throw new Refusal(SIGNATURE_MISSING, "this box must send its access token in the header Authorization");
        }
        if (!wanted.equals(Secret.ofText(given))) {
            throw new Refusal(SIGNATURE_WRONG, "the access token is wrong");
        }
    }

    private static Optional<Secret> decoded(String credentials) {
        try {
            var text = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            return text.isEmpty() ? Optional.empty() : Optional.of(Secret.ofText(text));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
