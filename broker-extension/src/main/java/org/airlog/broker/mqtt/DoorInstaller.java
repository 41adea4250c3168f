package org.airlog.broker.mqtt;

import com.hivemq.extension.sdk.api.client.ClientContext;
import com.hivemq.extension.sdk.api.client.parameter.InitializerInput;
import com.hivemq.extension.sdk.api.services.intializer.ClientInitializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a door before each connection; one that could not be put there is noticed by {@link SecondLock}. */
final class DoorInstaller implements ClientInitializer {

    private static final Logger LOG = LoggerFactory.getLogger(DoorInstaller.class);

    private final DoorParts parts;

    DoorInstaller(DoorParts parts) {
        this.parts = parts;
    }

    @Override
    public void initialize(InitializerInput input, ClientContext context) {
        try {
            context.addPublishInboundInterceptor(new Door(parts, new Receipts(context)));
            Connection.hasDoor(input.getConnectionInformation());
        } catch (Throwable bug) {
            LOG.error("A connection gets no door: its publishes will be refused", bug);
        }
    }
}
