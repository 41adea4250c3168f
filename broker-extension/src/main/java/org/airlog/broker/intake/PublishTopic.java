package org.airlog.broker.intake;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.airlog.observation.Source;
import org.airlog.observation.Suid;
import org.airlog.observation.signature.Signature;

/** The topics that Airlog serves: the REST path without its first slash. */
public sealed interface PublishTopic {

    /** The one spelling of this topic: SUID in lower case, no signature. */
    String canonical();

    /**
     * Readings of one sensor, {@code [rogue/]v1/sensors/{SUID}/readings[/{scheme}/{hex}[/{t}]]}.
     *
     * @param suid whose they are
     * @param isRogue whether on the path of those who never registered
     * @param spelled the topic as sent, without the signature: what the device signed
     * @param claim the signature in the topic, for MQTT 3.1.1
     */
    record Readings(Suid suid, boolean isRogue, String spelled, Claim claim) implements PublishTopic {
        @Override
        public String canonical() {
            return (isRogue ? "rogue/" : "") + readings(suid);
        }
    }

    /** A sensor registers: {@code v1/sensors/{SUID}}. */
    record Registration(Suid suid) implements PublishTopic {
        @Override
        public String canonical() {
            return "v1/sensors/" + suid;
        }
    }

    /**
     * An operator's request to the registry: {@code v1/registry/{SUID}/{act}}.
     *
     * @param suid whose standing is to change
     * @param act what is asked for
     */
    record Registry(Suid suid, Act act) implements PublishTopic {

        /** What an operator can ask for; the topic's last level is its name in lower case. */
        public enum Act {
            RELEASE,
            PROVISION,
            REVOKE,
            ROTATE;

            /** As in the topic. */
            public String word() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        @Override
        public String canonical() {
            return "v1/registry/" + suid + "/" + act.word();
        }

        private static PublishTopic parse(String topic) {
            List<String> levels = Arrays.asList(topic.split("/", -1));
            Optional<Suid> suid = levels.size() == 4 ? Suid.parse(levels.get(2)) : Optional.empty();
            return suid.flatMap(named -> Arrays.stream(Act.values())
                            .filter(act -> act.word().equals(levels.get(3)))
                            .<PublishTopic>map(act -> new Registry(named, act))
                            .findFirst())
                    .orElseGet(() -> new Unknown(topic, "no such topic"));
        }
    }

    /**
     * An operator asks after the keys by which the registry is sealed: {@code v1/registry/keys/{act}}.
     *
     * @param question what is asked for
     */
    record SealingKeys(Question question) implements PublishTopic {

        /** What an operator can ask for; the topic's last level is its name in lower case. */
        public enum Question {
            COUNT,
            RESEAL,
            PROGRESS;

            /** As in the topic. */
            public String word() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        private static final String PREFIX = "v1/registry/keys/";

        @Override
        public String canonical() {
            return PREFIX + question.word();
        }

        private static PublishTopic parse(String topic) {
            return Arrays.stream(Question.values())
                    .filter(question -> topic.equals(PREFIX + question.word()))
                    .<PublishTopic>map(SealingKeys::new)
                    .findFirst()
                    .orElseGet(() -> new Unknown(topic, "no such topic"));
        }
    }

    /** Columns of a co2logserver device: {@code upload}. */
    record Upload() implements PublishTopic {
        @Override
        public String canonical() {
            return "upload";
        }
    }

    /**
     * A firmware that knows nothing of Airlog: {@code legacy/airrohr}, {@code v1/push-sensor-data}, {@code
     * boxes/{box id}/data}, {@code airgradient/readings/{serial}}, {@code tele/{device}/SENSOR}.
     *
     * @param dialect what it speaks
     * @param device the id that the topic names; empty where the payload or a property does
     */
    record Dialect(Source dialect, String device, String canonical) implements PublishTopic {}

    /** Everything else; {@code why} says what is wrong with it. What may be a signature in it is left out. */
    record Unknown(String canonical, String why) implements PublishTopic {

        private static final Pattern LONG_HEX = Pattern.compile("[0-9A-Fa-f]{33,}");

        public Unknown {
            canonical = LONG_HEX.matcher(canonical).replaceAll("…");
        }
    }

    /** The topic on which a sensor's device is told what was refused. */
    static String errors(Suid suid) {
        return "v1/sensors/" + suid + "/errors";
    }

    /** The topic of a sensor's readings, as subscribers know it. */
    static String readings(Suid suid) {
        return "v1/sensors/" + suid + "/readings";
    }

    /** Reads any topic. */
    static PublishTopic parse(String topic) {
        if (topic.equals("upload")) {
            return new Upload();
        }
        Optional<PublishTopic> dialect = topic.startsWith("v1/sensors/") ? Optional.empty() : dialect(topic);
        if (dialect.isPresent()) {
            return dialect.get();
        }
        if (topic.startsWith("v1/registry/")) {
            return topic.startsWith(SealingKeys.PREFIX) ? SealingKeys.parse(topic) : Registry.parse(topic);
        }
        boolean isRogue = topic.startsWith("rogue/");
        List<String> levels = Arrays.asList((isRogue ? topic.substring("rogue/".length()) : topic).split("/", -1));
        if (levels.size() < 3 || !levels.get(0).equals("v1") || !levels.get(1).equals("sensors")) {
            return new Unknown(topic, "no such topic");
        }
        Optional<Suid> suid = Suid.parse(levels.get(2));
        if (suid.isEmpty()) {
            return new Unknown(topic, "the topic names no SUID: a UUID such as 123e4567-e89b-12d3-a456-426655440000");
        }
        if (levels.size() == 3 && !isRogue) {
            return new Registration(suid.get());
        }
        if (levels.size() == 3 || !levels.get(3).equals("readings")) {
            return new Unknown(topic, "no such topic");
        }
        return readings(topic, suid.get(), isRogue, levels.subList(4, levels.size()));
    }

    /** Whether {@code topic} is that of a Tasmota's last Will, which its firmware leaves in every CONNECT. */
    static boolean isTasmotaWill(String topic) {
        String[] levels = topic.split("/", -1);
        return levels.length == 3
                && levels[0].equals("tele")
                && levels[2].equals("LWT")
                && DialectDevice.of(Source.TASMOTA, levels[1]).isPresent();
    }

    private static Optional<PublishTopic> dialect(String topic) {
        if (topic.equals("legacy/airrohr")) {
            return Optional.of(new Dialect(Source.AIRROHR, "", topic));
        }
        if (topic.equals("v1/push-sensor-data")) {
            return Optional.of(new Dialect(Source.SENSOR_COMMUNITY, "", topic));
        }
        String[] levels = topic.split("/", -1);
        if (levels.length != 3) {
            return Optional.empty();
        }
        if (levels[0].equals("boxes") && levels[2].equals("data")) {
            return Optional.of(dialect(Source.OPENSENSEMAP, levels[1], topic));
        }
        if (levels[0].equals("airgradient") && levels[1].equals("readings")) {
            return Optional.of(dialect(Source.AIRGRADIENT, levels[2], topic));
        }
        return levels[0].equals("tele") && levels[2].equals("SENSOR")
                ? Optional.of(dialect(Source.TASMOTA, levels[1], topic))
                : Optional.empty();
    }

    private static PublishTopic dialect(Source dialect, String device, String topic) {
        return DialectDevice.of(dialect, device).isPresent()
                ? new Dialect(dialect, device, topic)
                : new Unknown(topic, "the topic names no device: 1 to 64 characters, no blanks and none of / + #");
    }

    private static PublishTopic readings(String topic, Suid suid, boolean isRogue, List<String> suffix) {
        String spelled = topic.substring(
                0,
                topic.length()
                        - suffix.stream().mapToInt(level -> level.length() + 1).sum());
        if (suffix.isEmpty()) {
            return new Readings(suid, isRogue, spelled, new Claim.None());
        }
        if (isRogue || suffix.size() > 3 || suffix.size() < 2) {
            return new Unknown(spelled, "a signature in the topic is /{scheme}/{hex} or /{scheme}/{hex}/{time}");
        }
        Optional<String> time = suffix.size() == 3 ? Optional.of(suffix.get(2)) : Optional.empty();
        return new Readings(suid, false, spelled, Claim.of(Signature.parse(suffix.get(0), suffix.get(1), time)));
    }
}
