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
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import org.airlog.bench.load.Answer;
import org.airlog.bench.load.Publish;
import org.jspecify.annotations.Nullable;

/** HTTP/1.1, kept alive, one POST after another. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails ends the channel
final class HttpLine extends SimpleChannelInboundHandler<FullHttpResponse> implements Line {

    private static final int LARGEST_ANSWER_BYTES = 1 << 16;
    private static final int CONNECT_MILLIS = 10_000;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;
    private static final Answer ACKNOWLEDGED = new Answer.Acknowledged();

    private final HttpKind kind;
    private final Listener listener;
    private final InFlight inFlight = new InFlight(1);
    private @Nullable Channel channel;
    private String why = "the connection ended";
    private boolean isToReturn;

    private HttpLine(HttpKind kind, Listener listener) {
        this.kind = kind;
        this.listener = listener;
    }

    /**
     * Lines of HTTP to one server.
     *
     * @param host as the {@code Host} header names it
     * @param prefix of every path, begins with a slash and ends without one; may be empty
     */
    record HttpKind(EventLoop loop, InetSocketAddress server, String host, String prefix) implements Kind {

        @Override
        public void open(int number, Listener listener) {
            var line = new HttpLine(this, listener);
            new Bootstrap()
                    .group(loop)
                    .channel(NioSocketChannel.class)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                    .handler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            channel.pipeline()
                                    .addLast(
                                            new HttpClientCodec(),
                                            new HttpObjectAggregator(LARGEST_ANSWER_BYTES),
                                            line);
                        }
                    })
                    .connect(server)
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
        listener.opened(this);
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
        inFlight.add(publish, dueAt);
        var request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.POST,
                kind.prefix() + "/" + publish.topic(),
                Unpooled.wrappedBuffer(publish.payload().bytes()));
        request.headers()
                .set(HttpHeaderNames.HOST, kind.host())
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .set(HttpHeaderNames.CONTENT_LENGTH, publish.payload().length());
        publish.authorization().ifPresent(value -> request.headers().set(HttpHeaderNames.AUTHORIZATION, value));
        open.writeAndFlush(request, open.voidPromise());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
        int status = response.status().code();
        boolean isKept = HttpUtil.isKeepAlive(response);
        if (!isKept) {
            isToReturn = true;
            context.close();
        }
        Answer answer = ACKNOWLEDGED;
        if (status == TOO_MANY_REQUESTS || status == UNAVAILABLE) {
            answer = new Answer.Later(String.valueOf(status));
        } else if (status / 100 != 2) {
            answer = new Answer.Refused(String.valueOf(status));
        }
        Publish publish = inFlight.remove(1);
        if (publish != null) {
            listener.answered(publish, inFlight.dueAt(1), answer);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        var later = new Answer.Later(why);
        inFlight.removeAll((publish, dueAt) -> listener.answered(publish, dueAt, later));
        listener.closed(why, isToReturn);
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
            open.close();
        }
    }
}
