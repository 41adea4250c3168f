package org.airlog.broker;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.airlog.broker.intake.DialectRules;
import org.airlog.configuration.Keys;
import org.airlog.configuration.Settings;
import org.airlog.observation.ReadingTypes;
import org.airlog.observation.Source;
import org.airlog.observation.Suid;
import org.airlog.observation.signature.Secret;
import org.jspecify.annotations.Nullable;

/** Reads what is said of firmware dialects, and collects what is wrong with it. */
final class DialectConfig {

    private static final String TOKEN = "token";
    private static final Pattern READING = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]{0,62}");
    private static final Set<String> POSITIONS = Set.of("lat", "latitude", "lon", "lng", "longitude");

    private final Settings settings;
    private final List<String> faults;

    private DialectConfig(Settings settings, List<String> faults) {
        this.settings = settings;
        this.faults = faults;
    }

    /** The rules in {@code settings}; adds to {@code faults} what they cannot be. */
    static DialectRules read(Settings settings, List<String> faults) {
        var config = new DialectConfig(settings, faults);
        return new DialectRules(config.enabled(), config.basicAuth(), config.suids(), config.boxes());
    }

    private Set<Source> enabled() {
        var enabled = new LinkedHashSet<Source>();
        for (String name : settings.get(Keys.DIALECTS_ENABLED)) {
            DialectRules.ALL.stream()
                    .filter(dialect -> dialect.label().equalsIgnoreCase(name))
                    .findFirst()
                    .ifPresentOrElse(
                            enabled::add,
                            () -> faults.add(Keys.DIALECTS_ENABLED.name() + ": there is no dialect '" + name
                                    + "', expected some of "
                                    + DialectRules.ALL.stream()
                                            .map(Source::label)
                                            .collect(Collectors.joining(", "))));
        }
        return enabled;
    }

    private @Nullable Secret basicAuth() {
        Optional<String> written = settings.find(Keys.DIALECTS_BASIC_AUTH);
        if (written.isEmpty()) {
            return null;
        }
        if (written.get().indexOf(':') < 1) {
            faults.add(Keys.DIALECTS_BASIC_AUTH.name() + ": expected <user>:<password>");
        }
        return Secret.ofText(written.get());
    }

    private Map<String, Suid> suids() {
        var suids = new HashMap<String, Suid>();
        settings.get(Keys.DIALECT_SUIDS).forEach((name, value) -> {
            String key = Keys.DIALECT_SUIDS.prefix() + name;
            Optional<String> device = DialectRules.key(name);
            Optional<Suid> suid = Suid.parse(value);
            if (device.isEmpty()) {
                faults.add(key + ": expected <dialect>.<device id>");
            } else if (suid.isEmpty()) {
                faults.add(key + ": expected a UUID");
            } else {
                Suid other = suids.put(device.get(), suid.get());
                if (other != null && !other.equals(suid.get())) {
                    faults.add(key + ": this device has another SUID already");
                }
            }
        });
        return suids;
    }

    /** {@code <box id>.<sensor id>} is what a sensor measures, {@code <box id>.token} what the box must send. */
    private Map<String, DialectRules.Box> boxes() {
        var readings = new HashMap<String, Map<String, String>>();
        var tokens = new HashMap<String, Secret>();
        settings.get(Keys.OPENSENSEMAP_BOXES).forEach((name, value) -> {
            String key = Keys.OPENSENSEMAP_BOXES.prefix() + name;
            int dot = name.indexOf('.');
            if (dot < 1 || dot == name.length() - 1) {
                faults.add(key + ": expected <box id>.<sensor id>");
                return;
            }
            String box = name.substring(0, dot).toLowerCase(Locale.ROOT);
            String sensor = name.substring(dot + 1).toLowerCase(Locale.ROOT);
            Map<String, String> ofBox = readings.computeIfAbsent(box, unseen -> new HashMap<>());
            if (sensor.equals(TOKEN)) {
                tokens.put(box, Secret.ofText(value));
            } else if (!READING.matcher(value).matches() || POSITIONS.contains(value.toLowerCase(Locale.ROOT))) {
                faults.add(key + ": expected the name of a reading, such as PM10");
            } else {
                String reading = ReadingTypes.canonicalName(value);
                if (ofBox.containsValue(reading)) {
                    faults.add(key + ": another sensor of this box measures " + reading + " already");
                }
                ofBox.put(sensor, reading);
            }
        });
        var boxes = new HashMap<String, DialectRules.Box>();
        readings.forEach((box, ofBox) -> boxes.put(box, new DialectRules.Box(ofBox, tokens.get(box))));
        return boxes;
    }
}
