package org.airlog.bench.wire;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.airlog.bench.load.Account;
import org.airlog.bench.load.Answer;
import org.airlog.bench.load.Publish;
import org.jspecify.annotations.Nullable;

/**
 * A device that keeps what it has sent until it has an answer, connects again when it was cut off, and sends again what it was
 * asked to. All of it on the generator's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a task of the loop tells by what it does
final class Client implements Line.Listener {

    private static final long PAUSE_MILLIS = 500;
    /** So that one client that never has to wait leaves others their turn. */
    private static final int MOST_AT_ONCE = 64;

    private final int number;
    private final Line.Kind lines;
    private final EventLoop loop;
    private final Function<Client, @Nullable Publish> source;
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    private Account account = new Account();
    private @Nullable Consumer<@Nullable String> onConnected;
    private @Nullable Line line;
    private int turn;
    private int inFlight;
    private boolean isFilling;
    private boolean isClosed;

    private record Waiting(Publish publish, long dueAt) {}

    Client(int number, Line.Kind lines, EventLoop loop, Function<Client, @Nullable Publish> source) {
        this.number = number;
        this.lines = lines;
        this.loop = loop;
        this.source = source;
    }

    /** Connects for the first time; {@code told} gets null, or what was wrong. */
    void connect(Consumer<@Nullable String> told) {
        onConnected = told;
        lines.open(number, this);
    }

    /** From now on what happens goes to {@code counts}. */
    void begin(Account counts) {
        account = counts;
    }

    /** The sensor that it speaks for next: it takes those that are its own in turn. */
    int nextSensor(int clients, int sensors) {
        int own = Math.max(1, (sensors - number % sensors + clients - 1) / clients);
        int sensor = (number + turn * clients) % sensors;
        turn = (turn + 1) % own;
        return sensor;
    }

    /** Sends when there is room, behind what waits already. */
    void send(Publish publish, long dueAt) {
        waiting.addLast(new Waiting(publish, dueAt));
        fill();
    }

    /** Sends what may be sent now. */
    void fill() {
        if (isFilling) {
            return;
        }
        isFilling = true;
        int count = 0;
        try {
            while (line != null && line.hasRoom() && count < MOST_AT_ONCE) {
                Waiting next = waiting.pollFirst();
                if (next == null) {
                    Publish made = source.apply(this);
                    if (made == null) {
                        return;
                    }
                    next = new Waiting(made, System.nanoTime());
                }
                inFlight++;
                count++;
                line.send(next.publish(), next.dueAt());
            }
        } finally {
            isFilling = false;
        }
        if (count == MOST_AT_ONCE) {
            loop.execute(this::fill);
        }
    }

    boolean isIdle() {
        return inFlight == 0 && waiting.isEmpty();
    }

    /** Nobody waits for its answers any longer. */
    void giveUp() {
        waiting.forEach(late -> account.unanswered(late.publish().observations()));
        waiting.clear();
        if (inFlight > 0 && line != null) {
            // They come back by answered(), as their line ends.
            line.close();
        }
    }

    void close() {
        isClosed = true;
        if (line != null) {
            line.close();
        }
    }

    @Override
    public void opened(Line opened) {
        line = opened;
        Consumer<@Nullable String> told = onConnected;
        if (told != null) {
            onConnected = null;
            told.accept(null);
        }
        fill();
    }

    @Override
    public void answered(Publish publish, long dueAt, Answer answer) {
        inFlight--;
        int observations = publish.observations();
        if (answer instanceof Answer.Acknowledged) {
            account.acknowledged(observations, System.nanoTime() - dueAt);
        } else if (answer instanceof Answer.Refused refused) {
            account.refused(observations, refused.reason());
        } else if (answer instanceof Answer.Later) {
            account.resent();
            waiting.addFirst(new Waiting(publish, dueAt));
            if (line != null) {
                loop.schedule(this::fill, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                return;
            }
        }
        fill();
    }

    @Override
    public void closed(String why, boolean isToReturn) {
        line = null;
        Consumer<@Nullable String> told = onConnected;
        if (told != null) {
            onConnected = null;
            told.accept(why);
        } else if (!isClosed) {
            loop.schedule(
                    () -> {
                        if (!isClosed) {
                            lines.open(number, this);
                        }
                    },
                    isToReturn ? 0 : PAUSE_MILLIS,
                    TimeUnit.MILLISECONDS);
        }
    }
}
