package org.airlog.broker.mqtt;

import com.hivemq.extension.sdk.api.interceptor.puback.PubackOutboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.puback.parameter.PubackOutboundInput;
import com.hivemq.extension.sdk.api.interceptor.puback.parameter.PubackOutboundOutput;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.airlog.broker.intake.Property;
import org.airlog.broker.intake.Verdict.Accepted;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an acknowledgement says beside yes: how many observations were accepted, and what of them was left out.
 *
 * <p>One for each connection, written by the door and read as the PUBACK leaves, on threads of HiveMQ; as bounded as
 * packet identifiers are. A PUBACK that cannot be completed leaves without it: the observations are stored all the same.
 */
final class Receipts implements PubackOutboundInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(Receipts.class);

    private final Map<Integer, Accepted> byPacketId = new ConcurrentHashMap<>();

    /** Keeps what the PUBACK of {@code packetId} shall say. */
    void write(int packetId, Accepted accepted) {
        byPacketId.put(packetId, accepted);
    }

    @Override
    public void onOutboundPuback(PubackOutboundInput input, PubackOutboundOutput output) {
        try {
            Accepted accepted = byPacketId.remove(input.getPubackPacket().getPacketIdentifier());
            if (accepted != null) {
                var properties = output.getPubackPacket().getUserProperties();
                properties.addUserProperty(Property.ACCEPTED, Integer.toString(accepted.count()));
                accepted.affected()
                        .forEach((reason, count) ->
                                properties.addUserProperty(Property.REFUSED, count + ";" + reason.label()));
            }
        } catch (Throwable bug) {
            LOG.error("A PUBACK leaves without its user properties", bug);
        }
    }
}
