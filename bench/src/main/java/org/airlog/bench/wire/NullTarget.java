package org.airlog.bench.wire;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * A server that acknowledges everything at once and keeps nothing: what the generator reaches with it is what it can reach at
 * all. It runs in this process, on a thread of its own, and so takes its share of the machine as any server does.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails ends the channel
public final class NullTarget implements AutoCloseable {

    private static final int LARGEST_PACKET_BYTES = 1 << 20;
    private static final int BACKLOG = 1024;

    private final NioEventLoopGroup group = new NioEventLoopGroup(1);
    private final Channel server;

    private NullTarget(ChannelInitializer<Channel> pipeline) {
        server = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(pipeline)
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    /** One that speaks as {@code target} does. */
    public static NullTarget like(Target target) {
        boolean isMqtt = target instanceof Target.Mqtt;
        return new NullTarget(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                ChannelPipeline pipeline = channel.pipeline();
                if (isMqtt) {
                    pipeline.addLast(new MqttDecoder(LARGEST_PACKET_BYTES), MqttEncoder.INSTANCE, new Broker());
                } else {
                    pipeline.addLast(
                            new HttpServerCodec(), new HttpObjectAggregator(LARGEST_PACKET_BYTES), new Gateway());
                }
            }
        });
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.localAddress();
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 5_000, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }

    private static final class Broker extends SimpleChannelInboundHandler<MqttMessage> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, MqttMessage packet) {
            if (packet instanceof MqttPublishMessage publish) {
                int id = publish.variableHeader().packetId();
                if (id > 0) {
                    context.writeAndFlush(
                            MqttMessageBuilders.pubAck().packetId(id).build(), context.voidPromise());
                }
            } else if (packet.fixedHeader().messageType() == MqttMessageType.CONNECT) {
                context.writeAndFlush(MqttMessageBuilders.connAck()
                        .returnCode(MqttConnectReturnCode.CONNECTION_ACCEPTED)
                        .build());
            } else {
                context.close();
            }
        }
    }

    private static final class Gateway extends SimpleChannelInboundHandler<FullHttpRequest> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            var response =
                    new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.EMPTY_BUFFER);
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
            context.writeAndFlush(response, context.voidPromise());
        }
    }
}
