package org.airlog.broker;

import java.time.Duration;
import org.airlog.broker.mqtt.Patience;

/** The faulty extension in a HiveMQ that loses patience first: what happens when even our own time-out fails. */
public class ImpatientBrokerExtension extends FaultyExtension {

    @Override
    protected Patience patience() {
        return new Patience(Duration.ofMinutes(5), Duration.ofMillis(100), Duration.ofSeconds(1));
    }
}
