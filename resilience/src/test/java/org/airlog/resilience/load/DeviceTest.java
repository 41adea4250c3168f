package org.airlog.resilience.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.airlog.observation.Suid;
import org.airlog.observation.signature.Secret;
import org.airlog.resilience.ledger.Book;
import org.airlog.resilience.ledger.Ledger;
import org.airlog.resilience.ledger.Route;
import org.airlog.resilience.ledger.Series;
import org.airlog.resilience.ledger.Standing;
import org.junit.jupiter.api.Test;

class DeviceTest {

    private static final Reply ACCEPTED = new Reply.Accepted();
    private static final Reply OPEN = new Reply.Open("no answer");

    private final Ledger ledger = new Ledger((entry, book, from, count, detail) -> {});
    private final Session session = new Session();

    /** Gives the answers of a script, then accepts, and keeps what was published. */
    private static final class RecordingUplink implements Uplink {

        private final Deque<Reply> script = new ArrayDeque<>();
        private final List<String> payloads = new ArrayList<>();

        @Override
        public Reply publish(Publish publish) {
            payloads.add(new String(publish.payload().bytes(), StandardCharsets.UTF_8));
            Reply next = script.poll();
            return next == null ? ACCEPTED : next;
        }

        @Override
        public void close() {
            payloads.add("closed");
        }
    }

    @Test
    void sendsTheSamePublishAgainUntilItIsAcknowledged() throws Exception {
        var uplink = new RecordingUplink();
        uplink.script.addAll(List.of(OPEN, OPEN, ACCEPTED));

        Book book = run(uplink, true, 1);

        assertThat(uplink.payloads).hasSize(4).endsWith("closed");
        assertThat(uplink.payloads.subList(0, 3)).containsOnly(book.series().json(0, 1));
        assertThat(book.standing(0)).isEqualTo(Standing.ACKNOWLEDGED);
    }

    @Test
    void sendsWhatHasWaitedTogetherAndInOrder() throws Exception {
        var uplink = new RecordingUplink();

        Book book = run(uplink, true, 45);

        assertThat(uplink.payloads)
                .containsExactly(
                        book.series().json(0, 20),
                        book.series().json(20, 20),
                        book.series().json(40, 5),
                        "closed");
        assertThat(book.count(Standing.ACKNOWLEDGED)).isEqualTo(45);
    }

    @Test
    void triesOnlyTheNewestAndOnlyOnceWithoutABuffer() throws Exception {
        var uplink = new RecordingUplink();
        uplink.script.add(OPEN);

        Book book = run(uplink, false, 3);

        assertThat(uplink.payloads).containsExactly(book.series().json(2, 1), "closed");
        assertThat(book.standing(1)).isEqualTo(Standing.NEVER_SENT);
        assertThat(book.standing(2)).isEqualTo(Standing.DOUBTFUL);
    }

    @Test
    void neverSendsAgainWhatIsRefusedForGood() throws Exception {
        var uplink = new RecordingUplink();
        uplink.script.add(new Reply.Refused("malformed"));

        Book book = run(uplink, true, 1);

        assertThat(uplink.payloads).hasSize(2);
        assertThat(book.standing(0)).isEqualTo(Standing.REFUSED);
        assertThat(ledger.answers()).containsEntry("malformed", 1L);
    }

    @Test
    void stopsAtOnceWhenHalted() throws Exception {
        var uplink = new RecordingUplink();
        session.halt();

        run(uplink, true, 1);

        assertThat(uplink.payloads).containsExactly("closed");
    }

    /** Lets a device run that has observed {@code due} numbers, and no more to come. */
    private Book run(Uplink uplink, boolean hasBuffer, int due) throws InterruptedException {
        var interval = Duration.ofHours(1);
        Instant first = Instant.now()
                .truncatedTo(ChronoUnit.MILLIS)
                .minus(interval.multipliedBy(due - 1))
                .minusMillis(1);
        var suid = new Suid(new UUID(4, 2));
        Book book = ledger.open(suid, Route.MQTT_5, new Series(1, 0, first, interval));
        var sensor = new Sensor(suid, Secret.ofText("00"), Route.MQTT_5, false);
        session.end();
        new Device(sensor, hasBuffer, uplink, book, ledger).run(session);
        return book;
    }
}
