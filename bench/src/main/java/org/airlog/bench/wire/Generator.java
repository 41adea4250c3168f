package org.airlog.bench.wire;

import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.airlog.bench.load.Account;
import org.airlog.bench.load.Publish;
import org.airlog.bench.load.Rhythm;
import org.jspecify.annotations.Nullable;

/**
 * The fleet's clients, and the load that they make together. One event loop does all of it, so that the generator takes as
 * little of the machine as it can, and nothing in it is shared.
 *
 * <p>Methods block; for one caller.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a task of the loop tells by what it does
public final class Generator implements AutoCloseable {

    /** How often an open loop looks at what is due: latencies are from when it was due, not from when it was looked. */
    private static final long TICK_MICROS = 500;

    private static final int MOST_CONNECTING = 256;
    private static final int MOST_ATTEMPTS = 3;
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(15);

    private final NioEventLoopGroup group = new NioEventLoopGroup(1);
    private final EventLoop loop = group.next();
    private final List<Client> clients = new ArrayList<>();
    private final int sensors;
    private final IntFunction<Publish> source;

    /** Only on the loop. */
    private @Nullable Stretch stretch;

    private int nextClient;

    /**
     * What is sent for how long.
     *
     * @param rate publishes a second, whatever the answers; empty = as fast as answers come
     * @param watch is told of each publish that leaves for the first time
     */
    public record Load(OptionalDouble rate, Duration duration, Account account, Watch watch) {}

    /** Who wants to know what left. */
    @FunctionalInterface
    public interface Watch {

        /** Called on the generator's own thread, for every publish. */
        void sent(Publish publish, long dueAt);
    }

    /**
     * Clients that take what they send from {@code source}.
     *
     * @param sensors how many; the source is asked by their number
     */
    public Generator(Target target, int clientCount, int sensors, IntFunction<Publish> source) {
        this.sensors = sensors;
        this.source = source;
        Line.Kind lines = target.lines(loop);
        for (int number = 0; number < clientCount; number++) {
            clients.add(new Client(number, lines, loop, this::next));
        }
    }

    /**
     * Connects all of them, {@value #MOST_CONNECTING} at a time or {@code rate} a second, and returns when they are let in.
     *
     * @param account of connections
     * @throws IOException where one is not let in, three times over
     */
    public void connect(OptionalDouble rate, Account account) throws IOException, InterruptedException {
        var all = new CompletableFuture<Void>();
        loop.execute(() -> new Storm(all, account, rate).begin());
        await(all);
    }

    /** Makes the load, waits for the last answers (at most 15 s), and returns when it began on the clock of {@link System#nanoTime}. */
    public long run(Load load) throws IOException, InterruptedException {
        var done = new CompletableFuture<Void>();
        var made = new Stretch(load, done);
        loop.execute(() -> {
            stretch = made;
            made.begin();
        });
        await(done);
        return made.start;
    }

    private static void await(CompletableFuture<Void> done) throws IOException, InterruptedException {
        try {
            done.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw new IOException(cause == null ? "" : cause.getMessage(), cause);
        }
    }

    @Override
    public void close() {
        loop.execute(() -> clients.forEach(Client::close));
        group.shutdownGracefully(100, 5_000, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }

    /** What {@code client} sends next, if it is to send something. */
    private @Nullable Publish next(Client client) {
        Stretch running = stretch;
        return running == null || !running.goesOn() ? null : running.publish(client, System.nanoTime());
    }

    /** All clients, as fast as they are let in. */
    private final class Storm {

        private final CompletableFuture<Void> all;
        private final Account account;
        private final OptionalDouble rate;
        private @Nullable Rhythm rhythm;
        private int begun;
        private int settled;

        Storm(CompletableFuture<Void> all, Account account, OptionalDouble rate) {
            this.all = all;
            this.account = account;
            this.rate = rate;
        }

        void begin() {
            if (rate.isPresent()) {
                rhythm = new Rhythm(System.nanoTime(), rate.getAsDouble());
                tick();
            } else {
                for (int first = 0; first < Math.min(MOST_CONNECTING, clients.size()); first++) {
                    beginNext(System.nanoTime());
                }
            }
        }

        private void tick() {
            Rhythm steady = rhythm;
            while (steady != null && begun < clients.size() && steady.dueAt() <= System.nanoTime()) {
                beginNext(steady.dueAt());
                steady.next();
            }
            if (begun < clients.size()) {
                loop.schedule(this::tick, TICK_MICROS, TimeUnit.MICROSECONDS);
            }
        }

        private void beginNext(long dueAt) {
            if (begun < clients.size()) {
                Client client = clients.get(begun++);
                account.sent(1);
                attempt(client, dueAt, MOST_ATTEMPTS);
            }
        }

        private void attempt(Client client, long dueAt, int attempts) {
            client.connect(failure -> {
                if (failure == null) {
                    account.acknowledged(1, System.nanoTime() - dueAt);
                } else if (attempts > 1) {
                    account.resent();
                    attempt(client, dueAt, attempts - 1);
                    return;
                } else {
                    account.refused(1, failure);
                    all.completeExceptionally(new IOException("a client was not let in: " + failure));
                }
                settled++;
                if (rhythm == null) {
                    beginNext(System.nanoTime());
                }
                if (settled == clients.size()) {
                    all.complete(null);
                }
            });
        }
    }

    /** Load under way. */
    private final class Stretch {

        private final Load load;
        private final CompletableFuture<Void> done;
        private final @Nullable Rhythm rhythm;
        private final long start = System.nanoTime();
        private final long end;

        Stretch(Load load, CompletableFuture<Void> done) {
            this.load = load;
            this.done = done;
            this.end = start + load.duration().toNanos();
            this.rhythm =
                    load.rate().isPresent() ? new Rhythm(start, load.rate().getAsDouble()) : null;
        }

        void begin() {
            clients.forEach(client -> client.begin(load.account()));
            if (rhythm == null) {
                clients.forEach(Client::fill);
            }
            tick();
        }

        /** Whether a client that has room sends something new by itself. */
        boolean goesOn() {
            return rhythm == null && System.nanoTime() < end;
        }

        private void tick() {
            long now = System.nanoTime();
            if (rhythm != null) {
                while (rhythm.dueAt() <= now && rhythm.dueAt() < end) {
                    Client client = clients.get(nextClient);
                    nextClient = (nextClient + 1) % clients.size();
                    client.send(publish(client, rhythm.dueAt()), rhythm.dueAt());
                    rhythm.next();
                }
            }
            if (now < end) {
                loop.schedule(this::tick, TICK_MICROS, TimeUnit.MICROSECONDS);
            } else if (now < end + LAST_ANSWERS.toNanos() && !clients.stream().allMatch(Client::isIdle)) {
                loop.schedule(this::tick, 1, TimeUnit.MILLISECONDS);
            } else {
                stretch = null;
                clients.forEach(Client::giveUp);
                done.complete(null);
            }
        }

        Publish publish(Client client, long dueAt) {
            Publish publish = source.apply(client.nextSensor(clients.size(), sensors));
            load.account().sent(publish.observations());
            load.watch().sent(publish, dueAt);
            return publish;
        }
    }
}
