package org.airlog.broker.management;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.airlog.management.ReadyAnswer;

/**
 * Whether the door can do its work just now.
 *
 * @param isRegistryLoaded whether anybody can be judged
 * @param isKafkaReachable whether the log answers: without it, only what the registry knows already can be stored, in the
 *     spool
 * @param missingKeyIds keys that secrets in the registry are sealed with and that are not configured here
 * @param undecodableRecords records of the registry that cannot be read
 * @param spool empty where there is none
 */
public record Readiness(
        boolean isRegistryLoaded,
        boolean isKafkaReachable,
        Set<String> missingKeyIds,
        long undecodableRecords,
        Optional<SpoolReadiness> spool)
        implements ReadyAnswer {

    private static final JsonFactory JSON = new JsonFactory();

    public Readiness {
        missingKeyIds = Set.copyOf(missingKeyIds);
    }

    /**
     * Whether the door can do its work: judge, and keep what it accepts, in Kafka or in the spool. A missing key takes
     * sensors out of service, so it counts.
     */
    @Override
    public boolean isReady() {
        boolean canKeep =
                isKafkaReachable || spool.map(SpoolReadiness::isWritable).orElse(false);
        return isRegistryLoaded && canKeep && missingKeyIds.isEmpty();
    }

    /**
     * {@code {"ready":…,"registryLoaded":…,"kafkaReachable":…,"missingKeyIds":[…],"undecodableRecords":…,"spool":…}}, the
     * spool as in {@link SpoolReadiness} or null.
     */
    @Override
    public String toJson() {
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
            json.writeFieldName("spool");
            if (spool.isPresent()) {
                spool.get().writeTo(json);
            } else {
                json.writeNull();
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory failed", e);
        }
        return text + "\n";
    }
}
