package org.airlog.broker.management;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether the door can do its work just now.
 *
 * @param isRegistryLoaded whether anybody can be judged
 * @param isKafkaReachable whether anything can be stored
 * @param missingKeyIds keys that secrets in the registry are sealed with and that are not configured here
 * @param undecodableRecords records of the registry that cannot be read
 */
public record Readiness(
        boolean isRegistryLoaded, boolean isKafkaReachable, Set<String> missingKeyIds, long undecodableRecords) {

    private static final JsonFactory JSON = new JsonFactory();

    public Readiness {
        missingKeyIds = Set.copyOf(missingKeyIds);
    }

    /** Whether all of it is well; a missing key takes sensors out of service, so it counts. */
    public boolean isReady() {
        return isRegistryLoaded && isKafkaReachable && missingKeyIds.isEmpty();
    }

    /** {@code {"ready":…,"registryLoaded":…,"kafkaReachable":…,"missingKeyIds":[…],"undecodableRecords":…}}. */
    String toJson() {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeBooleanField("ready", isReady());
            json.writeBooleanField("registryLoaded", isRegistryLoaded);
            json.writeBooleanField("kafkaReachable", isKafkaReachable);
            json.writeArrayFieldStart("missingKeyIds");
            for (String id : new TreeSet<>(missingKeyIds)) {
                json.writeString(id);
            }
            json.writeEndArray();
            json.writeNumberField("undecodableRecords", undecodableRecords);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory failed", e);
        }
        return text + "\n";
    }
}
