package org.airlog.ingest.trim;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * How far the forwarder's group has passed the log.
 *
 * @param isConfigured whether this process forwards; others of the group may
 * @param marks the group's commits by partition; none where Kafka knows no such group
 */
public record Forwarded(boolean isConfigured, Map<Integer, Mark> marks) {

    /**
     * A commit.
     *
     * @param topicId the life of the topic that it was made in; empty where it does not say, as after a reset by hand
     * @param offset everything before it has been forwarded
     */
    public record Mark(Optional<UUID> topicId, long offset) {}

    public Forwarded {
        marks = Map.copyOf(marks);
    }

    /** Whether somebody forwards, or did until so lately that Kafka has not forgotten it. */
    boolean isGroup() {
        return isConfigured || !marks.isEmpty();
    }
}
