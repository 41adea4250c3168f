package org.airlog.broker.intake;

import java.util.List;
import java.util.Optional;
import org.airlog.observation.Payload;
import org.airlog.observation.TraceContext;

/**
 * One PUBLISH as it arrived, in our own words: what the decision is made on.
 *
 * @param topic as sent, signature suffix included
 * @param payload as sent
 * @param qos 0, 1 or 2
 * @param isRetained whether the broker is asked to keep it
 * @param protocol what its connection speaks
 * @param origin who sent it, from where
 * @param contentType of the payload; empty where not stated
 * @param properties user properties in order; none on MQTT 3
 * @param responseTopic where an answer is wanted
 */
public record Publish(
        String topic,
        Payload payload,
        int qos,
        boolean isRetained,
        Protocol protocol,
        Origin origin,
        String contentType,
        List<Property> properties,
        Optional<String> responseTopic) {

    public Publish {
        properties = List.copyOf(properties);
    }

    /** The first user property of this name, in any case. */
    public Optional<String> property(String name) {
        for (Property property : properties) {
            if (property.name().equalsIgnoreCase(name)) {
                return Optional.of(property.value());
            }
        }
        return Optional.empty();
    }

    /** Where it stands in a trace, by its sender's word, in which nothing is to be believed but that it is well-formed. */
    public Optional<TraceContext> trace() {
        List<String> parents = properties(TraceContext.PARENT);
        return parents.isEmpty() ? Optional.empty() : TraceContext.of(parents, properties(TraceContext.STATE));
    }

    private List<String> properties(String name) {
        if (properties.isEmpty()) {
            return List.of();
        }
        return properties.stream()
                .filter(property -> property.name().equalsIgnoreCase(name))
                .map(Property::value)
                .toList();
    }

    /** Topic and properties may hold signatures, the query a position. */
    @Override
    public String toString() {
        return "Publish[" + PublishTopic.parse(topic).canonical() + ", " + payload + ", QoS " + qos + ", " + origin
                + "]";
    }
}
