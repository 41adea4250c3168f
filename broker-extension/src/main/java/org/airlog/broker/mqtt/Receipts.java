package org.airlog.broker.mqtt;

import com.hivemq.extension.sdk.api.client.ClientContext;
import com.hivemq.extension.sdk.api.interceptor.puback.PubackOutboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.puback.parameter.PubackOutboundInput;
import com.hivemq.extension.sdk.api.interceptor.puback.parameter.PubackOutboundOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.airlog.broker.intake.Property;
import org.airlog.broker.intake.Verdict.Accepted;
import org.airlog.broker.intake.limit.Wait;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an acknowledgement says beside yes: how many observations were accepted, and what of them was left
 * out; and beside no, when to try again. A yes without it means all of them.
 *
 * <p>HiveMQ is asked to show us a connection's PUBACKs from the first receipt on, as that costs each of them a way through
 * its queue. Asked before the answer is given: HiveMQ looks for who wants to see a PUBACK when it writes it.
 *
 * <p>One for each connection, written by the door and read as the PUBACK leaves, on threads of HiveMQ; as bounded as
 * packet identifiers are. A PUBACK that cannot be completed leaves without it: the observations are stored all the same.
 */
final class Receipts implements PubackOutboundInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(Receipts.class);

    private final ClientContext connection;
    private final Map<Integer, List<Property>> byPacketId = new ConcurrentHashMap<>();
    private boolean isShown;
    private boolean isOver;

    /** Those of {@code connection}. */
    Receipts(ClientContext connection) {
        this.connection = connection;
    }

    /** Keeps what the PUBACK of {@code packetId} shall say of an acceptance. */
    void write(int packetId, Accepted accepted) {
        var properties = new ArrayList<Property>();
        properties.add(new Property(Property.ACCEPTED, Integer.toString(accepted.count())));
        accepted.affected()
                .forEach((reason, count) ->
                        properties.add(new Property(Property.REFUSED, count + ";" + reason.label())));
        keep(packetId, properties);
    }

    /** The same of a refusal that ends with {@code wait}. */
    void write(int packetId, Wait wait) {
        keep(packetId, List.of(new Property(Property.RETRY_AFTER, Long.toString(wait.seconds()))));
    }

    /** From here on PUBACKs leave without them, at once. */
    synchronized void end() {
        isOver = true;
        connection.removePubackOutboundInterceptor(this);
    }

    private synchronized void keep(int packetId, List<Property> properties) {
        if (isOver) {
            return;
        }
        byPacketId.put(packetId, properties);
        if (!isShown) {
            connection.addPubackOutboundInterceptor(this);
            isShown = true;
        }
    }

    @Override
    public void onOutboundPuback(PubackOutboundInput input, PubackOutboundOutput output) {
        try {
            List<Property> written = byPacketId.remove(input.getPubackPacket().getPacketIdentifier());
            if (written != null) {
                var properties = output.getPubackPacket().getUserProperties();
                written.forEach(property -> properties.addUserProperty(property.name(), property.value()));
            }
        } catch (Throwable bug) {
            LOG.error("A PUBACK leaves without its user properties", bug);
        }
    }
}
