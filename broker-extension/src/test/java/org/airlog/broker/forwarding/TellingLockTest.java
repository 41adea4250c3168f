package org.airlog.broker.forwarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.TreeMap;
import org.airlog.broker.spool.LogRecord;
import org.airlog.observation.Payload;
import org.junit.jupiter.api.Test;

class TellingLockTest {

    private final TellingLock lock = new TellingLock();
    private final Passage passage =
            new Passage(new LogRecord(Payload.ofText("key"), Payload.ofText("value"), new TreeMap<>()));

    /** Else a publish that is stored would wait for its acknowledgement until the door gives it up. */
    @Test
    void whatWasToldBeforeABugIsToldAllTheSame() {
        assertThatThrownBy(() -> lock.run(() -> {
                    lock.tell(passage, null);
                    throw new IllegalStateException("a bug");
                }))
                .hasMessage("a bug");

        assertThat(passage.outcome()).isCompleted();
    }
}
