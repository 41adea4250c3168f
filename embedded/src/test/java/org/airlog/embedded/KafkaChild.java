package org.airlog.embedded;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Runs a Kafka until it is killed; arguments: its directory, its port, the file to write its address to. */
final class KafkaChild {

    private KafkaChild() {}

    public static void main(String[] arguments) throws Exception {
        EmbeddedKafka kafka = new EmbeddedKafka(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        kafka.start();
        ChildJvm.tell(Path.of(arguments[2]), kafka.bootstrapServers());
        new CountDownLatch(1).await();
    }
}
