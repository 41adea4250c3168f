package org.airlog.launcher.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.launcher.console.ProgressLine;
import org.airlog.observation.Suid;
import org.airlog.observation.signature.Secret;
import org.airlog.observation.signature.Signature;
import org.junit.jupiter.api.Test;

class ReplayTest {

    private static final Sensor SENSOR =
            new Sensor(new Suid(UUID.fromString("3f2504e0-4f89-11d3-9a0c-0305e82c3301")), Secret.ofText("0123"));

    @Test
    void signsEveryPublishAndCountsWhatIsSafe() throws CommandFailedException {
        var uplink = RecordingUplink.answering(new Answer.Accepted(2, Map.of()));

        Report report = replay(uplink, 4, 2);

        assertThat(uplink.publishes()).hasSize(2).allSatisfy(publish -> {
            assertThat(publish.topic()).isEqualTo("v1/sensors/3f2504e0-4f89-11d3-9a0c-0305e82c3301/readings");
            Signature signature = Signature.parseAuthorization(
                            publish.authorization().orElseThrow())
                    .orElseThrow();
            assertThat(signature.matches(SENSOR.secret(), publish.topic(), publish.payload()))
                    .isTrue();
        });
        assertThat(report.acknowledged()).isEqualTo(4);
        assertThat(report.isComplete()).isTrue();
    }

    @Test
    void sendsAgainWhatIsTransientUntilItIsTaken() throws CommandFailedException {
        var later = new Answer.Later("unavailable", Optional.of(Duration.ofMillis(1)));
        var answers = new ArrayDeque<Answer>(List.of(later, later, new Answer.Accepted(2, Map.of())));
        var uplink = new RecordingUplink(publish -> CompletableFuture.completedFuture(answers.remove()));

        Report report = replay(uplink, 2, 2);

        assertThat(uplink.publishes()).hasSize(3);
        assertThat(uplink.publishes().stream().map(Publish::payload).distinct()).hasSize(1);
        assertThat(report.sent()).isEqualTo(2);
        assertThat(report.resent()).isEqualTo(2);
        assertThat(report.isComplete()).isTrue();
    }

    @Test
    void neverSendsAgainWhatIsFinal() throws CommandFailedException {
        var uplink = RecordingUplink.answering(new Answer.Refused("time-implausible", "too old"));

        Report report = replay(uplink, 3, 2);

        assertThat(uplink.publishes()).hasSize(2);
        assertThat(report.refused()).isEqualTo(Map.of("time-implausible", 3L));
        assertThat(report.details()).isEqualTo(Map.of("time-implausible", "too old"));
        assertThat(report.isComplete()).isFalse();
    }

    @Test
    void countsTheRefusedPartOfAnAcceptedPublish() throws CommandFailedException {
        var uplink = RecordingUplink.answering(new Answer.Accepted(1, Map.of("time-implausible", 1)));

        Report report = replay(uplink, 2, 2);

        assertThat(report.acknowledged()).isEqualTo(1);
        assertThat(report.refused()).isEqualTo(Map.of("time-implausible", 1L));
        assertThat(report.unanswered()).isZero();
        assertThat(report.isComplete()).isFalse();
    }

    @Test
    void endsWithWhatWasAnsweredWhenNothingMoreCanBeSent() throws CommandFailedException {
        var answered = new AtomicInteger();
        var uplink = new RecordingUplink(publish -> answered.getAndIncrement() == 0
                ? CompletableFuture.completedFuture(new Answer.Accepted(1, Map.of()))
                : CompletableFuture.failedFuture(new CommandFailedException("the broker closed the connection")));

        Report report = replay(uplink, 1_000, 1);

        assertThat(report.acknowledged()).isEqualTo(1);
        assertThat(report.failure()).contains("the broker closed the connection");
        assertThat(report.unanswered()).isPositive();
        assertThat(report.sent()).isLessThan(1_000);
        assertThat(report.isComplete()).isFalse();
    }

    @Test
    void hasNoMorePublishesUnderWayThanItsBound() throws CommandFailedException {
        var underWay = new AtomicInteger();
        var most = new AtomicInteger();
        var uplink = new RecordingUplink(publish -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            return CompletableFuture.supplyAsync(() -> {
                underWay.decrementAndGet();
                return new Answer.Accepted(1, Map.of());
            });
        });

        assertThat(replay(uplink, 500, 1).isComplete()).isTrue();
        assertThat(most.get()).isBetween(1, 16);
    }

    @Test
    void holdsItsRateWithSmallerPublishes() throws CommandFailedException {
        var uplink = RecordingUplink.answering(new Answer.Accepted(5, Map.of()));

        Report report = run(uplink, 20, 100, OptionalInt.of(20));

        assertThat(uplink.publishes()).hasSize(1);
        assertThat(report.sent()).isEqualTo(20);
        assertThat(run(uplink, 4, 1, OptionalInt.of(100)).elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(29));
    }

    private static Report replay(Uplink uplink, int observations, int batch) throws CommandFailedException {
        return run(uplink, observations, batch, OptionalInt.empty());
    }

    private static Report run(Uplink uplink, int observations, int batch, OptionalInt rate)
            throws CommandFailedException {
        var csv = new StringBuilder("time_utc,CO\n");
        for (int hour = 0; hour < observations; hour++) {
            csv.append(hour * 3600).append(",0.5\n");
        }
        var stream = new ByteArrayInputStream(csv.toString().getBytes(StandardCharsets.UTF_8));
        var progress = ProgressLine.start(new PrintWriter(new StringWriter()), "replay", observations);
        return new Replay(uplink, SENSOR, batch, rate, progress).run(ReadingsCsv.open(stream, Duration.ZERO));
    }
}
