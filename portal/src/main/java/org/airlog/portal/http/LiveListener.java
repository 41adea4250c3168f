package org.airlog.portal.http;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.airlog.observation.Payload;

/**
 * One browser that listens. What it is told waits in a queue of {@value #MOST_WAITING} parts until the connection takes it,
 * without a thread; who falls behind further is cut off, and begins anew where he was. Thread-safe.
 */
final class LiveListener implements WriteListener {

    static final int MOST_WAITING = 32;

    private final Runnable abort;
    private final BooleanSupplier isServerStopping;
    private final ServletOutputStream output;
    private final Queue<Payload> waiting = new ArrayDeque<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private boolean isOpen;
    private boolean isUnflushed;

    /** Writes to {@code output}, whose connection {@code abort} ends. */
    LiveListener(ServletOutputStream output, Runnable abort, BooleanSupplier isServerStopping) {
        this.output = output;
        this.abort = abort;
        this.isServerStopping = isServerStopping;
    }

    /** Completes, never exceptionally, when nobody listens any more. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    /** Begins to write, once the request is asynchronous. */
    void open() {
        output.setWriteListener(this);
    }

    boolean isServerStopping() {
        return isServerStopping.getAsBoolean();
    }

    /** Sends {@code text} as soon as that is possible. */
    synchronized void tell(Payload text) {
        if (ended.isDone()) {
            return;
        }
        if (waiting.size() >= MOST_WAITING) {
            abort.run();
            ended.complete(null);
            return;
        }
        waiting.add(text);
        write();
    }

    @Override
    public synchronized void onWritePossible() {
        isOpen = true;
        write();
    }

    @Override
    public void onError(Throwable gone) {
        ended.complete(null);
    }

    /** Ends it in good order where everything has been taken. */
    synchronized void end() {
        if (ended.isDone()) {
            return;
        }
        if (!isOpen || !output.isReady()) {
            abort.run();
        }
        ended.complete(null);
    }

    private void write() {
        try {
            while (isOpen && !ended.isDone() && output.isReady()) {
                Payload next = waiting.poll();
                if (next != null) {
                    isUnflushed = true;
                    output.write(next.bytes());
                } else if (isUnflushed) {
                    isUnflushed = false;
                    output.flush();
                } else {
                    return;
                }
            }
        } catch (IOException gone) {
            ended.complete(null);
        }
    }
}
