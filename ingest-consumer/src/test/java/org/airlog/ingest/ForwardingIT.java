package org.airlog.ingest;

import static org.airlog.ingest.LogAndDatabase.await;
import static org.airlog.ingest.LogAndDatabase.awaitReading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.airlog.ingest.opensensemap.OpenSenseMapServer;
import org.airlog.ingest.opensensemap.OpenSenseMapServer.Generation;
import org.airlog.observation.Clock;
import org.airlog.observation.Observation;
import org.airlog.observation.Position;
import org.airlog.observation.Source;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.ObservationRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Sink and forwarder run side by side in one process, and neither feels what befalls the other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("once")
class ForwardingIT {

    private static final Suid SUID = new Suid(new UUID(1, 1));
    private static final Position HERE = new Position(48.5, 9.05, null);

    private final LogAndDatabase world;

    ForwardingIT(@TempDir Path directory) throws Exception {
        world = new LogAndDatabase(directory);
    }

    @BeforeEach
    void renew() throws Exception {
        world.renew();
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @Test
    void uploadsAreStoredAndForwarded() throws Exception {
        try (var map = new OpenSenseMapServer(Generation.NEW, 0);
                var ingest = world.startIngest(account(map.api()))) {
            awaitReading(ingest);

            upload(0, 20);
            world.awaitStored(ingest);

            await().until(() -> map.countOfStored() == 20);
            assertThat(world.count("observation")).isEqualTo(20);
        }
    }

    @Test
    void anOpenSenseMapThatNeverAnswersDoesNotHoldUpTheSink() throws Exception {
        try (var mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var ingest = world.startIngest(account(URI.create("http://127.0.0.1:" + mute.getLocalPort())))) {
            awaitReading(ingest);

            upload(0, 500);
            world.awaitStored(ingest);

            assertThat(world.count("observation")).isEqualTo(500);
            assertThat(ingest.ended()).isNotDone();
        }
    }

    @Test
    void aDatabaseThatIsDownDoesNotHoldUpTheForwarder() throws Exception {
        assumeTrue(world.ownsDatabase());
        int port = world.databasePort();
        try (var map = new OpenSenseMapServer(Generation.OLD, 0);
                var ingest = new Ingest(world.config(account(map.api())))) {
            world.stopDatabase();
            try {
                ingest.start();
                upload(0, 20);

                await().until(() -> map.countOfStored() == 20);
            } finally {
                world.startDatabase(port);
            }
            world.awaitStored(ingest);

            assertThat(map.countOfStored()).isEqualTo(20);
            assertThat(world.count("observation")).isEqualTo(20);
        }
    }

    @Test
    void withoutAnAccountNothingIsForwarded() throws Exception {
        try (var ingest = world.startIngest()) {
            awaitReading(ingest);

            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .contains("airlog-ingest")
                    .doesNotContain("airlog-opensensemap");
        }
    }

    private void upload(int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            var observation = new Observation(
                    Instant.parse("2026-03-01T00:00:00Z").plusSeconds(i),
                    Clock.DEVICE,
                    Map.of("scd30_co2_ppm", (double) i),
                    Map.of("box", "roof"),
                    HERE);
            world.publish(
                    SUID,
                    new ObservationRecord(
                            ObservationRecord.UNSIGNED,
                            Trust.LEGACY,
                            Source.UPLOAD,
                            Instant.now(),
                            List.of(observation)));
        }
    }

    private static Map<String, String> account(URI api) {
        return Map.of(
                "airlog.opensensemap.api",
                api.toString(),
                "airlog.opensensemap.email",
                OpenSenseMapServer.EMAIL,
                "airlog.opensensemap.password",
                OpenSenseMapServer.PASSWORD);
    }
}
