package org.airlog.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.airlog.portal.ReadableDatabase.RunningPortal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A portal whose database is not there, not ready, slow, or comes back. */
class OutageIT {

    @TempDir
    Path directory;

    @Test
    void saysSoWhileTheDatabaseIsAwayAndGoesOnWhenItIsBack() throws Exception {
        try (var database = new ReadableDatabase(directory.resolve("postgres"))) {
            database.start();
            try (RunningPortal portal = database.portal()) {
                Fetched unprepared = Fetched.get(portal.port(), "/download?format=json");
                assertThat(unprepared.status()).isEqualTo(503);
                assertThat(unprepared.body()).contains("the database is not prepared yet");
                assertThat(Fetched.get(portal.managementPort(), "/ready").status())
                        .isEqualTo(503);

                database.migrate();
                assertThat(Fetched.get(portal.port(), "/download?format=json").status())
                        .isEqualTo(200);
                assertThat(Fetched.get(portal.managementPort(), "/ready").status())
                        .isEqualTo(200);

                database.stop();
                long begun = System.nanoTime();
                Fetched away = Fetched.get(portal.port(), "/download?format=json");
                assertThat(away.status()).isEqualTo(503);
                assertThat(away.header("Retry-After")).isEqualTo("10");
                assertThat(away.body())
                        .isEqualTo("{\"error\":\"unavailable\",\"detail\":\"the database cannot be reached\"}");
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
                assertThat(Fetched.get(portal.managementPort(), "/ready").status())
                        .isEqualTo(503);
                assertThat(Fetched.get(portal.port(), "/healthy").status()).isEqualTo(200);
                assertThat(Fetched.get(portal.port(), "/uploadhelp").status()).isEqualTo(200);

                database.start();
                assertThat(Fetched.get(portal.port(), "/download?format=json").status())
                        .isEqualTo(200);
                assertThat(Fetched.get(portal.managementPort(), "/metrics").body())
                        .contains("airlog_portal_request_duration_seconds_count{path=\"/download\",status=\"503\"} 2");
            }
        }
    }

    @Test
    void refusesMoreThanItCanAnswerAtOnceAndEndsWhatTakesTooLong() throws Exception {
        try (var database = new ReadableDatabase(directory.resolve("postgres"))) {
            database.start();
            database.migrate();
            // Whoever looks waits here for longer than a statement may take.
            database.execute(
                    "CREATE FUNCTION slow(text) RETURNS text LANGUAGE sql AS 'SELECT $1 FROM pg_sleep(20)'",
                    "ALTER TABLE reading_type RENAME TO catalogue",
                    "CREATE VIEW reading_type AS SELECT slow(name) AS name, column_name FROM catalogue");
            var waiting = Executors.newFixedThreadPool(30);
            try (RunningPortal portal = database.portal()) {
                var answers = new ArrayList<CompletableFuture<Fetched>>();
                for (int i = 0; i < 30; i++) {
                    answers.add(CompletableFuture.supplyAsync(() -> fetch(portal), waiting));
                }
                var all = answers.stream().map(CompletableFuture::join).toList();

                assertThat(all).allMatch(answer -> answer.status() == 503);
                assertThat(all).anyMatch(answer -> answer.body().contains("too many are reading at once"));
                assertThat(all).anyMatch(answer -> answer.body().contains("the answer takes too long to find"));
                database.execute("DROP VIEW reading_type", "ALTER TABLE catalogue RENAME TO reading_type");
                assertThat(fetch(portal).status()).isEqualTo(200);
            } finally {
                waiting.shutdownNow();
            }
        }
    }

    private static Fetched fetch(RunningPortal portal) {
        try {
            return Fetched.get(portal.port(), "/download?format=csv");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
