package org.airlog.portal.http;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The body of a small form, read whenever some of it arrives: no thread waits for the sender. Who sends nothing at all is cut
 * off by the server's idle time.
 */
final class FormBody implements ReadListener {

    private final ServletInputStream input;
    private final int mostBytes;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<Optional<String>> text = new CompletableFuture<>();

    private FormBody(ServletInputStream input, int mostBytes) {
        this.input = input;
        this.mostBytes = mostBytes;
    }

    /** Its text; empty where it is longer than {@code mostBytes}; fails where it breaks off. Asynchronous requests only. */
    static CompletableFuture<Optional<String>> read(ServletInputStream input, int mostBytes) {
        var body = new FormBody(input, mostBytes);
        input.setReadListener(body);
        return body.text;
    }

    @Override
    public void onDataAvailable() throws IOException {
        var part = new byte[1_024];
        while (input.isReady() && !input.isFinished()) {
            int length = input.read(part);
            if (length > 0) {
                bytes.write(part, 0, length);
            }
            if (bytes.size() > mostBytes) {
                text.complete(Optional.empty());
                return;
            }
        }
    }

    @Override
    public void onAllDataRead() {
        text.complete(Optional.of(bytes.toString(StandardCharsets.UTF_8)));
    }

    @Override
    public void onError(Throwable brokenOff) {
        text.completeExceptionally(brokenOff);
    }
}
