package org.airlog.broker.mqtt;

import com.hivemq.extension.sdk.api.interceptor.connect.ConnectInboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.connect.parameter.ConnectInboundInput;
import com.hivemq.extension.sdk.api.interceptor.connect.parameter.ConnectInboundOutput;
import com.hivemq.extension.sdk.api.packets.publish.ModifiableConnectPacket;
import java.util.function.BooleanSupplier;
import org.airlog.broker.intake.PublishTopic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is cut from a CONNECT before it is looked at.
 *
 * <p>No session is kept longer than an hour: strangers would otherwise fill the broker's disk with sessions that nobody
 * ends. And a Tasmota's Will is dropped, which its firmware leaves and nobody can switch off: refused as every other Will
 * is, no Tasmota could connect. It is never published.
 */
final class ConnectTrim implements ConnectInboundInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectTrim.class);
    private static final long MAX_SECONDS = 3600;

    private final BooleanSupplier isTasmotaEnabled;

    ConnectTrim(BooleanSupplier isTasmotaEnabled) {
        this.isTasmotaEnabled = isTasmotaEnabled;
    }

    @Override
    public void onConnect(ConnectInboundInput input, ConnectInboundOutput output) {
        try {
            ModifiableConnectPacket packet = output.getConnectPacket();
            if (packet.getSessionExpiryInterval() > MAX_SECONDS) {
                packet.setSessionExpiryInterval(MAX_SECONDS);
            }
            boolean isTasmotaWill = packet.getWillPublish()
                    .filter(will -> PublishTopic.isTasmotaWill(will.getTopic()))
                    .isPresent();
            if (isTasmotaWill && isTasmotaEnabled.getAsBoolean()) {
                packet.setWillPublish(null);
            }
        } catch (Throwable bug) {
            LOG.error("A client is refused because of a bug", bug);
            throw new IllegalStateException("a CONNECT could not be trimmed", bug);
        }
    }
}
