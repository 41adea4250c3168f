package org.airlog.portal.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.airlog.observation.Payload;
import org.junit.jupiter.api.Test;

class LiveListenerTest {

    private final AtomicInteger aborts = new AtomicInteger();
    private final RecordingOutput output = new RecordingOutput();
    private final LiveListener listener = new LiveListener(output, aborts::incrementAndGet, () -> false);

    /** Takes what it gets while it is ready. */
    private static final class RecordingOutput extends ServletOutputStream {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private boolean ready = true;

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void setWriteListener(WriteListener writeListener) {}

        @Override
        public void write(int b) {
            taken.write(b);
        }

        String text() {
            return taken.toString(StandardCharsets.UTF_8);
        }
    }

    @Test
    void waitsUntilItMayWriteAndKeepsTheOrder() {
        listener.tell(Payload.ofText("a"));
        listener.tell(Payload.ofText("b"));
        assertThat(output.text()).isEmpty();

        listener.onWritePossible();
        listener.tell(Payload.ofText("c"));

        assertThat(output.text()).isEqualTo("abc");
    }

    @Test
    void cutsOffWhoTakesNothing() {
        output.ready = false;
        listener.onWritePossible();
        for (int i = 0; i < LiveListener.MOST_WAITING; i++) {
            listener.tell(Payload.ofText("x"));
        }
        assertThat(aborts).hasValue(0);

        listener.tell(Payload.ofText("x"));

        assertThat(aborts).hasValue(1);
        assertThat(listener.ended()).isCompleted();
    }

    @Test
    void endsInGoodOrderWhereEverythingHasBeenTaken() {
        listener.onWritePossible();

        listener.end();

        assertThat(aborts).hasValue(0);
        assertThat(listener.ended()).isCompleted();
    }

    @Test
    void writesNothingOnceItHasEnded() {
        listener.onWritePossible();
        listener.onError(new IOException("gone"));

        listener.tell(Payload.ofText("x"));

        assertThat(output.text()).isEmpty();
    }
}
