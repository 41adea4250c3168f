package org.airlog.broker.mqtt;

import com.hivemq.extension.sdk.api.interceptor.connect.ConnectInboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.connect.parameter.ConnectInboundInput;
import com.hivemq.extension.sdk.api.interceptor.connect.parameter.ConnectInboundOutput;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps no session longer than an hour: strangers would otherwise fill the broker's disk with sessions that nobody ends. */
final class SessionCap implements ConnectInboundInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(SessionCap.class);
    private static final long MAX_SECONDS = 3600;

    @Override
    public void onConnect(ConnectInboundInput input, ConnectInboundOutput output) {
        try {
            var packet = output.getConnectPacket();
            if (packet.getSessionExpiryInterval() > MAX_SECONDS) {
                packet.setSessionExpiryInterval(MAX_SECONDS);
            }
        } catch (Throwable bug) {
            LOG.error("A client is refused because of a bug", bug);
            throw new IllegalStateException("the session expiry could not be capped", bug);
        }
    }
}
