package org.airlog.portal.scale;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.airlog.configuration.Settings;
import org.airlog.observation.signature.Secret;
import org.airlog.portal.Portal;
import org.airlog.portal.PortalConfig;
import org.airlog.portal.client.Apps;

/** All questions asked of a real portal on one database: their plans first, then by the clock, one at a time. */
final class Measurement {

    private static final String APP = "scale";
    private static final String SECRET = "only here";

    private final ScaleServer server;
    private final PrintStream out;

    /** Of what is in {@code server}. */
    Measurement(ScaleServer server, PrintStream out) {
        this.server = server;
        this.out = out;
    }

    /** One who asks a portal that is there for the time of it. */
    @FunctionalInterface
    private interface Asking {
        boolean ask(Reader reader) throws Exception;
    }

    /** Does it; returns whether all budgets were kept and all plans are as they should be. */
    boolean measure(Fleet fleet, Path directory, int runs) throws Exception {
        List<Question> questions =
                Question.all(fleet.end(), Fleet.id(Fleet.FIRST), Fleet.id(Fleet.GROWING), RealYear.ID);
        String lastEventId = changeSome();
        facts(fleet);
        boolean isGood = explain(questions, lastEventId, directory.resolve("plans-" + fleet.rows() + ".txt"));
        for (int run = 1; run <= runs; run++) {
            out.println();
            out.println(String.format(
                    Locale.ROOT,
                    "%s run %d, %,d rows in %d days, load average %.2f",
                    PortalScale.now(),
                    run,
                    fleet.rows(),
                    fleet.days(),
                    load()));
            out.println("| question | rows | bytes | p50 ms | p95 ms | max ms | goal |");
            out.println("|---|---|---|---|---|---|---|");
            isGood &= withPortal(lastEventId, reader -> {
                boolean meetsAll = true;
                for (Question question : questions) {
                    Figures figures = time(reader, question);
                    out.println(figures.line());
                    meetsAll &= figures.meetsGoal();
                }
                return meetsAll;
            });
            out.println(String.format(Locale.ROOT, "load average afterwards %.2f", load()));
        }
        return isGood;
    }

    private boolean withPortal(String lastEventId, Asking asking) throws Exception {
        try (var portal = new Portal(config())) {
            portal.start();
            try (var http = portal.server()) {
                http.start();
                String token = new Apps(Map.of(APP, Secret.ofText(SECRET))).token(APP, Instant.now());
                return asking.ask(new Reader(http.port(), token, lastEventId));
            }
        }
    }

    private PortalConfig config() {
        return PortalConfig.of(Settings.of(
                Map.of(
                        "airlog.portal.port",
                        "0",
                        "airlog.database.url",
                        server.url(),
                        "airlog.database.user",
                        ScaleServer.USER,
                        "airlog.database.password",
                        ScaleServer.PASSWORD,
                        "airlog.apps." + APP,
                        SECRET),
                PortalConfig.REQUIRED));
    }

    private static Figures time(Reader reader, Question question) throws IOException, InterruptedException {
        for (int i = 0; i < question.requests() / 4 + 1; i++) {
            reader.read(question);
        }
        var times = new ArrayList<Duration>();
        Reader.Read last = reader.read(question);
        for (int i = 0; i < question.requests(); i++) {
            last = reader.read(question);
            times.add(last.took());
        }
        return new Figures(question, last.rows(), last.bytes(), times);
    }

    /** By a driver that takes the place of PostgreSQL's own for as long. */
    private boolean explain(List<Question> questions, String lastEventId, Path file) throws Exception {
        var plans = new Plans();
        Driver driver = DriverManager.getDriver(server.url());
        Driver explaining = new ExplainingDriver(driver, plans::add);
        DriverManager.deregisterDriver(driver);
        DriverManager.registerDriver(explaining);
        out.println("| question | pages |");
        out.println("|---|---|");
        try (var written = new PrintWriter(Files.newBufferedWriter(file))) {
            return withPortal(lastEventId, reader -> {
                boolean isGood = true;
                for (Question question : questions) {
                    reader.read(question);
                    plans.take();
                    reader.read(question);
                    List<ExplainingDriver.Explained> taken = plans.take();
                    Plans.write(written, question, taken);
                    out.println("| " + question.name() + " | " + Plans.pages(taken) + " |");
                    for (String fault : Plans.faults(question, taken)) {
                        out.println("PLAN " + question.name() + ": " + fault);
                        isGood = false;
                    }
                }
                return isGood;
            });
        } finally {
            DriverManager.deregisterDriver(explaining);
            DriverManager.registerDriver(driver);
            out.println("plans are in " + file);
        }
    }

    /** Newest readings of a hundred sensors change now; returns the id of the event before. */
    private String changeSome() throws SQLException {
        try (Connection connection = server.connect();
                var statement = connection.createStatement()) {
            long before =
                    RollupCheck.number(connection, "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint");
            statement.execute("UPDATE latest SET updated_at = clock_timestamp() WHERE column_name = 'pm2_5'"
                    + " AND sensor_id <= 100");
            return Long.toString(before);
        }
    }

    private void facts(Fleet fleet) throws SQLException {
        try (Connection connection = server.connect();
                var statement = connection.createStatement();
                var result = statement.executeQuery(
                        """
                        SELECT (SELECT count(*) FROM sensor) || ' sensors' UNION ALL
                        SELECT version() UNION ALL
                        SELECT 'timescaledb ' || extversion FROM pg_extension WHERE extname = 'timescaledb' UNION ALL
                        SELECT name || ' = ' || current_setting(name) FROM pg_settings
                        WHERE name IN ('shared_buffers', 'work_mem', 'effective_cache_size', 'fsync', 'random_page_cost') UNION ALL
                        SELECT t.relname || ' ' || sum(p.reltuples)::bigint || ' rows, '
                            || pg_size_pretty(sum(pg_total_relation_size(p.oid))) || ', ' || count(*) || ' tables'
                        FROM pg_class t
                        JOIN pg_class p ON p.oid = t.oid OR p.oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = t.oid)
                        WHERE t.relname IN ('observation', 'rollup_hour', 'rollup_day', 'latest') GROUP BY t.relname UNION ALL
                        SELECT 'database ' || pg_size_pretty(pg_database_size(current_database()))
                        """)) {
            out.println();
            out.println(PortalScale.now() + " " + fleet.rows() + " rows");
            while (result.next()) {
                out.println("  " + result.getString(1));
            }
        }
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
