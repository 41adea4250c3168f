package org.airlog.bench.wire;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ThreadLocalRandom;

/** Whom the fleet speaks to, and how. */
public sealed interface Target {

    /** Lines to it. */
    Line.Kind lines(EventLoop loop);

    /** How many publishes of one line may wait for their answers. */
    int window();

    /** The same way of speaking, to whoever listens at {@code address}. */
    Target at(InetSocketAddress address);

    /**
     * An MQTT broker.
     *
     * @param isMqtt5 else 3.1.1
     * @param qos 0 or 1
     */
    record Mqtt(InetSocketAddress broker, boolean isMqtt5, int qos, int window) implements Target {

        private static final int PORT = 1883;

        /** At {@code mqtt://host[:port]}. */
        public static Mqtt of(URI url, boolean isMqtt5, int qos, int window) {
            return new Mqtt(
                    new InetSocketAddress(url.getHost(), url.getPort() < 0 ? PORT : url.getPort()),
                    isMqtt5,
                    qos,
                    window);
        }

        @Override
        public Line.Kind lines(EventLoop loop) {
            return new MqttLine.MqttKind(
                    loop,
                    broker,
                    isMqtt5 ? MqttVersion.MQTT_5 : MqttVersion.MQTT_3_1_1,
                    MqttQoS.valueOf(qos),
                    window,
                    "bench-" + Integer.toHexString(ThreadLocalRandom.current().nextInt()) + "-");
        }

        @Override
        public Mqtt at(InetSocketAddress address) {
            return new Mqtt(address, isMqtt5, qos, window);
        }
    }

    /**
     * An HTTP server.
     *
     * @param host for the {@code Host} header
     * @param prefix before every path
     */
    record Http(InetSocketAddress server, String host, String prefix) implements Target {

        private static final int PORT = 80;

        /** At {@code http://host[:port][/prefix]}. */
        public static Http of(URI url) {
            String path = url.getRawPath() == null ? "" : url.getRawPath();
            return new Http(
                    new InetSocketAddress(url.getHost(), url.getPort() < 0 ? PORT : url.getPort()),
                    url.getRawAuthority(),
                    path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
        }

        @Override
        public Line.Kind lines(EventLoop loop) {
            return new HttpLine.HttpKind(loop, server, host, prefix);
        }

        @Override
        public int window() {
            return 1;
        }

        @Override
        public Http at(InetSocketAddress address) {
            return new Http(address, host, prefix);
        }
    }
}
