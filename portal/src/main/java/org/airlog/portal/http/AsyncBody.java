package org.airlog.portal.http;

import io.javalin.http.Context;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.airlog.observation.Payload;

/**
 * A body that lies in memory, written whenever the connection takes some of it: no thread waits for the reader. Who takes
 * nothing at all is cut off by the server's idle time.
 */
final class AsyncBody implements WriteListener {

    private final ServletOutputStream output;
    private final byte[] bytes;
    private final CompletableFuture<Void> sent = new CompletableFuture<>();
    private boolean isHandedOver;

    private AsyncBody(ServletOutputStream output, byte[] bytes) {
        this.output = output;
        this.bytes = bytes;
    }

    /** Answers {@code context} with it, headers as they stand; to a HEAD only its length. */
    static void send(Context context, Payload body) throws IOException {
        var response = context.res();
        response.setContentLength(body.length());
        if (context.req().getMethod().equals("HEAD")) {
            return;
        }
        var writing = new AsyncBody(response.getOutputStream(), body.bytes());
        context.future(() -> {
            writing.output.setWriteListener(writing);
            return writing.sent;
        });
    }

    @Override
    public void onWritePossible() throws IOException {
        if (!isHandedOver && output.isReady()) {
            isHandedOver = true;
            output.write(bytes);
        }
        if (isHandedOver && output.isReady()) {
            sent.complete(null);
        }
    }

    /** Nobody waits for it any more: nothing is left to answer. */
    @Override
    public void onError(Throwable gone) {
        sent.complete(null);
    }
}
