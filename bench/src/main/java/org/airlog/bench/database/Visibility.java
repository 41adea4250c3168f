package org.airlog.bench.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.airlog.bench.load.Account;
import org.airlog.bench.load.Publish;
import org.jspecify.annotations.Nullable;

/**
 * From when a publish was due until its newest row can be read, of some of all publishes: they are looked up by key every few
 * milliseconds, so a time may be told too long by as much, never too short.
 *
 * <p>{@link #watch} is for any thread.
 */
public final class Visibility implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int JOIN_MILLIS = 30_000;
    private static final String LOOK =
            """
            SELECT w.n FROM unnest(?::bigint[], ?::uuid[], ?::timestamptz[]) AS w (n, suid, time)
            JOIN sensor s ON s.suid = w.suid
            JOIN observation o ON o.sensor_id = s.id AND o.time = w.time
            """;

    private final Connection connection;
    private final Account account;
    private final ConcurrentLinkedQueue<Watched> arriving = new ConcurrentLinkedQueue<>();
    private final Thread thread = new Thread(this::look, "airlog-bench-visibility");
    private volatile boolean isEnding;
    private volatile @Nullable SQLException failure;
    private volatile long missing;

    private record Watched(UUID suid, Instant time, long dueAt) {}

    /** Begins to look; what becomes visible is told to {@code account}. */
    public Visibility(DatabaseAccess access, Account account) throws SQLException {
        this.connection = access.connect();
        this.account = account;
        thread.setDaemon(true);
        thread.start();
    }

    /** Looks for the newest row of {@code publish}. */
    public void watch(Publish publish, long dueAt) {
        arriving.add(new Watched(publish.suid().value(), publish.newest(), dueAt));
    }

    /** Waits until all that is watched is visible, for at most 20 s; returns how many are not. */
    public long finish() throws SQLException, InterruptedException {
        isEnding = true;
        thread.join(JOIN_MILLIS);
        SQLException broken = failure;
        if (broken != null) {
            throw broken;
        }
        return missing;
    }

    private void look() {
        Map<Long, Watched> open = new LinkedHashMap<>();
        long next = 0;
        long endsAt = Long.MAX_VALUE;
        try (var statement = connection.prepareStatement(LOOK)) {
            while (true) {
                for (Watched one = arriving.poll(); one != null; one = arriving.poll()) {
                    open.put(next++, one);
                }
                if (isEnding && endsAt == Long.MAX_VALUE) {
                    endsAt = System.nanoTime() + PATIENCE.toNanos();
                }
                if (isEnding && arriving.isEmpty() && (open.isEmpty() || System.nanoTime() > endsAt)) {
                    missing = open.size();
                    return;
                }
                if (!open.isEmpty()) {
                    lookUp(statement, open);
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            }
        } catch (SQLException e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookUp(java.sql.PreparedStatement statement, Map<Long, Watched> open) throws SQLException {
        List<Object> numbers = new ArrayList<>(open.keySet());
        statement.setArray(1, connection.createArrayOf("bigint", numbers.toArray()));
        statement.setArray(
                2,
                connection.createArrayOf(
                        "uuid", open.values().stream().map(Watched::suid).toArray()));
        statement.setArray(
                3,
                connection.createArrayOf(
                        "timestamptz",
                        open.values().stream()
                                .map(watched ->
                                        watched.time().atOffset(ZoneOffset.UTC).toString())
                                .toArray()));
        var seen = new ArrayList<Long>();
        try (var result = statement.executeQuery()) {
            while (result.next()) {
                seen.add(result.getLong(1));
            }
        }
        long now = System.nanoTime();
        for (Long number : seen) {
            Watched watched = open.remove(number);
            if (watched != null) {
                account.took(now - watched.dueAt());
            }
        }
    }

    @Override
    public void close() throws SQLException {
        isEnding = true;
        thread.interrupt();
        connection.close();
    }
}
