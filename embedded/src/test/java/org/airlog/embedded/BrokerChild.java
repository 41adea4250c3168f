package org.airlog.embedded;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Runs a broker until it is killed; arguments: its directory, the packed extension, the file to write its port to. */
final class BrokerChild {

    private BrokerChild() {}

    public static void main(String[] arguments) throws Exception {
        EmbeddedBroker broker =
                new EmbeddedBroker(Path.of(arguments[0]), 0, new PackedExtension(Path.of(arguments[1])));
        broker.start();
        ChildJvm.tell(Path.of(arguments[2]), String.valueOf(broker.mqttPort()));
        new CountDownLatch(1).await();
    }
}
