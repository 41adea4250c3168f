package org.airlog.ingest.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;

/** Asks Kafka which lives its topics are in: a topic that is deleted and made again has another id. */
final class TopicIds {

    private TopicIds() {}

    /** The id of each of {@code topics}. */
    static Map<String, UUID> of(Admin admin, Collection<String> topics) throws LogUnavailableException {
        var ids = new HashMap<String, UUID>();
        try {
            admin.describeTopics(topics)
                    .allTopicNames()
                    .get()
                    .forEach((name, topic) -> ids.put(name, uuid(topic.topicId())));
        } catch (ExecutionException e) {
            throw new LogUnavailableException("Kafka does not tell the topics' ids", e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
        return ids;
    }

    /** The same id in Java's type. */
    static UUID uuid(Uuid id) {
        return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }
}
