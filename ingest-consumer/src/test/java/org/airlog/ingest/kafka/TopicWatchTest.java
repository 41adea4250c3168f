package org.airlog.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.airlog.ingest.batch.LogPartition;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

class TopicWatchTest {

    private static final String TOPIC = "airlog.observations";

    private final UUID life = new UUID(1, 2);
    private final List<LogPartition> read = List.of(new LogPartition(life, TOPIC, 0), new LogPartition(life, TOPIC, 3));
    private final KafkaFutureImpl<TopicDescription> answer = new KafkaFutureImpl<>();
    private final TopicWatch watch = new TopicWatch(admin(), Duration.ZERO);

    @Test
    void namesEveryPartitionOfATopicThatWasMadeAnew() {
        assertThat(watch.former(read)).isEmpty();

        answer.complete(topic(new Uuid(3, 4)));

        assertThat(watch.former(read)).containsExactly(new TopicPartition(TOPIC, 0), new TopicPartition(TOPIC, 3));
    }

    @Test
    void namesNoneWhileTheTopicIsTheSame() {
        watch.former(read);
        answer.complete(topic(new Uuid(1, 2)));

        assertThat(watch.former(read)).isEmpty();
    }

    @Test
    void namesNoneWhenKafkaCannotTell() {
        watch.former(read);
        answer.completeExceptionally(new IllegalStateException("gone"));

        assertThat(watch.former(read)).isEmpty();
    }

    private static TopicDescription topic(Uuid id) {
        return new TopicDescription(TOPIC, false, List.of(), Set.<AclOperation>of(), id);
    }

    private Admin admin() {
        return (Admin) Proxy.newProxyInstance(
                TopicWatchTest.class.getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("describeTopics");
                    return new Described(Map.of(TOPIC, answer));
                });
    }

    private static final class Described extends DescribeTopicsResult {

        Described(Map<String, KafkaFuture<TopicDescription>> topics) {
            super(null, topics);
        }
    }
}
