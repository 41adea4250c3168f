package org.airlog.ingest;

import static org.airlog.ingest.LogAndDatabase.await;
import static org.airlog.ingest.LogAndDatabase.awaitReading;
import static org.airlog.ingest.LogAndDatabase.observation;
import static org.airlog.ingest.LogAndDatabase.rogue;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.airlog.ingest.timescale.SchemaState;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.ObservationRecordCodec;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a consumer does beside a later release: records that it cannot read, and a schema that it does not know. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("once")
class UpgradeIT {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Suid SUID = new Suid(new UUID(1, 1));

    private final ObservationRecordCodec codec = new ObservationRecordCodec(LogAndDatabase.SEAL);
    private final LogAndDatabase world;

    UpgradeIT(@TempDir Path directory) throws Exception {
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
    void aRecordOfALaterVersionHoldsItsOwnPartitionAloneUntilItCanBeRead() throws Exception {
        List<Suid> others = sensorsOfOtherPartitions();
        publish(SUID, 0);
        publishLater(SUID, 1);
        publish(SUID, 2);
        try (var ingest = world.startIngest()) {
            await().until(() -> readiness(ingest).contains("\"waitsFor\":\"version\""));
            others.forEach(other -> publish(other, 0));

            await().ignoreExceptionsMatching(e -> e instanceof SQLException)
                    .until(() -> world.count("observation") == 1 + others.size());
            assertThat(readiness(ingest)).contains("\"ready\":false");
            assertThat(ingest.isReading()).isFalse();
        }
        assertThat(times(SUID)).containsExactly("2026-03-01 12:00:00+00");
        assertThat(world.parked()).isEmpty();
    }

    /** The way out where no later release will come: what waits is put aside, and the line goes on. */
    @Test
    void aRecordOfALaterVersionIsParkedWhereAnOperatorWantsItSo() throws Exception {
        publish(SUID, 0);
        publishLater(SUID, 1);
        publish(SUID, 2);
        try (var ingest = world.startIngest(Map.of("airlog.ingest.later-versions", "park"))) {
            world.awaitStored(ingest);
        }

        assertThat(times(SUID)).containsExactly("2026-03-01 12:00:00+00", "2026-03-01 12:02:00+00");
        assertThat(world.parked()).singleElement().satisfies(letter -> assertThat(letter.value())
                .isEqualTo(later(1)));
        world.assertBalanced();
    }

    @Test
    void elementsThatALaterReleaseHasAddedToThisVersionArePassedOver() throws Exception {
        byte[] record = codec.encode(SUID, record(0));
        byte[] more = Arrays.copyOf(record, record.length + 6);
        more[0]++; // an array of one element more: the text "later"
        System.arraycopy(new byte[] {(byte) 0xa5, 'l', 'a', 't', 'e', 'r'}, 0, more, record.length, 6);
        world.publish(SUID.toBytes(), more, 1);
        try (var ingest = world.startIngest()) {
            world.awaitStored(ingest);
        }

        assertThat(times(SUID)).containsExactly("2026-03-01 12:00:00+00");
        world.assertBalanced();
    }

    @Test
    void goesOnStoringInASchemaThatALaterReleaseHasMigrated() throws Exception {
        try (var ingest = world.startIngest()) {
            awaitReading(ingest);
        }
        SchemaState before = SchemaState.of(world.config(Map.of()).database());
        assertThat(before.applied()).contains(before.newest());
        // As an expanding migration does: a table, a column with a default, a line in Flyway's book.
        world.execute("CREATE TABLE of_a_later_release (id int)");
        world.execute("ALTER TABLE sensor ADD COLUMN of_a_later_release text NOT NULL DEFAULT ''");
        world.execute("ALTER TABLE ingest_offset ADD COLUMN of_a_later_release bigint");
        world.execute("INSERT INTO flyway_schema_history SELECT max(installed_rank) + 1, '999', 'of a later release',"
                + " 'SQL', 'V999__of_a_later_release.sql', 1, 'airlog', now(), 1, true FROM flyway_schema_history");

        publish(SUID, 0);
        try (var ingest = world.startIngest()) {
            world.awaitStored(ingest);
        }

        assertThat(times(SUID)).containsExactly("2026-03-01 12:00:00+00");
        world.assertBalanced();
        SchemaState after = SchemaState.of(world.config(Map.of()).database());
        assertThat(after.isAhead()).isTrue();
        assertThat(after.applied()).contains("999");
        assertThat(after.newest()).isEqualTo(before.newest());
    }

    /** A roll-back too far: the later release's contraction has taken away what this one writes. It waits, and loses nothing. */
    @Test
    void waitsInASchemaThatLacksWhatItNeedsAndStoresAllOnceItIsBack() throws Exception {
        try (var ingest = world.startIngest()) {
            awaitReading(ingest);
        }
        world.execute("ALTER TABLE sensor RENAME COLUMN public_id TO renamed");
        publish(SUID, 0);
        try (var ingest = world.startIngest()) {
            await().until(() -> readiness(ingest).contains("\"waitsFor\":\"database\""));
            assertThat(ingest.ended()).isNotDone();
            assertThat(world.count("observation")).isZero();

            world.execute("ALTER TABLE sensor RENAME COLUMN renamed TO public_id");
            world.awaitStored(ingest);
        }
        assertThat(times(SUID)).containsExactly("2026-03-01 12:00:00+00");
        assertThat(world.parked()).isEmpty();
    }

    @Test
    void aDatabaseWithoutTablesIsBehind() throws Exception {
        SchemaState state = SchemaState.of(world.config(Map.of()).database());

        assertThat(state.applied()).isEmpty();
        assertThat(state.isBehind()).isTrue();
        assertThat(world.query("SELECT to_regclass('flyway_schema_history')")).containsExactly("null");
    }

    /** One for each partition that is not that of {@link #SUID}, by the producer's own way of sharing them out. */
    private static List<Suid> sensorsOfOtherPartitions() {
        return IntStream.range(1, 100)
                .mapToObj(number -> new Suid(new UUID(7, number)))
                .filter(suid -> partition(suid) != partition(SUID))
                .limit(5)
                .toList();
    }

    private static int partition(Suid suid) {
        return Utils.toPositive(Utils.murmur2(suid.toBytes())) % LogAndDatabase.PARTITIONS;
    }

    private void publish(Suid suid, int minute) {
        world.publishSoon(suid, record(minute));
        world.flush();
    }

    private void publishLater(Suid suid, int minute) throws Exception {
        world.publish(suid.toBytes(), later(minute), 1);
    }

    /** The second byte is the version. */
    private byte[] later(int minute) {
        byte[] bytes = codec.encode(SUID, record(minute));
        bytes[1] = 2;
        return bytes;
    }

    private static ObservationRecord record(int minute) {
        return rogue(
                NOON.plusSeconds(3_600), List.of(observation(NOON.plusSeconds(60L * minute), Map.of("PM10", 1.5))));
    }

    private List<String> times(Suid suid) throws SQLException {
        return world.query("SELECT time FROM observations WHERE suid = '" + suid + "' ORDER BY time");
    }

    private static String readiness(Ingest ingest) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ingest.managementPort() + "/ready"));
        return HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.ofString())
                .body();
    }
}
