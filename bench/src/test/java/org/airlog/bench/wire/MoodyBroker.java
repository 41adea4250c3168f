package org.airlog.bench.wire;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A broker that does with each publish as it is told, on one thread. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails ends the channel
final class MoodyBroker implements AutoCloseable {

    private static final int LARGEST_PACKET_BYTES = 1 << 20;

    private final NioEventLoopGroup group = new NioEventLoopGroup(1);
    private final AtomicInteger count = new AtomicInteger();
    private final Channel server;

    /** What becomes of a publish. */
    interface Mood {

        /** {@code count} is 1 for the first publish that comes. */
        void received(ChannelHandlerContext context, MqttPublishMessage publish, int count);
    }

    MoodyBroker(Mood mood) {
        this(MqttConnectReturnCode.CONNECTION_ACCEPTED, mood);
    }

    MoodyBroker(MqttConnectReturnCode code) {
        this(code, (context, publish, count) -> {});
    }

    private MoodyBroker(MqttConnectReturnCode code, Mood mood) {
        server = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new MqttDecoder(LARGEST_PACKET_BYTES), MqttEncoder.INSTANCE)
                                .addLast(new SimpleChannelInboundHandler<MqttMessage>() {
                                    @Override
                                    protected void channelRead0(ChannelHandlerContext context, MqttMessage packet) {
                                        receive(context, packet, code, mood);
                                    }
                                });
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.localAddress();
    }

    static void acknowledge(ChannelHandlerContext context, MqttPublishMessage publish) {
        context.writeAndFlush(MqttMessageBuilders.pubAck()
                .packetId(publish.variableHeader().packetId())
                .build());
    }

    static MqttProperties reasonString(String text) {
        var properties = new MqttProperties();
        properties.add(new MqttProperties.StringProperty(MqttProperties.MqttPropertyType.REASON_STRING.value(), text));
        return properties;
    }

    private void receive(ChannelHandlerContext context, MqttMessage packet, MqttConnectReturnCode code, Mood mood) {
        if (packet instanceof MqttPublishMessage publish) {
            mood.received(context, publish, count.incrementAndGet());
        } else if (packet.fixedHeader().messageType() == MqttMessageType.CONNECT) {
            context.writeAndFlush(MqttMessageBuilders.connAck().returnCode(code).build());
            if (code != MqttConnectReturnCode.CONNECTION_ACCEPTED) {
                context.close();
            }
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 5_000, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }
}
