package org.airlog.bench.wire;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.net.InetSocketAddress;
import org.airlog.bench.load.Answer;
import org.airlog.bench.load.Publish;
import org.jspecify.annotations.Nullable;

/** MQTT 5 or 3.1.1, QoS 0 or 1, clean start, no keep alive. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails ends the channel
final class MqttLine extends SimpleChannelInboundHandler<MqttMessage> implements Line {

    private static final int LARGEST_PACKET_BYTES = 1 << 20;
    private static final int CONNECT_MILLIS = 10_000;
    private static final int LOWEST_FAILURE = 0x80;
    private static final Answer ACKNOWLEDGED = new Answer.Acknowledged();
    private static final Answer LEFT = new Answer.Left();

    private final MqttKind kind;
    private final String clientId;
    private final Listener listener;
    private final InFlight inFlight;
    private @Nullable Channel channel;
    private String why = "the connection ended";

    private MqttLine(MqttKind kind, String clientId, Listener listener) {
        this.kind = kind;
        this.clientId = clientId;
        this.listener = listener;
        this.inFlight = new InFlight(kind.window());
    }

    /**
     * Lines of MQTT to one broker.
     *
     * @param version {@code MQTT_5} or {@code MQTT_3_1_1}
     * @param qos 0 or 1
     * @param window most publishes of a line that wait for their PUBACK
     * @param clientPrefix before each client's number
     */
    record MqttKind(
            EventLoop loop, InetSocketAddress broker, MqttVersion version, MqttQoS qos, int window, String clientPrefix)
            implements Kind {

        @Override
        public void open(int number, Listener listener) {
            var line = new MqttLine(this, clientPrefix + number, listener);
            new Bootstrap()
                    .group(loop)
                    .channel(NioSocketChannel.class)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                    .handler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            channel.pipeline()
                                    .addLast(new MqttDecoder(LARGEST_PACKET_BYTES), MqttEncoder.INSTANCE, line);
                        }
                    })
                    .connect(broker)
                    .addListener(connecting -> {
                        if (!connecting.isSuccess()) {
                            listener.closed(String.valueOf(connecting.cause()), false);
                        }
                    });
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
        var connect = MqttMessageBuilders.connect()
                .clientId(clientId)
                .cleanSession(true)
                .keepAlive(0)
                .protocolVersion(kind.version())
                .build();
        context.writeAndFlush(connect, context.voidPromise());
    }

    @Override
    public boolean hasRoom() {
        return inFlight.hasRoom();
    }

    @Override
    public void send(Publish publish, long dueAt) {
        Channel open = channel;
        if (open == null) {
            throw new IllegalStateException("not open yet");
        }
        int id = inFlight.add(publish, dueAt);
        boolean isAnswered = kind.qos() == MqttQoS.AT_LEAST_ONCE;
        var header = new MqttPublishVariableHeader(topic(publish), isAnswered ? id : -1, properties(publish));
        var packet = new MqttPublishMessage(
                new MqttFixedHeader(MqttMessageType.PUBLISH, false, kind.qos(), false, 0),
                header,
                Unpooled.wrappedBuffer(publish.payload().bytes()));
        if (isAnswered) {
            open.writeAndFlush(packet, open.voidPromise());
        } else {
            open.writeAndFlush(packet).addListener(written -> answer(id, LEFT));
        }
    }

    /** Where there are no properties the signature rides in the topic. */
    private String topic(Publish publish) {
        return kind.version() == MqttVersion.MQTT_5
                ? publish.topic()
                : publish.authorization()
                        .map(value -> publish.topic() + "/" + value.replace(' ', '/'))
                        .orElse(publish.topic());
    }

    private MqttProperties properties(Publish publish) {
        if (kind.version() != MqttVersion.MQTT_5 || publish.authorization().isEmpty()) {
            return MqttProperties.NO_PROPERTIES;
        }
        var properties = new MqttProperties();
        properties.add(new MqttProperties.UserProperty(
                "Authorization", publish.authorization().get()));
        return properties;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, MqttMessage packet) {
        if (packet.decoderResult().isFailure()) {
            why = "not MQTT: " + packet.decoderResult().cause();
            context.close();
        } else if (packet instanceof MqttConnAckMessage answer) {
            MqttConnectReturnCode code = answer.variableHeader().connectReturnCode();
            if (code == MqttConnectReturnCode.CONNECTION_ACCEPTED) {
                listener.opened(this);
            } else {
                why = "not let in: " + code;
            }
        } else if (packet.fixedHeader().messageType() == MqttMessageType.PUBACK) {
            acknowledged((MqttMessageIdVariableHeader) packet.variableHeader());
        } else if (packet.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader goodbye) {
            why = "disconnected: 0x" + Integer.toHexString(goodbye.reasonCode() & 0xFF);
        }
    }

    private void acknowledged(MqttMessageIdVariableHeader header) {
        Answer answer = ACKNOWLEDGED;
        if (header instanceof MqttPubReplyMessageVariableHeader told && (told.reasonCode() & 0xFF) >= LOWEST_FAILURE) {
            answer = new Answer.Refused(reason(told));
        }
        answer(header.messageId(), answer);
    }

    /** The first word of the reason string, which is the reason's label; else the code. */
    private static String reason(MqttPubReplyMessageVariableHeader header) {
        var told = header.properties().getProperty(MqttProperties.MqttPropertyType.REASON_STRING.value());
        return told == null
                ? "0x" + Integer.toHexString(header.reasonCode() & 0xFF)
                : String.valueOf(told.value()).split("[ :]", 2)[0];
    }

    private void answer(int id, Answer answer) {
        Publish publish = inFlight.remove(id);
        if (publish != null) {
            listener.answered(publish, inFlight.dueAt(id), answer);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        var later = new Answer.Later(why);
        inFlight.removeAll((publish, dueAt) -> listener.answered(publish, dueAt, later));
        listener.closed(why, false);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        why = String.valueOf(cause);
        context.close();
    }

    @Override
    public void close() {
        Channel open = channel;
        if (open != null) {
            open.writeAndFlush(new MqttMessage(
                            new MqttFixedHeader(MqttMessageType.DISCONNECT, false, MqttQoS.AT_MOST_ONCE, false, 0)))
                    .addListener(done -> open.close());
        }
    }
}
