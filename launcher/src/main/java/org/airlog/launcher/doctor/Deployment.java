package org.airlog.launcher.doctor;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.airlog.configuration.ConfigException;
import org.airlog.configuration.Key;
import org.airlog.configuration.Keys;
import org.airlog.configuration.Settings;
import org.airlog.configuration.TlsKeys;

/**
 * What is to be looked at: addresses that options name, else those of the configuration, else the defaults.
 *
 * <p>Where options name any address, a part that neither they nor the configuration name is left out: in a cluster nothing is
 * to be expected at this machine's own ports.
 */
final class Deployment {

    private final Settings settings;
    private final List<String> faults;
    private final Map<String, String> values;
    private final Addresses options;

    private Deployment(Settings settings, List<String> faults, Map<String, String> values, Addresses options) {
        this.settings = settings;
        this.faults = List.copyOf(faults);
        this.values = Map.copyOf(values);
        this.options = options;
    }

    /** Addresses as options name them. */
    record Addresses(Optional<URI> http, Optional<URI> mqtt, Optional<URI> portal, List<URI> managed) {

        Addresses {
            managed = List.copyOf(managed);
        }

        boolean areNone() {
            return http.isEmpty() && mqtt.isEmpty() && portal.isEmpty() && managed.isEmpty();
        }
    }

    /**
     * Of {@code values} by key name; a value that is at fault is noted and counts as unset, so that the rest can be looked at.
     *
     * @param faults that were found before
     */
    static Deployment of(Map<String, String> values, List<String> faults, Addresses options) {
        var sound = new HashMap<>(values);
        sound.values().removeIf(String::isBlank);
        var all = new ArrayList<>(faults);
        try {
            return new Deployment(Settings.of(sound, List.of()), all, sound, options);
        } catch (ConfigException e) {
            all.addAll(e.faults());
            e.faults().forEach(fault -> sound.remove(fault.split(":", 2)[0]));
            return new Deployment(Settings.of(sound, List.of()), all, sound, options);
        }
    }

    /** Without the values that are at fault. */
    Settings settings() {
        return settings;
    }

    /** What is wrong in the configuration, each as one line. */
    List<String> faults() {
        return faults;
    }

    boolean isSet(Key<?> key) {
        return values.containsKey(key.name());
    }

    Optional<URI> http() {
        return options.http().or(() -> where(Keys.HTTP_PORT, () -> http(Keys.HTTP_BIND, settings.get(Keys.HTTP_PORT))));
    }

    Optional<URI> portal() {
        return options.portal()
                .or(() -> where(Keys.PORTAL_PORT, () -> http(Keys.PORTAL_BIND, settings.get(Keys.PORTAL_PORT))));
    }

    Optional<URI> mqtt() {
        return options.mqtt()
                .or(() -> where(Keys.GATEWAY_MQTT_URL, () -> URI.create(settings.get(Keys.GATEWAY_MQTT_URL))));
    }

    boolean hasKafka() {
        return isLookedAt(Keys.KAFKA_BOOTSTRAP_SERVERS);
    }

    boolean hasDatabase() {
        return isLookedAt(Keys.DATABASE_URL);
    }

    /** Where processes are asked how they do. */
    List<URI> managed() {
        if (!options.managed().isEmpty()) {
            return options.managed();
        }
        if (isSet(Keys.PORTAL_WATCHED)) {
            return Stream.of(settings.get(Keys.PORTAL_WATCHED).split(",", -1))
                    .map(String::strip)
                    .filter(url -> !url.isEmpty())
                    .map(URI::create)
                    .toList();
        }
        return Stream.of(
                        where(
                                Keys.BROKER_MANAGEMENT_PORT,
                                () -> http(Keys.BROKER_MANAGEMENT_BIND, settings.get(Keys.BROKER_MANAGEMENT_PORT))),
                        where(
                                Keys.INGEST_MANAGEMENT_PORT,
                                () -> http(Keys.INGEST_MANAGEMENT_BIND, settings.get(Keys.INGEST_MANAGEMENT_PORT))))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Listeners that show a certificate: host and port of each. */
    List<URI> encrypted() {
        var listeners = new ArrayList<URI>();
        Stream.of(http(), portal(), mqtt())
                .flatMap(Optional::stream)
                .filter(url -> List.of("https", "mqtts").contains(url.getScheme()))
                .forEach(listeners::add);
        if (isSet(TlsKeys.CERTIFICATE) && options.areNone()) {
            listeners.add(URI.create(
                    "https://" + reachable(settings.get(Keys.HTTP_BIND)) + ":" + settings.get(TlsKeys.HTTPS_PORT)));
            listeners.add(URI.create(
                    "mqtts://" + reachable(settings.get(Keys.MQTT_BIND)) + ":" + settings.get(TlsKeys.MQTTS_PORT)));
        }
        return listeners.stream().distinct().toList();
    }

    private boolean isLookedAt(Key<?> key) {
        return isSet(key) || options.areNone();
    }

    private Optional<URI> where(Key<?> key, Supplier<URI> address) {
        return isLookedAt(key) ? Optional.of(address.get()) : Optional.empty();
    }

    private URI http(Key<String> bind, int port) {
        return URI.create("http://" + reachable(settings.get(bind)) + ":" + port);
    }

    /** An address at which what listens on {@code bind} can be reached from this machine. */
    private static String reachable(String bind) {
        return switch (bind) {
            case "0.0.0.0", "::" -> "127.0.0.1";
            default -> bind.contains(":") ? "[" + bind + "]" : bind;
        };
    }
}
