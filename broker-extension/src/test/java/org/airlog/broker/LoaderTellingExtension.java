package org.airlog.broker;

import org.airlog.broker.mqtt.Doors;
import org.apache.kafka.clients.producer.KafkaProducer;

/** The delivered extension, which tells this JVM by which class loader it sees Kafka's clients. */
public class LoaderTellingExtension extends AirlogExtension {

    static final String PRODUCER_LOADER = "airlog.test.producer-loader";
    static final String OWN_LOADER = "airlog.test.own-loader";

    @Override
    protected Doors.Ports ports(Doors.Ports kafka) {
        System.setProperty(PRODUCER_LOADER, String.valueOf(KafkaProducer.class.getClassLoader()));
        System.setProperty(OWN_LOADER, String.valueOf(AirlogExtension.class.getClassLoader()));
        return kafka;
    }
}
